import { handlingAll } from '@app/event-store';
import * as event from '../../../test/support/ledger-events';
import { oneOfEachBut } from '../../../test/support/one-of-each';
import { capabilities } from './capabilities';
import type { GivenName } from './shared';

const names = handlingAll<GivenName>(capabilities.flatMap((capability) => capability.names ?? []));

const registered = [event.aRegistration(), event.aRenaming()];
const printed = [
  event.aPenaltyDecision(),
  event.aCommitmentMade(),
  event.aMissingCommitment(),
  event.aHazardJudged(),
  event.aSpotCheck(),
  event.aSpotCheckReplacement(),
  event.aListingCorrection({ field: 'subjectName', newValue: '广阳区鑫桥阳酒店店' }),
];

const inCase = [event.aCandidate(), event.aListing()];

describe('the name in an event', () => {
  it.each([
    [event.aRegistration(), '广阳区鑫桥阳酒店店'],
    [event.aRenaming(), '广阳区新桥阳酒店'],
  ])('is the registered one: $type', (stored, name) => {
    expect(names.of(stored)).toEqual({ name, source: 'registered' });
  });

  it.each(printed)('is the one a paper prints: $type', (stored) => {
    expect(names.of(stored)).toEqual({ name: '广阳区鑫桥阳酒店店', source: 'paper' });
  });

  it.each(inCase)('is the one of a case: $type', (stored) => {
    expect(names.of(stored)).toEqual({ name: '广阳区鑫桥阳酒店店', source: 'case' });
  });

  it('says nothing new in a correction of something else: no name is empty', () => {
    expect(names.of(event.aListingCorrection())).toEqual({ name: '', source: 'paper' });
  });

  it.each(oneOfEachBut([...registered, ...printed, ...inCase].map(({ type }) => type)))(
    'is none in $type',
    (stored) => {
      expect(names.of(stored)).toBeUndefined();
    },
  );
});
