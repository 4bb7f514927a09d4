import type { Day } from './day';

/** Why a day cannot be said yet: the working days of that year are not published. */
export type DueOpen = `calendar-${number}`;

/** The last day of a term, or why it cannot be said yet. Never a guess: a term that is too short makes an act void. */
export type DueDay =
  { readonly dueOn: Day; readonly dueOpen: null } | { readonly dueOn: null; readonly dueOpen: DueOpen };

/** In which kind of days a term runs; `on-paper`: the paper names its last day. */
export type DueDays = 'working' | 'calendar' | 'months' | 'on-paper';

/** Who acts until the day; `ledger`: nobody has to, the ledger writes down that the day has passed. */
export const DUE_ROLES = ['officer', 'approver', 'operator', 'ledger'] as const;
export type DueRole = (typeof DUE_ROLES)[number];

/** One thing that waits for a day. Plain, pure, and part of the read model `due_work`. */
export interface Due {
  /** What waits, in one word of the code: `rectification`. */
  readonly what: string;
  /** The same for people: `重大火灾隐患整改`. */
  readonly title: string;
  readonly whose: DueRole;
  /** The last day in time, Asia/Shanghai; null while it is open. */
  readonly until: Day | null;
  /** What the day waits for; null once it is known. */
  readonly dueOpen: DueOpen | null;
  readonly days: DueDays;
  /** The rule that sets the term, for people. */
  readonly basis: string;
  /** The day from which the term runs. */
  readonly since: Day;
  /**
   * The id of the command under which the ledger writes down that the day has passed, or which day it is. The same at every try,
   * so that nothing is written twice. Null: nothing is written; it stays due until somebody acts.
   */
  readonly commandId: string | null;
}

/** The year whose working days are waited for. */
export const yearWaitedFor = (open: DueOpen): number => Number(open.slice('calendar-'.length));
