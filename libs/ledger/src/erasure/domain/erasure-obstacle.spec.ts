import type { CreditFact, FactOrigin } from '../../credit-dossier/domain';
import { publishedRules as rules } from '../../rule-set';
import { erasureObstacle } from './erasure-obstacle';

const origin: FactOrigin = {
  eventId: 'event-1',
  position: 1,
  recordedAt: '2026-05-06T02:00:00.000Z',
  occurredOn: '2026-05-06',
  document: '廊消行罚决字〔2026〕第0001号',
};
const aPenalty = (severity: 'MINOR' | 'GENERAL' | 'SERIOUS', decidedOn = '2026-05-06'): CreditFact => ({
  ...origin,
  type: 'penalty-decision',
  decisionId: `decision-${decidedOn}`,
  penaltyKinds: ['罚款'],
  fineFen: 1_000_000,
  violationCode: null,
  severity,
  decidedOn,
  procedure: 'ordinary',
  effectiveUntil: null,
  ruleSetId: 'langfang-2026-04-01',
});
const revoked: CreditFact = {
  ...origin,
  type: 'penalty-revoked',
  decisionId: 'decision-2026-05-06',
  revokedOn: '2026-07-01',
};
const listed: CreditFact = {
  ...origin,
  type: 'listed',
  listingId: 'listing-1',
  register: 'serious-dishonesty',
  ground: 'MAJOR_FIRE_HAZARD',
  listedOn: '2026-06-01',
  listedUntil: '2029-06-01',
  decisionNumber: '廊消列字〔2026〕第0001号',
  decisionBody: '廊坊市消防救援支队',
  legalBasis: '河北省消防条例',
};
const removed: CreditFact = {
  ...origin,
  type: 'removed',
  listingId: 'listing-1',
  removedOn: '2026-08-01',
  reason: 'early',
};

describe('an erasure', () => {
  it('has nothing in its way when nothing is on record', () => {
    expect(erasureObstacle(rules, [], '2026-06-01')).toBeUndefined();
  });

  // GENERAL under 令36: twelve months from the decision; public up to and including 2027-05-05.
  it('waits for the publicity of a penalty to end, and not a day longer', () => {
    expect(erasureObstacle(rules, [aPenalty('GENERAL')], '2027-05-05')).toMatchObject({
      code: 'erasure-while-public',
      facts: { publicUntil: '2027-05-05' },
    });
    expect(erasureObstacle(rules, [aPenalty('GENERAL')], '2027-05-06')).toBeUndefined();
  });

  it('waits for the longest of several', () => {
    const both = [aPenalty('SERIOUS'), aPenalty('MINOR', '2026-06-01')];
    expect(erasureObstacle(rules, both, '2027-05-06')).toMatchObject({ facts: { publicUntil: '2029-05-05' } });
  });

  it('does not wait for a penalty that was revoked', () => {
    expect(erasureObstacle(rules, [aPenalty('GENERAL'), revoked], '2026-08-01')).toBeUndefined();
  });

  it('waits for a listing in force, however the penalties stand', () => {
    expect(erasureObstacle(rules, [aPenalty('GENERAL'), listed], '2029-05-31')).toMatchObject({
      code: 'erasure-while-listed',
      facts: { listedUntil: '2029-06-01' },
    });
    expect(erasureObstacle(rules, [listed], '2029-06-01')).toBeUndefined();
    expect(erasureObstacle(rules, [listed, removed], '2026-08-01')).toBeUndefined();
  });

  it('still waits the day before a revocation or a removal has effect', () => {
    const later = { ...revoked, occurredOn: '2026-07-01' };
    expect(erasureObstacle(rules, [aPenalty('GENERAL'), later], '2026-06-30')).toMatchObject({
      code: 'erasure-while-public',
    });
    expect(erasureObstacle(rules, [aPenalty('GENERAL'), later], '2026-07-01')).toBeUndefined();
    expect(erasureObstacle(rules, [listed, { ...removed, occurredOn: '2026-08-01' }], '2026-07-31')).toMatchObject({
      code: 'erasure-while-listed',
    });
  });
});
