// These names and fields are stored for good: add, never rename or remove.
import { type Day, eventsOf, type StoredData, upcastBy, versionOne } from '../../shared';

/**
 * 对账: what a body says it holds was held against what it was told, from the first key to the last. About nobody in particular. The
 * differences that are named follow as events of their own.
 */
export type ReconciliationOpened = {
  readonly type: 'ReconciliationOpened';
  readonly data: {
    readonly subjectId: null;
    readonly reconciliationId: string;
    /** The body, as it stands in the outbox. */
    readonly endpoint: string;
    /** The body that passes on to it what it holds; null: we tell it. */
    readonly fedBy: string | null;
    /** Asia/Shanghai: one for each body and day. */
    readonly reconciledOn: Day;
    /** UTC: from when, and until when, was compared. */
    readonly startedAt: string;
    readonly endedAt: string;
    readonly kinds: readonly KindCompared[];
    /** How many there were; those that are not named here are in those that continue it. */
    readonly differences: number;
    readonly named: number;
    /** The reconciliation of which it names further differences, and these alone; null: it is one by itself. */
    readonly continues: string | null;
  };
};

/** One kind of message, in both directions. Without a difference, the two hashes are the same. */
export interface KindCompared {
  readonly kind: string;
  /** Messages that the body ought to hold, and those it holds. */
  readonly told: number;
  readonly held: number;
  /** SHA-256, hex, over a line for each, in the order of the keys: key, kind, fingerprint, state, receipt number. */
  readonly toldHash: string;
  readonly heldHash: string;
  readonly differences: number;
}

/**
 * - `lost`: the body acknowledged it and does not hold it.
 * - `surplus`: the body holds what it was never told. `doubled`: it holds it twice under one key.
 * - `altered`: it holds other content. `other-receipt`: it names another receipt than it gave.
 * - `still-shown`: it has ended and is shown. `ended-there`: it stands and is shown no longer.
 */
export type Difference = 'lost' | 'surplus' | 'doubled' | 'altered' | 'other-receipt' | 'still-shown' | 'ended-there';

/** 对账差异: one message. */
export type DiscrepancyFound = {
  readonly type: 'DiscrepancyFound';
  readonly data: {
    readonly subjectId: null;
    readonly reconciliationId: string;
    readonly discrepancyId: string;
    readonly difference: Difference;
    readonly key: string;
    readonly kind: string;
    /** What was told; null: nothing was, under this key. */
    readonly pushId: string | null;
    /** The unit that was told of; null as above. */
    readonly about: string | null;
    /** What the body calls its receipt; null: it holds nothing. */
    readonly receiptNumber: string | null;
    readonly foundOn: Day;
  };
};

/** 差异处置: a person says what it was and what becomes of it. */
export type DiscrepancyResolved = {
  readonly type: 'DiscrepancyResolved';
  readonly data: {
    readonly subjectId: null;
    readonly reconciliationId: string;
    readonly discrepancyId: string;
    readonly reason: string;
    readonly resolvedOn: Day;
  };
};

/** 对账办结: nothing is open any more; by itself when nothing was found. */
export type ReconciliationClosed = {
  readonly type: 'ReconciliationClosed';
  readonly data: {
    readonly subjectId: null;
    readonly reconciliationId: string;
    readonly endpoint: string;
    /** What a person says to it; null: nothing was found, and the ledger closed it by itself. */
    readonly remark: string | null;
    readonly closedOn: Day;
  };
};

export type ReconciliationEvent = ReconciliationOpened | DiscrepancyFound | DiscrepancyResolved | ReconciliationClosed;

/** Version 1 was of bodies that we tell. */
const ofToldBody = (data: StoredData): StoredData => ({ ...data, fedBy: null });
/** Until version 2 no more were named than one reconciliation holds. */
const byItself = (data: StoredData): StoredData => ({ ...data, continues: null });

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const reconciliationEvents = eventsOf<ReconciliationEvent>({
  ReconciliationOpened: { on: 'reconciledOn', versions: upcastBy(ofToldBody, byItself) },
  DiscrepancyFound: { on: 'foundOn', versions: versionOne },
  DiscrepancyResolved: { on: 'resolvedOn', versions: versionOne },
  ReconciliationClosed: { on: 'closedOn', versions: versionOne },
});
