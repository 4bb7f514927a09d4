import * as event from '../../../test/support/ledger-events';
import { handlingAll } from '@app/event-store';
import { capabilities } from './capabilities';
import type { GivenName } from './shared';

const names = handlingAll<GivenName>(capabilities.flatMap((capability) => capability.names ?? []));

describe('the name in an event', () => {
  it.each([
    [event.aRegistration(), '广阳区鑫桥阳酒店店'],
    [event.aRenaming(), '广阳区新桥阳酒店'],
  ])('is the registered one: $type', (stored, name) => {
    expect(names.of(stored)).toEqual({ name, source: 'registered' });
  });

  it.each([
    event.aPenaltyDecision(),
    event.aCommitmentMade(),
    event.aMissingCommitment(),
    event.aHazardJudged(),
    event.aSpotCheck(),
  ])('is the one a paper prints: $type', (stored) => {
    expect(names.of(stored)).toEqual({ name: '广阳区鑫桥阳酒店店', source: 'paper' });
  });

  it.each([
    event.aPenaltyRevocation(),
    event.aCommitmentVerified(),
    event.aFalseCommitmentFound(),
    event.aFindingWithdrawal(),
    event.aHazardUnderSupervision(),
    event.anOverdueHazard(),
    event.aHazardRectified(),
    event.aCandidate(),
    event.aCandidateDismissed(),
    event.aNotice(),
    event.aDefence(),
    event.aDefenceAnswer(),
    event.aListing(),
    event.aRemoval(),
    event.aPushDelivered(),
    event.aPushRefused(),
    event.aBidderCheck(),
  ])('is none in $type', (stored) => {
    expect(names.of(stored)).toBeUndefined();
  });
});
