import { isSameNumber, Refusal, sameContent } from '../../shared';
import type { BlacklistListing } from './blacklist-listing';
import type { BlacklistListingEvent, ListingCorrected, SubjectListedOnBlacklist } from './blacklist-listing.events';

type Listing = SubjectListedOnBlacklist['data'];
type Corrections = readonly ListingCorrected['data'][];

/** What a listing says now. What was recorded stays as it is: the corrections stand beside it, in their order. */
export const asCorrected = (listing: Listing, corrections: Corrections = []): Listing =>
  corrections.reduce((corrected, { field, newValue }) => ({ ...corrected, [field]: newValue }), listing);

export type Correction = Omit<ListingCorrected['data'], 'subjectId'>;

/**
 * 更正名单信息, while the subject is on the list. One paper may correct several fields, each by an order of its own.
 *
 * Refusals in this order: `listing-not-found`; `not-listed`; `exists-with-different-content` (this paper corrects the field
 * otherwise); `procedure-moved-on` {status} (off the list); `corrected-before-listed` {listedOn}; `old-value-differs`
 * {present}; `correction-changes-nothing`.
 */
export const correct =
  (wanted: Correction) =>
  (state: BlacklistListing): BlacklistListingEvent[] => {
    if (state.status === 'absent') throw new Refusal('listing-not-found', { listingId: wanted.listingId });
    if (!('listing' in state)) throw new Refusal('not-listed', { listingId: wanted.listingId });
    const { listing, corrections = [] } = state;
    const data = { ...wanted, subjectId: listing.subjectId };
    const known = corrections.find(
      ({ documentNumber, field }) => field === wanted.field && isSameNumber(documentNumber, wanted.documentNumber),
    );
    if (known) return sameContent(known, data, 'documentNumber');
    if (state.status !== 'listed') throw new Refusal('procedure-moved-on', { status: state.status });
    const { listedOn } = listing;
    if (wanted.correctedOn < listedOn) throw new Refusal('corrected-before-listed', { listedOn }, 'correctedOn');
    const present = asCorrected(listing, corrections)[wanted.field];
    if (wanted.oldValue !== present) throw new Refusal('old-value-differs', { present }, 'oldValue');
    if (wanted.newValue === present) throw new Refusal('correction-changes-nothing', {}, 'newValue');
    return [{ type: 'ListingCorrected', data }];
  };
