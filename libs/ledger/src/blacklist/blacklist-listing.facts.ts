import { handling } from '@app/event-store';
import { type CreditFact, originOf } from '../credit-dossier';
import type { BlacklistListingEvent } from './domain/blacklist-listing.events';

/** What a listing means for the credit of its subject. A case without a listing says nothing. */
export const blacklistListingFacts = handling<BlacklistListingEvent, CreditFact>({
  ListingCandidateProposed: null,
  ListingCandidateDismissed: null,
  ListingIntentNotified: null,
  DefenceWindowDated: null,
  ListingDefenceReceived: null,
  ListingDefenceAnswered: null,
  SubjectListedOnBlacklist: (data, stored) => ({
    type: 'listed',
    ...originOf(stored, data.decisionNumber),
    listingId: data.listingId,
    register: data.register,
    ground: data.ground,
    listedOn: data.listedOn,
    listedUntil: data.listedUntil,
    decisionNumber: data.decisionNumber,
    decisionBody: data.decisionBody,
    legalBasis: data.legalBasis,
  }),
  ListingCorrected: ({ documentNumber, listingId, correctedOn, field, newValue }, stored) => ({
    type: 'listing-corrected',
    ...originOf(stored, documentNumber),
    listingId,
    correctedOn,
    field,
    newValue,
  }),
  SubjectRemovedFromBlacklist: ({ decisionNumber, listing, listingId, removedOn, reason }, stored) => ({
    type: 'removed',
    ...originOf(stored, decisionNumber ?? listing.decisionNumber),
    listingId,
    removedOn,
    reason,
  }),
});
