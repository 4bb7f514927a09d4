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

/** Papers and calendar as they follow from all facts of a subject. */
export const partsUnder = (judge: Judge): readonly Part<WholeDossier>[] => [
  part(papersTable, ({ head: { subjectId }, facts }) =>
    [...byPaper(facts)].map(([paper, about]) => {
      return { subjectId, paper, facts: about, stands: judge.effectsOf(about).stands };
    }),
  ),
  part(calendarTable, ({ head: { subjectId }, facts }) => {
    const effects = [...byPaper(facts).values()].flatMap((about) => judge.effectsOf(about).effects);
    return calendarOf(judge, effects).map((days) => ({ subjectId, days }));
  }),
];
