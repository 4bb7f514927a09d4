import { part, type Part, type Table } from '@app/projections';
import {
  byPaper,
  type CalendarDays,
  calendarOf,
  type CreditFact,
  type Judge,
  type KnownName,
  type PaperEffects,
  presentName,
} from './domain';

/** A dossier without its papers: what is known of the subject, and up to where. */
export interface DossierHead {
  readonly subjectId: string;
  readonly names: readonly KnownName[];
  /** When the ledger first heard of the subject (UTC). */
  readonly knownSince: string;
  /** When the newest event in here was written (UTC). */
  readonly newestAt: string;
  /** Of the newest event in here. */
  readonly position: number;
}

/** A head as it stands in its row. */
export interface HeadRow {
  readonly head: DossierHead;
  /** Of the rules by which papers and calendar of the subject were last judged. */
  readonly edition: string;
}

/** One paper with the few facts about it, in log order, and the days on which it may be held against anybody. */
export interface PaperRow {
  readonly subjectId: string;
  readonly paper: string;
  readonly facts: readonly CreditFact[];
  readonly stands: PaperEffects['stands'];
}

export interface CalendarRow {
  readonly subjectId: string;
  readonly days: CalendarDays;
}

export const headColumns: Table<HeadRow> = {
  table: 'credit_dossiers_2',
  key: ['subject_id'],
  columns: {
    subject_id: { type: 'text', of: ({ head }) => head.subjectId },
    name: { type: 'text', of: ({ head }) => presentName(head.names) ?? '' },
    position: { type: 'bigint', of: ({ head }) => head.position },
    edition: { type: 'uuid', of: ({ edition }) => edition },
    head: { type: 'jsonb', of: ({ head }) => head },
  },
};

/** Of a paper that may never be held against anybody: no day. */
const noDay = { from: '-infinity', until: '-infinity' };

export const papersTable: Table<PaperRow> = {
  table: 'credit_papers',
  key: ['subject_id', 'paper'],
  columns: {
    subject_id: { type: 'text', of: ({ subjectId }) => subjectId },
    paper: { type: 'text', of: ({ paper }) => paper },
    from_day: { type: 'date', of: ({ stands }) => (stands ?? noDay).from },
    until_day: { type: 'date', of: ({ stands }) => (stands ?? noDay).until },
    facts: { type: 'jsonb', of: ({ facts }) => facts },
  },
};

export const calendarTable: Table<CalendarRow> = {
  table: 'credit_calendar',
  key: ['subject_id', 'from_day'],
  columns: {
    subject_id: { type: 'text', of: ({ subjectId }) => subjectId },
    from_day: { type: 'date', of: ({ days }) => days.from },
    until_day: { type: 'date', of: ({ days }) => days.until },
    status: { type: 'text', of: ({ days }) => days.status },
    score: { type: 'integer', of: ({ days }) => days.score },
    grade: { type: 'text', of: ({ days }) => days.grade },
    points: { type: 'integer', of: ({ days }) => days.points },
    listings: { type: 'integer', of: ({ days }) => days.listings },
    turns: { type: 'jsonb', of: ({ days }) => days.turns },
  },
};

/** A dossier as a rebuild folds it: all of it. */
export interface WholeDossier {
  readonly head: DossierHead;
  readonly facts: readonly CreditFact[];
}

/** Papers and calendar as they follow from all facts of a subject. Both follow from the same judgement of each paper, made once. */
export function partsUnder(judge: Judge): readonly Part<WholeDossier>[] {
  const judged = new WeakMap<WholeDossier, readonly JudgedPaper[]>();
  const papersOf = (dossier: WholeDossier): readonly JudgedPaper[] => {
    const papers =
      judged.get(dossier) ??
      [...byPaper(dossier.facts)].map(([paper, facts]) => ({ paper, facts, ...judge.effectsOf(facts) }));
    judged.set(dossier, papers);
    return papers;
  };
  return [
    part(papersTable, (dossier) => {
      const { subjectId } = dossier.head;
      return papersOf(dossier).map(({ paper, facts, stands }) => ({ subjectId, paper, facts, stands }));
    }),
    part(calendarTable, (dossier) => {
      const { subjectId } = dossier.head;
      const effects = papersOf(dossier).flatMap((paper) => paper.effects);
      return calendarOf(judge, effects).map((days) => ({ subjectId, days }));
    }),
  ];
}

interface JudgedPaper extends PaperEffects {
  readonly paper: string;
  readonly facts: readonly CreditFact[];
}
