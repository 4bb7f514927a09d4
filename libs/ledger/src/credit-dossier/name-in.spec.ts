import * as event from '../../../../test/support/ledger-events';
import { nameIn } from './name-in';

const recordedAt = '2026-06-01T02:00:00.000Z';

describe('the name in an event', () => {
  it.each([
    [event.aRegistration(), '广阳区鑫桥阳酒店店', '2026-04-01'],
    [event.aRenaming(), '广阳区新桥阳酒店', '2026-06-10'],
  ])('is the registered one: $type', (stored, name, since) => {
    expect(nameIn(stored)).toEqual({ name, since, source: 'registered', recordedAt });
  });

  it.each([
    [event.aPenaltyDecision(), '2026-05-06'],
    [event.aCommitmentMade(), '2026-04-10'],
    [event.aMissingCommitment(), '2026-05-12'],
    [event.aHazardJudged(), '2026-04-20'],
    [event.aSpotCheck(), '2026-05-20'],
  ])('is the one a paper prints: $type', (stored, since) => {
    expect(nameIn(stored)).toEqual({ name: '广阳区鑫桥阳酒店店', since, source: 'paper', recordedAt });
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
    expect(nameIn(stored)).toBeUndefined();
  });
});
