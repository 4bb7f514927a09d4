import { handling } from '@app/event-store';
import type { GivenName } from '../shared';
import type { BlacklistListingEvent } from './domain/blacklist-listing.events';

/** A case repeats the name that its subject already has; it gives no new one. */
export const names = handling<BlacklistListingEvent, GivenName>({
  ListingCandidateProposed: null,
  ListingCandidateDismissed: null,
  ListingIntentNotified: null,
  DefenceWindowDated: null,
  ListingDefenceReceived: null,
  ListingDefenceAnswered: null,
  SubjectListedOnBlacklist: null,
  SubjectRemovedFromBlacklist: null,
});
