import { specFor } from '../../../../../test/support/given-when-then';
import { publishedRules } from '../../rule-set';
import { derivedId } from '../../shared';
import { blacklistListing } from './blacklist-listing';
import {
  defended,
  dismissed,
  listed,
  listingId,
  notified,
  proposed,
  rejected,
  removed,
  upheld,
} from './blacklist-listing.examples';
import type { SubjectRemovedFromBlacklist } from './blacklist-listing.events';

const { given } = specFor(blacklistListing, publishedRules);
const onTheList = [proposed, notified, listed];

const expired: SubjectRemovedFromBlacklist = {
  type: 'SubjectRemovedFromBlacklist',
  data: {
    listingId,
    reason: 'expiry',
    removedOn: '2029-05-21',
    decisionNumber: null,
    removalBody: '廊坊市消防救援支队',
    removalBodyCode: '11131000FGJJTG2G5W',
    explanation: '列入期限届满，自动移出',
    subjectId: listed.data.subjectId,
    listing: removed.data.listing,
  },
};

describe('the defence window', () => {
  it('is what the decision waits for, from the notice until there is one', () => {
    const window = { what: 'defence-window', whose: 'approver', since: '2026-05-11', until: '2026-05-18' } as const;
    given(proposed, notified).waitsFor(window);
    given(proposed, notified, defended).waitsFor(window);
    given(proposed, notified, defended, rejected).waitsFor(window);
  });

  it('is waited for no more when the case has ended', () => {
    given(proposed, notified, defended, upheld).waitsFor();
    given(proposed, notified, dismissed).waitsFor();
    given(proposed).waitsFor();
    given().waitsFor();
  });

  it('closes without anything being written down', () => {
    given(proposed, notified).onDay('2026-05-19').thenNothing();
  });
});

describe('the period of a listing', () => {
  it('is waited for while the listing lasts', () => {
    given(...onTheList).waitsFor({
      what: 'listing-expiry',
      whose: 'ledger',
      since: '2026-05-21',
      until: '2029-05-20',
      commandId: derivedId('expired-listings', listingId),
    });
    given(...onTheList, removed).waitsFor();
  });

  it('ends the listing on the first day off the list, as of that day, whenever somebody looks', () => {
    given(...onTheList)
      .onDay('2029-05-21')
      .then(expired);
    given(...onTheList)
      .onDay('2031-01-01')
      .then(expired);
  });

  it('writes the removal to the byte as it always did', () => {
    const [removal] = blacklistListing.dayCame(
      publishedRules,
      '2029-05-21',
    )(onTheList.reduce(blacklistListing.evolve, blacklistListing.initial));
    expect(JSON.stringify(removal)).toBe(JSON.stringify(expired));
  });

  it('writes nothing on the last day of the listing, nor after somebody removed it, nor where there is none', () => {
    given(...onTheList)
      .onDay('2029-05-20')
      .thenNothing();
    given(...onTheList, removed)
      .onDay('2029-05-21')
      .thenNothing();
    given(proposed, notified, defended, rejected).onDay('2031-01-01').thenNothing();
    given().onDay('2031-01-01').thenNothing();
  });
});
