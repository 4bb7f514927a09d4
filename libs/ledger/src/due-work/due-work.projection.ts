import type { StoredEvent } from '@app/event-store';
import { type ReadModel, readModel } from '@app/projections';
import type { Day, Due } from '../shared';
import type { ClockedPapers } from './clocked';

/** What waits for a day in one stream. */
export interface DueWorkRow {
  readonly stream: string;
  /** Category of the stream. */
  readonly procedure: string;
  readonly subjectId: string | null;
  /** Of the unit that acted last; null while only the ledger itself did. */
  readonly unitCode: string | null;
  readonly dues: readonly Due[];
  readonly state: unknown;
  /** Of the newest event in the row. */
  readonly position: number;
}

export const dueWorkName = 'due-work-1';

/** Event -> row, for papers with a clock. An event the row has seen changes nothing. */
export function toDueWork(
  papers: ClockedPapers,
  row: DueWorkRow | undefined,
  stored: StoredEvent,
): DueWorkRow | undefined {
  const event = papers.eventIn(stored);
  if (!event || (row && row.position >= stored.position)) return row;
  const state = papers.evolve(row?.state ?? papers.initial, event);
  return {
    stream: stored.stream,
    procedure: papers.category,
    subjectId: stored.subjectId ?? row?.subjectId ?? null,
    unitCode: stored.actor.unitCode === '' ? (row?.unitCode ?? null) : stored.actor.unitCode,
    dues: papers.due(state),
    state,
    position: stored.position,
  };
}

const earliest = (days: readonly Day[]): Day | null => days.toSorted()[0] ?? null;

/** After every day: something is due, but nobody knows the day yet. */
const openDay = 'infinity';

export const nextDue = (dues: readonly Due[]): Day | null => earliest(dues.map(({ until }) => until ?? openDay));

/** The read model of everything that waits for a day, over these papers. */
export function dueWork(clocked: readonly ClockedPapers[]): ReadModel {
  const papersOf = new Map(clocked.flatMap((papers) => [...papers.types].map((type) => [type, papers] as const)));
  return readModel<DueWorkRow>({
    name: dueWorkName,
    table: 'due_work',
    key: ['stream'],
    columns: {
      stream: { type: 'text', of: (row) => row.stream },
      procedure: { type: 'text', of: (row) => row.procedure },
      subject_id: { type: 'text', of: (row) => row.subjectId },
      unit_code: { type: 'text', of: (row) => row.unitCode },
      next_due: { type: 'date', of: ({ dues }) => nextDue(dues) },
      ledger_due: {
        type: 'date',
        of: ({ dues }) => earliest(dues.flatMap(({ commandId, until }) => (commandId === null ? [] : (until ?? [])))),
      },
      waits_for: { type: 'text', of: ({ dues }) => dues.find(({ dueOpen }) => dueOpen !== null)?.dueOpen ?? null },
      dues: { type: 'jsonb', of: (row) => row.dues },
      state: { type: 'jsonb', of: (row) => row.state },
      position: { type: 'bigint', of: (row) => row.position },
    },
    types: new Set(papersOf.keys()),
    keyOf: ({ stream }) => stream,
    fold: (row, stored) => {
      const papers = papersOf.get(stored.type);
      return papers ? toDueWork(papers, row, stored) : row;
    },
    readBack: {
      columns: 'stream, procedure, subject_id, unit_code, dues, state, position',
      toRow: (selected) => fromSelected(selected as SelectedDueWork),
    },
  });
}

interface SelectedDueWork {
  readonly stream: string;
  readonly procedure: string;
  readonly subject_id: string | null;
  readonly unit_code: string | null;
  readonly dues: readonly Due[];
  readonly state: unknown;
  readonly position: string;
}

const fromSelected = (row: SelectedDueWork): DueWorkRow => ({
  stream: row.stream,
  procedure: row.procedure,
  subjectId: row.subject_id,
  unitCode: row.unit_code,
  dues: row.dues,
  state: row.state,
  position: Number(row.position),
});
