import { type CreditFact, standingOn } from '../../credit-dossier/domain';
import { publishedRules } from '../../rule-set';
import { aListing, aRemoval } from '../../credit-dossier/domain/credit-fact.examples';
import { listingsInForce } from './listings-in-force';

describe('listings in force', () => {
  const listing = aListing({ listedOn: '2024-09-01', listedUntil: '2027-09-01' });
  const idsOn = (day: string, ...facts: CreditFact[]) =>
    listingsInForce(standingOn(publishedRules, facts, day), day).map(({ listingId }) => listingId);

  it('stand from the day of listing up to the day before the end', () => {
    expect(idsOn('2024-08-31', listing)).toEqual([]);
    expect(idsOn('2024-09-01', listing)).toEqual(['listing-1']);
    expect(idsOn('2027-08-31', listing)).toEqual(['listing-1']);
    expect(idsOn('2027-09-01', listing)).toEqual([]);
  });

  it('end on the day of removal', () => {
    const removal = aRemoval({ removedOn: '2025-09-15' });
    expect(idsOn('2025-09-14', removal, listing)).toEqual(['listing-1']);
    expect(idsOn('2025-09-15', removal, listing)).toEqual([]);
  });

  it('are not ended by the removal of another', () => {
    expect(idsOn('2025-09-15', listing, aRemoval({ listingId: 'listing-2' }))).toEqual(['listing-1']);
  });

  it('come earliest first, in whatever order the facts come', () => {
    const second = aListing({
      listingId: 'listing-2',
      listedOn: '2025-01-01',
      position: 3,
      register: 'key-supervision',
    });
    expect(idsOn('2025-01-01', second, listing)).toEqual(['listing-1', 'listing-2']);
  });
});
