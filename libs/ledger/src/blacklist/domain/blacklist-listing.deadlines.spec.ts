import { specFor } from '../../../../../test/support/given-when-then';
import { publishedRules, type RuleBook } from '../../rule-set';
import { derivedId } from '../../shared';
import { blacklistListing, list, notifyIntent, receiveDefence } from './blacklist-listing';
import {
  dated,
  decision,
  defence,
  defended,
  dismissed,
  listed,
  listingId,
  notice,
  notified,
  notifiedOpen,
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

/** The published rules, but nobody has loaded the working days of 2026 yet. */
const before2026: RuleBook = {
  ...publishedRules,
  workingDays: { years: new Map([...publishedRules.workingDays.years].filter(([year]) => year < 2026)) },
};

describe('a defence window whose working days are not known yet', () => {
  const listing = (rules = before2026, decidedOn = decision.decidedOn) =>
    list(rules, { ...decision, decidedOn }, decidedOn);

  it('is open on a notice that was served: a fact is a fact', () => {
    given(proposed).when(notifyIntent(before2026, notice)).then(notifiedOpen);
  });

  it('waits for the calendar of that year, until it is dated', () => {
    const open = {
      what: 'defence-window',
      until: null,
      dueOpen: 'calendar-2026',
      commandId: derivedId('dated-defence-windows', listingId),
    } as const;
    given(proposed, notifiedOpen).waitsFor(open);
    given(proposed, notifiedOpen, defended, rejected).waitsFor(open);
    given(proposed, notifiedOpen, listed).waitsFor(open, { what: 'listing-expiry' });
    given(proposed, notifiedOpen, dismissed).waitsFor();
    given(proposed, notifiedOpen, dated).waitsFor({ until: '2026-05-18', dueOpen: null, commandId: null });
  });

  it('is dated once the calendar is there, on whatever day, also when the case went on meanwhile', () => {
    given(proposed, notifiedOpen).onDay('2026-05-12').then(dated);
    given(proposed, notifiedOpen, defended, rejected).onDay('2027-01-01').then(dated);
    given(proposed, notifiedOpen, listed).onDay('2026-06-01').then(dated);
    given(proposed, notifiedOpen).onDay('2026-05-12', before2026).thenNothing();
    given(proposed, notifiedOpen, dismissed).onDay('2026-05-12').thenNothing();
  });

  it('lets no defence be too late, and none be late that was received in time once it is dated', () => {
    given(proposed, notifiedOpen)
      .when(receiveDefence({ ...defence, receivedOn: '2026-06-30' }))
      .then({ ...defended, data: { ...defended.data, receivedOn: '2026-06-30' } });
    given(proposed, notifiedOpen, dated)
      .when(receiveDefence({ ...defence, receivedOn: '2026-06-30' }))
      .thenRefused('defence-window-closed', 'receivedOn', { defenceUntil: '2026-05-18' });
  });

  it('refuses the decision, and nothing else, as long as its end cannot be counted', () => {
    given(proposed, notifiedOpen)
      .when(listing())
      .thenRefused('working-day-calendar-missing', undefined, { year: 2026 });
    given(proposed, notifiedOpen, dated).when(listing()).then(listed);
  });

  it('is counted for the decision as soon as it can be, whether it was dated already or not', () => {
    given(proposed, notifiedOpen).when(listing(publishedRules)).then(listed);
    given(proposed, notifiedOpen)
      .when(listing(publishedRules, '2026-05-18'))
      .thenRefused('defence-window-open', 'decidedOn', { defenceUntil: '2026-05-18' });
  });

  it('looks at the calendar after the defence that was upheld, and before all that needs the day', () => {
    given(proposed, notifiedOpen, defended, upheld).when(listing()).thenRefused('defence-upheld');
    given(proposed, notifiedOpen, defended).when(listing()).thenRefused('working-day-calendar-missing');
  });

  it('is the same notice when it is said again under the calendar that has come', () => {
    given(proposed, notifiedOpen).when(notifyIntent(publishedRules, notice)).thenNothing();
    given(proposed, notifiedOpen, dated).when(notifyIntent(publishedRules, notice)).thenNothing();
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
