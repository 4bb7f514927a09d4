import type { StoredEvent } from '@app/event-store';
import { handlingAll } from '@app/event-store';
import { eventsLike } from '../../../test/support/examples';
import * as event from '../../../test/support/ledger-events';
import { oneOfEachBut } from '../../../test/support/one-of-each';
import type { CreditFact } from './credit-dossier';
import { capabilities } from './capabilities';
import { creditRepairEvents } from './credit-repair/domain/credit-repair.events';
import { examples as repairExamples } from './credit-repair/domain/credit-repair.examples';
import { recordSuspensionEvents } from './credit-repair/domain/record-suspension.events';
import { examples as suspensionExamples } from './credit-repair/domain/record-suspension.examples';

const { of: factIn } = handlingAll<CreditFact>(capabilities.flatMap(({ facts }) => facts ?? []));

const creditRepair = eventsLike(creditRepairEvents, repairExamples);
const recordSuspension = eventsLike(recordSuspensionEvents, suspensionExamples);

const ruleSetId = 'langfang-2026-04-01';
const place: Partial<StoredEvent> = {
  id: '0e0e0e0e-0000-5000-8000-000000000007',
  position: 7,
  recordedAt: '2026-08-01T03:04:05.678Z',
};
/** Where it comes from: the same for every fact in here. */
const from = (document: string, occurredOn: string) => ({
  eventId: '0e0e0e0e-0000-5000-8000-000000000007',
  position: 7,
  recordedAt: '2026-08-01T03:04:05.678Z',
  occurredOn,
  document,
});

const cases: [StoredEvent, CreditFact][] = [
  [
    event.aPenaltyDecision({}, place),
    {
      ...from('广消行罚决字〔2026〕第0005号', '2026-05-06'),
      type: 'penalty-decision',
      decisionId: 'decision-1',
      penaltyKinds: ['罚款'],
      fineFen: 3_050_000,
      violationCode: 'FPL-60-1-2',
      severity: 'GENERAL',
      decidedOn: '2026-05-06',
      procedure: 'ordinary',
      effectiveUntil: null,
      ruleSetId,
    },
  ],
  [
    event.aPenaltyRevocation({}, place),
    {
      ...from('廊消复决〔2026〕第2号', '2026-07-01'),
      type: 'penalty-revoked',
      decisionId: 'decision-1',
      revokedOn: '2026-07-01',
    },
  ],
  [
    event.aPenaltyChange({}, place),
    {
      ...from('廊消复决〔2026〕第3号', '2026-06-10'),
      type: 'penalty-changed',
      decisionId: 'decision-1',
      changedOn: '2026-06-10',
      penaltyKinds: ['罚款'],
      fineFen: 1_000_000,
      severity: 'GENERAL',
      effectiveUntil: null,
    },
  ],
  [
    event.aPenaltyFoundUnlawful({}, place),
    {
      ...from('（2026）冀10行终4号', '2026-07-02'),
      type: 'penalty-found-unlawful',
      decisionId: 'decision-1',
      foundOn: '2026-07-02',
    },
  ],
  [
    event.aPenaltyFoundVoid({}, place),
    {
      ...from('（2026）冀10行终5号', '2026-07-03'),
      type: 'penalty-found-void',
      decisionId: 'decision-1',
      foundOn: '2026-07-03',
    },
  ],
  [
    event.aCommitmentMade({}, place),
    {
      ...from('131003CN202600001', '2026-04-10'),
      type: 'commitment-made',
      commitmentId: 'commitment-1',
      madeOn: '2026-04-10',
      verificationDueOn: '2026-05-10',
    },
  ],
  [
    event.aCommitmentVerified({}, place),
    {
      ...from('131003CN202600001', '2026-05-08'),
      type: 'commitment-verified',
      commitmentId: 'commitment-1',
      verifiedOn: '2026-05-08',
    },
  ],
  [
    event.aFalseCommitmentFound({}, place),
    {
      ...from('131003CN202600001', '2026-05-08'),
      type: 'false-commitment',
      commitmentId: 'commitment-1',
      foundOn: '2026-05-08',
      serious: true,
      severity: 'SERIOUS',
      detail: '疏散通道与承诺不符',
      ruleSetId,
    },
  ],
  [
    event.aFindingWithdrawal({}, place),
    {
      ...from('廊消撤字〔2026〕第0003号', '2026-06-02'),
      type: 'false-commitment-withdrawn',
      commitmentId: 'commitment-1',
      withdrawnOn: '2026-06-02',
    },
  ],
  [
    event.aMissingCommitment({}, place),
    {
      ...from('廊消检字〔2026〕第0009号', '2026-05-12'),
      type: 'no-commitment',
      findingId: 'finding-1',
      foundOn: '2026-05-12',
      severity: 'SERIOUS',
      ruleSetId,
    },
  ],
  [
    event.aHazardJudged({}, place),
    {
      ...from('131003ZD20260001', '2026-04-20'),
      type: 'hazard-judged',
      hazardId: '2f6a0000-0000-5000-8000-000000000001',
      judgedOn: '2026-04-20',
      rectifyBy: '2026-06-20',
      ruleSetId,
    },
  ],
  [
    event.aHazardRectified({}, place),
    {
      ...from('131003XA20260001', '2026-07-15'),
      type: 'hazard-rectified',
      hazardId: '2f6a0000-0000-5000-8000-000000000001',
      closedOn: '2026-07-15',
    },
  ],
  [
    event.aListing({}, place),
    {
      ...from('廊消列字〔2026〕第0001号', '2026-05-21'),
      type: 'listed',
      listingId: '8c1f7a00-0000-5000-8000-000000000001',
      register: 'serious-dishonesty',
      ground: 'REFUSE_TO_CORRECT',
      listedOn: '2026-05-21',
      listedUntil: '2029-05-21',
      decisionNumber: '廊消列字〔2026〕第0001号',
      decisionBody: '廊坊市消防救援支队',
      legalBasis: '河北省消防条例',
    },
  ],
  [
    event.aListingCorrection({}, place),
    {
      ...from('廊消更字〔2026〕第0001号', '2026-06-01'),
      type: 'listing-corrected',
      listingId: '8c1f7a00-0000-5000-8000-000000000001',
      correctedOn: '2026-06-01',
      field: 'legalBasis',
      newValue: '《河北省消防条例》第六十五条',
    },
  ],
  [
    event.aRemoval({}, place),
    {
      ...from('廊消移字〔2027〕第0001号', '2027-06-01'),
      type: 'removed',
      listingId: '8c1f7a00-0000-5000-8000-000000000001',
      removedOn: '2027-06-01',
      reason: 'early',
    },
  ],
  [
    creditRepair('CreditRepairApproved')({}, place),
    {
      ...from('廊消信修准〔2026〕第1号', '2026-08-18'),
      type: 'repaired',
      repairId: 'c7e0d1f2-0000-5000-8000-000000000001',
      paper: 'penaltyDecision-decision-1',
      repairedOn: '2026-08-18',
    },
  ],
  [
    creditRepair('CreditRepairRevoked')({}, place),
    {
      ...from('廊消信修撤〔2026〕第1号', '2026-10-09'),
      type: 'repair-revoked',
      repairId: 'c7e0d1f2-0000-5000-8000-000000000001',
      paper: 'penaltyDecision-decision-1',
      revokedOn: '2026-10-09',
      barredUntil: '2027-10-09',
    },
  ],
  [
    recordSuspension('CreditRecordSuspended')({}, place),
    {
      ...from('（2026）冀10破3号', '2026-07-01'),
      type: 'suspended',
      suspensionId: 'c7e0d1f2-0000-5000-8000-000000000002',
      paper: 'penaltyDecision-decision-1',
      suspendedOn: '2026-07-01',
    },
  ],
  [
    recordSuspension('CreditRecordSuspensionEnded')({}, place),
    {
      ...from('（2026）冀10破3号之二', '2027-03-01'),
      type: 'suspension-ended',
      suspensionId: 'c7e0d1f2-0000-5000-8000-000000000002',
      paper: 'penaltyDecision-decision-1',
      endedOn: '2027-03-01',
      outcome: 'plan-failed',
    },
  ],
];

describe('the credit fact in an event', () => {
  it.each(cases.map(([stored, fact]) => [stored.type, stored, fact] as const))('of %s', (_, stored, fact) => {
    expect(factIn(stored)).toEqual(fact);
  });

  it('stands on the paper of the hazard when the closing has none of its own', () => {
    expect(factIn(event.aHazardRectified({ documentNumber: null }))?.document).toBe('131003ZD20260001');
  });

  it('stands on the decision to list when the listing simply ran out', () => {
    const ranOut = event.aRemoval({ reason: 'expiry', decisionNumber: null });
    expect(factIn(ranOut)).toMatchObject({ reason: 'expiry', document: '廊消列字〔2026〕第0001号' });
  });

  it.each(oneOfEachBut(cases.map(([{ type }]) => type)))('is none of $type', (stored) => {
    expect(factIn(stored)).toBeUndefined();
  });
});
