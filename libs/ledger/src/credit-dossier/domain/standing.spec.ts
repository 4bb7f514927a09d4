import { publishedRules as rules } from '../../rule-set';
import type { Day } from '../../shared';
import type { CreditFact } from './credit-fact';
import {
  aChange,
  aClosing,
  aCorrection,
  aFalseCommitment,
  aHazard,
  aListing,
  aMissingCommitment,
  aPenalty,
  aRemoval,
  aRepair,
  aRepairRevoked,
  aRevocation,
  aSuspension,
  aSuspensionEnd,
  anUnlawfulness,
  aVoidness,
  aWithdrawal,
} from './credit-fact.examples';
import { isPublic, standingOn } from './standing';

const given = (...facts: CreditFact[]) => ({
  on: (day: Day) => standingOn(rules, facts, day),
  /** `type`, and how it ended if it did. */
  wordsOn: (day: Day) =>
    standingOn(rules, facts, day).map(({ fact, ended }) => `${fact.type} ${ended?.how ?? 'stands'}`),
  publicOn: (day: Day) => standingOn(rules, facts, day).map((paper) => isPublic(paper, day)),
});

describe('what stands on a day', () => {
  it('is every paper against the subject once, by its day, and nothing that only speaks of others', () => {
    const facts = [aListing(), aClosing(), aHazard(), aMissingCommitment(), aFalseCommitment(), aPenalty()];
    expect(given(...facts).wordsOn('2026-01-01')).toEqual([
      'hazard-judged stands',
      'penalty-decision stands',
      'false-commitment stands',
      'no-commitment stands',
      'listed stands',
    ]);
  });

  it('begins with the day of the paper', () => {
    expect(given(aPenalty({ decidedOn: '2024-03-05' })).on('2024-03-04')).toEqual([]);
    expect(given(aPenalty({ decidedOn: '2024-03-05' })).on('2024-03-05')).toHaveLength(1);
  });

  it.each<[string, CreditFact, CreditFact, string, Day]>([
    ['a penalty', aPenalty(), aRevocation({ revokedOn: '2024-06-01' }), 'revoked', '2024-06-01'],
    ['an unlawful penalty', aPenalty(), anUnlawfulness({ foundOn: '2024-06-01' }), 'found-unlawful', '2024-06-01'],
    ['a void penalty', aPenalty(), aVoidness({ foundOn: '2024-06-01' }), 'found-void', '2024-06-01'],
    ['a finding', aFalseCommitment(), aWithdrawal({ withdrawnOn: '2024-10-01' }), 'withdrawn', '2024-10-01'],
    ['a listing', aListing(), aRemoval({ removedOn: '2025-09-15' }), 'removed', '2025-09-15'],
  ])('ends %s from the day of the paper that ends it, and names that paper', (_, fact, by, how, on) => {
    const dayBefore = new Date(Date.parse(on) - 86_400_000).toISOString().slice(0, 10);
    expect(given(fact, by).on(dayBefore)).toMatchObject([{ fact, ended: null }]);
    expect(given(by, fact).on(on)).toEqual([expect.objectContaining({ fact, ended: { how, on, by } })]);
    expect(given(fact, by).publicOn(on)).toEqual([false]);
  });

  it('is not touched by what ends another paper', () => {
    expect(given(aPenalty(), aRevocation({ decisionId: 'decision-2' })).wordsOn('2025-01-01')).toEqual([
      'penalty-decision stands',
    ]);
  });

  it('has a finding that was withdrawn and one that was made afterwards as two papers', () => {
    const first = aFalseCommitment({ position: 3, foundOn: '2024-08-17' });
    const again = aFalseCommitment({ position: 12, foundOn: '2024-08-20' });
    expect(given(first, aWithdrawal({ position: 9 }), again).wordsOn('2024-10-01')).toEqual([
      'false-commitment withdrawn',
      'false-commitment stands',
    ]);
  });
});

describe('a decision that was changed', () => {
  const [taken, change] = [aPenalty({ severity: 'GENERAL' }), aChange({ changedOn: '2024-05-01' })];
  const again = aChange({
    position: 15,
    changedOn: '2024-05-20',
    penaltyKinds: ['罚款'],
    fineFen: 1,
    severity: 'GENERAL',
  });

  it('is the same paper and imposes something else, from the day of the change on', () => {
    const changed = given(taken, change);
    expect(changed.on('2024-04-30')).toMatchObject([{ fact: taken, changed: null }]);
    const now = { ...taken, penaltyKinds: ['警告'], fineFen: null, severity: 'MINOR' };
    expect(changed.on('2024-05-01')).toMatchObject([{ fact: now, changed: change, ended: null }]);
  });

  it('is public as long as what it imposes now, from its own day', () => {
    expect(given(taken, change).on('2024-04-30')[0]?.publicUntil).toBe('2027-03-05');
    expect(given(taken, change).on('2024-05-01')[0]?.publicUntil).toBe('2024-06-05');
  });

  it('says what the last change says, in whatever order they are known', () => {
    expect(given(again, change, taken).on('2024-05-19')).toMatchObject([{ changed: change }]);
    expect(given(again, change, taken).on('2024-05-20')).toMatchObject([{ changed: again, fact: { fineFen: 1 } }]);
  });

  it('falls as it would have fallen, and is no other decision', () => {
    expect(given(taken, change, aRevocation()).wordsOn('2024-06-01')).toEqual(['penalty-decision revoked']);
    expect(given(taken, aChange({ decisionId: 'decision-2' })).on('2024-05-01')).toMatchObject([{ fact: taken }]);
  });
});

describe('a listing that was corrected', () => {
  it('says what is right from the day of the correction on, and stands as it stood', () => {
    const listing = aListing({ legalBasis: '演示依据' });
    const facts = [aCorrection({ field: 'conductSummary' }), aCorrection(), listing];
    expect(given(...facts).on('2024-09-30')).toMatchObject([{ fact: listing, ended: null }]);
    expect(given(...facts).on('2024-10-01')).toMatchObject([{ fact: { ...listing, legalBasis: '更正后的依据' } }]);
    expect(given(...facts).publicOn('2024-10-01')).toEqual([true]);
  });
});

describe('a paper that was repaired', () => {
  const papers = [aPenalty({ decidedOn: '2024-03-05' }), aRepair({ repairedOn: '2024-07-10' })];

  it('stands no longer from the day of the decision on', () => {
    expect(given(...papers).wordsOn('2024-07-09')).toEqual(['penalty-decision stands']);
    expect(given(...papers).wordsOn('2024-07-10')).toEqual(['penalty-decision repaired']);
  });

  it('stands again from the day the repair is revoked, and ends when it would have ended without it', () => {
    const revoked = given(...papers, aRepairRevoked({ revokedOn: '2024-09-10' }));
    expect(revoked.wordsOn('2024-09-09')).toEqual(['penalty-decision repaired']);
    expect(revoked.wordsOn('2024-09-10')).toEqual(['penalty-decision stands']);
    expect(revoked.on('2024-09-10')[0]?.publicUntil).toBe(given(aPenalty()).on('2024-09-10')[0]?.publicUntil);
  });

  it('may be repaired again after that', () => {
    const again = aRepair({ position: 12, repairedOn: '2025-10-01' });
    expect(given(...papers, aRepairRevoked(), again).wordsOn('2025-10-01')).toEqual(['penalty-decision repaired']);
  });

  it('is that paper and no other', () => {
    expect(given(aPenalty(), aRepair({ paper: 'penaltyDecision-decision-2' })).wordsOn('2025-01-01')).toEqual([
      'penalty-decision stands',
    ]);
  });
});

describe('a paper that is suspended for a reorganisation', () => {
  it('stands no longer while the plan runs, a listing either', () => {
    expect(given(aPenalty(), aSuspension({ suspendedOn: '2024-07-01' })).wordsOn('2024-07-01')).toEqual([
      'penalty-decision suspended',
    ]);
    const listing = aSuspension({ paper: 'blacklistListing-listing-1', suspendedOn: '2024-10-01' });
    expect(given(aListing(), listing).publicOn('2024-10-01')).toEqual([false]);
  });

  it('stands again when the plan has failed, and stays out when it was carried out', () => {
    const suspended = [aPenalty(), aSuspension()];
    expect(given(...suspended, aSuspensionEnd()).wordsOn('2024-11-30')).toEqual(['penalty-decision suspended']);
    expect(given(...suspended, aSuspensionEnd()).wordsOn('2024-12-01')).toEqual(['penalty-decision stands']);
    const completed = aSuspensionEnd({ outcome: 'plan-completed' });
    expect(given(...suspended, completed).wordsOn('2025-01-01')).toEqual(['penalty-decision suspended']);
  });

  it('stays out for a repair of its own when the plan fails', () => {
    const both = [aPenalty(), aSuspension(), aRepair({ repairedOn: '2024-08-01' }), aSuspensionEnd()];
    expect(given(...both).wordsOn('2025-01-01')).toEqual(['penalty-decision repaired']);
  });
});

describe('the public end of a paper', () => {
  const endOf = (day: Day, ...facts: CreditFact[]) => given(...facts).on(day)[0]?.publicUntil;

  it('follows from its severity and the rule set named on it', () => {
    expect(endOf('2024-05-01', aPenalty({ severity: 'MINOR', decidedOn: '2024-03-05' }))).toBe('2024-06-05');
    expect(endOf('2024-05-01', aPenalty({ severity: 'SERIOUS', decidedOn: '2024-03-05' }))).toBe('2027-03-05');
  });

  it('is the day after the last of its term, for what was recorded since terms are read so', () => {
    const then = { recordedAt: '2026-11-28T15:59:59.999Z' };
    const now = { recordedAt: '2026-11-28T16:00:00.000Z' };
    const ends = (decidedOn: Day) =>
      [then, now].map((at) => endOf('2026-12-01', aPenalty({ decidedOn, severity: 'GENERAL', ...at })));
    expect(ends('2026-11-27')).toEqual(['2027-11-27', '2027-11-28']);
    expect(ends('2024-02-29')).toEqual(['2027-02-28', '2027-03-01']);
    const found = aFalseCommitment({ foundOn: '2026-08-31', severity: 'MINOR' });
    expect([then, now].map((at) => endOf('2026-11-01', { ...found, ...at }))).toEqual(['2026-11-30', '2026-12-01']);
    const missing = aMissingCommitment({ foundOn: '2026-08-31', severity: 'MINOR' });
    expect([then, now].map((at) => endOf('2026-11-01', { ...missing, ...at }))).toEqual(['2026-11-30', '2026-12-01']);
  });

  it('of a hazard is read as when its closing was recorded, which begins the term', () => {
    const judged = aHazard({ rectifyBy: '2024-04-10' });
    const closing = { ...aClosing({ closedOn: '2026-11-20' }), recordedAt: '2026-11-30T01:00:00.000Z' };
    expect(endOf('2026-12-01', judged, closing)).toBe('2029-11-21');
    expect(endOf('2026-12-01', judged, { ...closing, recordedAt: '2026-11-20T01:00:00.000Z' })).toBe('2029-11-20');
  });

  it('follows from the severity the finding was recorded with, not from what its seriousness would mean today', () => {
    const found = aFalseCommitment({ foundOn: '2026-04-10', serious: true, severity: 'MINOR' });
    expect(endOf('2026-05-01', found)).toBe('2026-07-10');
  });

  it('of a hazard is open until it is closed; closed in time nothing stays, closed late it stays on', () => {
    const judged = aHazard({ rectifyBy: '2024-04-10' });
    expect(endOf('2024-07-01', judged)).toBeNull();
    expect(endOf('2024-07-01', judged, aClosing({ closedOn: '2024-04-10' }))).toBe('2024-04-10');
    expect(endOf('2024-06-30', judged, aClosing({ closedOn: '2024-07-01' }))).toBeNull();
    expect(endOf('2024-07-01', judged, aClosing({ closedOn: '2024-07-01' }))).toBe('2027-07-01');
  });

  it('of a listing is the end of its period', () => {
    expect(endOf('2024-09-01', aListing({ listedUntil: '2027-09-01' }))).toBe('2027-09-01');
  });
});
