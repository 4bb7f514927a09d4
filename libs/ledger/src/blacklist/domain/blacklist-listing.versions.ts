import { type EventVersions, versionOne } from '../../shared';
import type { BlacklistListingEvent } from './blacklist-listing.events';

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const blacklistListingVersions: EventVersions<BlacklistListingEvent> = {
  ListingCandidateProposed: versionOne,
  ListingCandidateDismissed: versionOne,
  ListingIntentNotified: versionOne,
  ListingDefenceReceived: versionOne,
  ListingDefenceAnswered: versionOne,
  SubjectListedOnBlacklist: versionOne,
  SubjectRemovedFromBlacklist: versionOne,
};
