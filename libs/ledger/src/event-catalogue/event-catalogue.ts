import { type BidderCheckEvent, bidderCheckEvents } from '../bidder-check/domain/bidder-check.events';
import { type BlacklistListingEvent, blacklistListingEvents } from '../blacklist/domain/blacklist-listing.events';
import { type CommitmentEvent, commitmentEvents } from '../commitment/domain/commitment.events';
import { type MissingCommitmentEvent, missingCommitmentEvents } from '../commitment/domain/missing-commitment.events';
import { type CreditSubjectEvent, creditSubjectEvents } from '../credit-subject/domain/credit-subject.events';
import { type ErasureEvent, erasureEvents } from '../erasure/domain/erasure.events';
import { type MajorFireHazardEvent, majorFireHazardEvents } from '../major-fire-hazard/domain/major-fire-hazard.events';
import { type PenaltyDecisionEvent, penaltyDecisionEvents } from '../penalty-decision/domain/penalty-decision.events';
import { type PushEvent, pushEvents } from '../push/domain/push.events';
import { type SpotCheckEvent, spotCheckEvents } from '../spot-check/domain/spot-check.events';
import type { EventVersions } from '../shared';

/** Every fact the ledger records. */
export type LedgerEvent =
  | BidderCheckEvent
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
  ...bidderCheckEvents.versions,
  ...blacklistListingEvents.versions,
  ...commitmentEvents.versions,
  ...missingCommitmentEvents.versions,
  ...creditSubjectEvents.versions,
  ...erasureEvents.versions,
  ...majorFireHazardEvents.versions,
  ...penaltyDecisionEvents.versions,
  ...pushEvents.versions,
  ...spotCheckEvents.versions,
};
