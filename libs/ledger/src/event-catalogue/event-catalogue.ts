import { type BidderCheckAnswered, bidderCheckVersions } from '../bidder-check';
import { type BlacklistListingEvent, blacklistListingVersions } from '../blacklist';
import {
  type CommitmentEvent,
  commitmentVersions,
  type MissingCommitmentEvent,
  missingCommitmentVersions,
} from '../commitment';
import { type CreditSubjectEvent, creditSubjectVersions } from '../credit-subject';
import { type ErasureEvent, erasureVersions } from '../erasure';
import { type MajorFireHazardEvent, majorFireHazardVersions } from '../major-fire-hazard';
import { type PenaltyDecisionEvent, penaltyDecisionVersions } from '../penalty-decision';
import { type PushEvent, pushVersions } from '../push';
import type { EventVersions } from '../shared';
import { type SpotCheckEvent, spotCheckVersions } from '../spot-check';

/** Every fact the ledger records. */
export type LedgerEvent =
  | BidderCheckAnswered
  | BlacklistListingEvent
  | CommitmentEvent
  | MissingCommitmentEvent
  | CreditSubjectEvent
  | ErasureEvent
  | MajorFireHazardEvent
  | PenaltyDecisionEvent
  | PushEvent
  | SpotCheckEvent;

/** The versions of all of them. What the log holds beside these stops whoever reads it. */
export const eventCatalogue: EventVersions<LedgerEvent> = {
  ...bidderCheckVersions,
  ...blacklistListingVersions,
  ...commitmentVersions,
  ...missingCommitmentVersions,
  ...creditSubjectVersions,
  ...erasureVersions,
  ...majorFireHazardVersions,
  ...penaltyDecisionVersions,
  ...pushVersions,
  ...spotCheckVersions,
};
