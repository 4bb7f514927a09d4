// These names and fields are stored for good: add, never rename or remove.
import { eventsOf, versionOne } from '../../shared';

/** What was asked and what was answered, so that both can be shown later. About nobody in particular: subjectId is null. */
export type BidderCheckAnswered = {
  readonly type: 'BidderCheckAnswered';
  readonly data: {
    readonly subjectId: null;
    readonly checkId: string;
    /** UTC; also the `knownAt` of every row. */
    readonly askedAt: string;
    readonly askedOn: string;
    /** Every row is answered from the log up to here. */
    readonly position: number;
    readonly rows: readonly object[];
  };
};

export type BidderCheckEvent = BidderCheckAnswered;

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const bidderCheckEvents = eventsOf<BidderCheckEvent>({
  BidderCheckAnswered: { on: 'askedOn', versions: versionOne },
});
