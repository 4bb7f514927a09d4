import { type EventVersions, versionOne } from '../../shared';
import type { BidderCheckAnswered } from './bidder-check.events';

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const bidderCheckVersions: EventVersions<BidderCheckAnswered> = {
  BidderCheckAnswered: versionOne,
};
