import { specFor } from '../../../../../test/support/given-when-then';
import { refusesInThisOrder } from '../../../../../test/support/paper';
import { publishedRules as rules } from '../../rule-set';
import { blacklistListing, remove } from './blacklist-listing';
import type { ListingCorrected } from './blacklist-listing.events';
import * as example from './blacklist-listing.examples';
import { asCorrected, correct, type Correction } from './listing-correction';
import { type ListingCorrectionPaper, readListingCorrection } from './listing-correction-paper';

const { given } = specFor(blacklistListing);
const { proposed, notified, defended, rejected, listed, corrected, removed, listingId } = example;
const onTheList = [proposed, notified, defended, rejected, listed];
const correcting = (change: Partial<Correction> = {}) => correct({ ...example.correction, ...change });
const after = (change: Partial<ListingCorrected['data']>): ListingCorrected => ({
  ...corrected,
  data: { ...corrected.data, ...change },
});
const renaming = { field: 'subjectName', oldValue: listed.data.subjectName, newValue: '鑫桥阳酒店' } as const;

describe('correcting a listing', () => {
  it('says what was wrong and what is right, and leaves the listing as it was recorded', () => {
    given(...onTheList)
      .when(correcting())
      .then(corrected);
    const state = [...onTheList, corrected].reduce(blacklistListing.evolve, blacklistListing.initial);
    expect(state).toMatchObject({ status: 'listed', listing: listed.data, corrections: [corrected.data] });
    expect(asCorrected(listed.data, [corrected.data])).toEqual({
      ...listed.data,
      legalBasis: '《河北省消防条例》第六十五条',
    });
  });

  it('may be said of another field by the same paper, and of the same field by another', () => {
    given(...onTheList, corrected)
      .when(correcting(renaming))
      .then(after(renaming));
    const again = {
      documentNumber: '廊消更字〔2026〕第0002号',
      oldValue: corrected.data.newValue,
      newValue: '第六十六条',
    };
    given(...onTheList, corrected)
      .when(correcting(again))
      .then(after(again));
  });

  it('is what a removal names the listing by', () => {
    const { data } = removed;
    given(...onTheList, after(renaming))
      .when(remove(rules, example.removal, '2027-06-01'))
      .then({ ...removed, data: { ...data, listing: { ...data.listing, subjectName: '鑫桥阳酒店' } } });
  });

  it('stays quiet when repeated, also off the list', () => {
    given(...onTheList, corrected)
      .when(correcting())
      .thenNothing();
    given(...onTheList, corrected, removed)
      .when(correcting())
      .thenNothing();
  });

  it('is refused in this order', () => {
    given().when(correcting()).thenRefused('listing-not-found', undefined, { listingId });
    given(proposed, notified).when(correcting()).thenRefused('not-listed', undefined, { listingId });
    given(...onTheList, corrected, removed)
      .when(correcting({ newValue: '别的' }))
      .thenRefused('exists-with-different-content', 'documentNumber');
    given(...onTheList, removed)
      .when(correcting({ correctedOn: '2026-05-20' }))
      .thenRefused('procedure-moved-on', undefined, { status: 'removed' });
    given(...onTheList)
      .when(correcting({ correctedOn: '2026-05-20', oldValue: '不是这个' }))
      .thenRefused('corrected-before-listed', 'correctedOn', { listedOn: '2026-05-21' });
    given(...onTheList)
      .when(correcting({ oldValue: '不是这个', newValue: '河北省消防条例' }))
      .thenRefused('old-value-differs', 'oldValue', { present: '河北省消防条例' });
    given(...onTheList)
      .when(correcting({ newValue: '河北省消防条例' }))
      .thenRefused('correction-changes-nothing', 'newValue');
  });
});

describe('the paper of a correction', () => {
  const { listingId: _, ...written } = example.correction;
  const good: ListingCorrectionPaper = written;
  const read = (paper: ListingCorrectionPaper) => readListingCorrection(paper, '2026-11-23');

  it('gives the correction, in one spelling', () => {
    expect(read({ ...good, documentNumber: '廊消更字[2026]第0001号', correctedOn: '2026年6月1日' })).toEqual(written);
  });

  refusesInThisOrder(read, good, [
    ['documentNumber', '', 'required'],
    ['correctedOn', '2026-11-24', 'date-in-future'],
    ['oldValue', '', 'required'],
    ['newValue', '', 'required'],
    ['reason', '', 'required'],
    ['correctionBody', '', 'required'],
    ['correctionBodyCode', '', 'required'],
  ]);
});
