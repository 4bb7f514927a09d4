import { handling } from '@app/event-store';
import { asInCase, asPrinted, type GivenName } from '../shared';
import type { BlacklistListingEvent } from './domain/blacklist-listing.events';

/** A case repeats the name that its subject already has; where none is known, as of a report on a fire, it is the name of the subject. */
export const names = handling<BlacklistListingEvent, GivenName>({
  ListingCandidateProposed: ({ subjectName }) => asInCase(subjectName),
  ListingCandidateDismissed: null,
  ListingIntentNotified: null,
  DefenceWindowDated: null,
  ListingDefenceReceived: null,
  ListingDefenceAnswered: null,
  SubjectListedOnBlacklist: ({ subjectName }) => asInCase(subjectName),
  ListingCorrected: ({ field, newValue }) => asPrinted(field === 'subjectName' ? newValue : ''),
  SubjectRemovedFromBlacklist: null,
});
