// These names and fields are stored for good: add, never rename or remove.
import { eventsOf, upcastBy } from '../../shared';
import { toProvenRows } from './bidder-check.upcasts';

/** How the name given goes with the code: it is its present name, a former one, another; none was given, or none is known. */
export type NameMatch = 'current' | 'former' | 'mismatch' | 'not-given' | 'not-checked';

/** What was asked in one row, and what proves what was answered. */
export type BidderRow = {
  /** From 1. */
  readonly row: number;
  /** The code as it was read; a mark in its place when it may be somebody's number. */
  readonly uscc: string;
  /** The name as it was given; a mark in its place when it may be somebody's number, or goes with one. */
  readonly nameGiven: string | null;
  readonly nameMatch: NameMatch;
  /** The refusal code of a row that could not be asked; null for all others. */
  readonly error: string | null;
  readonly status: 'listed' | 'not-listed' | 'subject-unknown' | 'cannot-answer';
  /** Why there is no answer; null when there is one. */
  readonly reason: string | null;
  /** The present name of the unit, when there is an answer about one that is known. */
  readonly name: string | null;
  readonly score: number | null;
  readonly grade: string | null;
  readonly ruleSetId: string;
  /** The events that count for or against it, in the order in which they were told. */
  readonly contributionEventIds: readonly string[];
  /** The listings in force on that day. */
  readonly listingIds: readonly string[];
  /** The sentence that was said. */
  readonly statement: string;
  /** Of the whole answer: `digestOfAnswer`. */
  readonly digest: string;
  /** The whole answer word for word, as JSON, where it was recorded whole: in version 1. Null since. */
  readonly saidInFull: string | null;
};

/**
 * Some rows of a check: what was asked and what was answered, so that both can be shown later. All events of a check are
 * recorded together. About nobody in particular: subjectId is null.
 */
export type BidderCheckAnswered = {
  readonly type: 'BidderCheckAnswered';
  readonly data: {
    readonly subjectId: null;
    readonly checkId: string;
    /** UTC; also the `knownAt` of every row. */
    readonly askedAt: string;
    /** The day in Shanghai; also the `validAt` of every row. */
    readonly askedOn: string;
    /** Every row is answered from the log up to here. */
    readonly position: number;
    /** How many rows the whole check has. */
    readonly rowsAsked: number;
    readonly rows: readonly BidderRow[];
  };
};

export type BidderCheckEvent = BidderCheckAnswered;

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const bidderCheckEvents = eventsOf<BidderCheckEvent>({
  BidderCheckAnswered: { on: 'askedOn', versions: upcastBy(toProvenRows) },
});
