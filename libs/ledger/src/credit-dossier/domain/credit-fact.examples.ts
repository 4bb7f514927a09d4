import * as fc from 'fast-check';
import { publicityEnd, severityOf } from '../../publicity';
import { publishedRules } from '../../rule-set';
import { addDays, PENALTY_KINDS } from '../../shared';
import type {
  CreditFact,
  FalseCommitmentWithdrawnFact,
  FactOrigin,
  FalseCommitmentFact,
  HazardJudgedFact,
  HazardRectifiedFact,
  ListedFact,
  ListingCorrectedFact,
  NoCommitmentFact,
  PenaltyDecisionFact,
  PenaltyChangedFact,
  PenaltyFoundUnlawfulFact,
  PenaltyFoundVoidFact,
  PenaltyRevokedFact,
  RemovedFact,
  RepairedFact,
  RepairRevokedFact,
  SuspendedFact,
  SuspensionEndedFact,
} from './credit-fact';

const { inForce } = publishedRules;

/** Named facts with fixed dates for specs; every field can be replaced. */
const origin = (position: number, occurredOn: string, document: string): FactOrigin => ({
  eventId: `event-${position}`,
  position,
  recordedAt: '2026-01-01T00:00:00.000Z',
  occurredOn,
  document,
});

export function aPenalty(given: Partial<PenaltyDecisionFact> = {}): PenaltyDecisionFact {
  const decidedOn = given.decidedOn ?? '2024-03-05';
  return {
    ...origin(1, decidedOn, '廊消行罚决字〔2024〕第0001号'),
    type: 'penalty-decision',
    decisionId: 'decision-1',
    penaltyKinds: ['罚款'],
    fineFen: 2_050_000,
    violationCode: 'FPL-60-1-3',
    severity: 'GENERAL',
    decidedOn,
    procedure: 'ordinary',
    effectiveUntil: null,
    ruleSetId: inForce(decidedOn).id,
    ...given,
  };
}

export function aRevocation(given: Partial<PenaltyRevokedFact> = {}): PenaltyRevokedFact {
  const revokedOn = given.revokedOn ?? '2024-06-01';
  return {
    ...origin(2, revokedOn, '廊消行撤字〔2024〕第0001号'),
    type: 'penalty-revoked',
    decisionId: 'decision-1',
    revokedOn,
    ...given,
  };
}

/** To a warning. */
export function aChange(given: Partial<PenaltyChangedFact> = {}): PenaltyChangedFact {
  const changedOn = given.changedOn ?? '2024-05-01';
  return {
    ...origin(14, changedOn, '廊消行变字〔2024〕第0001号'),
    type: 'penalty-changed',
    decisionId: 'decision-1',
    changedOn,
    penaltyKinds: ['警告'],
    fineFen: null,
    severity: 'MINOR',
    effectiveUntil: null,
    ...given,
  };
}

export function anUnlawfulness(given: Partial<PenaltyFoundUnlawfulFact> = {}): PenaltyFoundUnlawfulFact {
  const foundOn = given.foundOn ?? '2024-06-01';
  return {
    ...origin(15, foundOn, '（2024）冀10行终4号'),
    type: 'penalty-found-unlawful',
    decisionId: 'decision-1',
    foundOn,
    ...given,
  };
}

export function aVoidness(given: Partial<PenaltyFoundVoidFact> = {}): PenaltyFoundVoidFact {
  const foundOn = given.foundOn ?? '2024-06-01';
  return {
    ...origin(16, foundOn, '（2024）冀10行终5号'),
    type: 'penalty-found-void',
    decisionId: 'decision-1',
    foundOn,
    ...given,
  };
}

export function aFalseCommitment(given: Partial<FalseCommitmentFact> = {}): FalseCommitmentFact {
  const foundOn = given.foundOn ?? '2024-08-17';
  return {
    ...origin(3, foundOn, '131002CN202400002'),
    type: 'false-commitment',
    commitmentId: 'commitment-1',
    foundOn,
    serious: false,
    severity: inForce(foundOn).severity[given.serious === true ? 'seriousFalseCommitment' : 'falseCommitment'].value,
    detail: '疏散通道与承诺不符',
    ruleSetId: inForce(foundOn).id,
    ...given,
  };
}

export function aMissingCommitment(given: Partial<NoCommitmentFact> = {}): NoCommitmentFact {
  const foundOn = given.foundOn ?? '2024-08-17';
  return {
    ...origin(4, foundOn, '廊消检字〔2024〕第0009号'),
    type: 'no-commitment',
    findingId: 'finding-1',
    foundOn,
    severity: inForce(foundOn).severity.noCommitment.value,
    ruleSetId: inForce(foundOn).id,
    ...given,
  };
}

export function aHazard(given: Partial<HazardJudgedFact> = {}): HazardJudgedFact {
  const judgedOn = given.judgedOn ?? '2024-01-10';
  return {
    ...origin(5, judgedOn, '131028ZD20240001'),
    type: 'hazard-judged',
    hazardId: 'hazard-1',
    judgedOn,
    rectifyBy: '2024-04-10',
    ruleSetId: inForce(judgedOn).id,
    ...given,
  };
}

export function aClosing(given: Partial<HazardRectifiedFact> = {}): HazardRectifiedFact {
  const closedOn = given.closedOn ?? '2024-07-01';
  return {
    ...origin(6, closedOn, '131028XA20240001'),
    type: 'hazard-rectified',
    hazardId: 'hazard-1',
    closedOn,
    ...given,
  };
}

export function aListing(given: Partial<ListedFact> = {}): ListedFact {
  const listedOn = given.listedOn ?? '2024-09-01';
  return {
    ...origin(7, listedOn, '廊消列字〔2024〕第0001号'),
    type: 'listed',
    listingId: 'listing-1',
    register: 'serious-dishonesty',
    ground: 'repeated-violations',
    listedOn,
    listedUntil: publicityEnd(inForce(listedOn), 'SERIOUS', listedOn, '2026-01-01'),
    decisionNumber: '廊消列字〔2024〕第0001号',
    decisionBody: '廊坊市消防救援支队',
    legalBasis: '演示依据',
    ...given,
  };
}

export function aCorrection(given: Partial<ListingCorrectedFact> = {}): ListingCorrectedFact {
  const correctedOn = given.correctedOn ?? '2024-10-01';
  return {
    ...origin(17, correctedOn, '廊消更字〔2024〕第0001号'),
    type: 'listing-corrected',
    listingId: 'listing-1',
    correctedOn,
    field: 'legalBasis',
    newValue: '更正后的依据',
    ...given,
  };
}

export function aRemoval(given: Partial<RemovedFact> = {}): RemovedFact {
  const removedOn = given.removedOn ?? '2025-09-15';
  return {
    ...origin(8, removedOn, '廊消移字〔2025〕第0001号'),
    type: 'removed',
    listingId: 'listing-1',
    removedOn,
    reason: 'early',
    ...given,
  };
}

export function aWithdrawal(given: Partial<FalseCommitmentWithdrawnFact> = {}): FalseCommitmentWithdrawnFact {
  const withdrawnOn = given.withdrawnOn ?? '2024-10-01';
  return {
    ...origin(9, withdrawnOn, '廊消撤字〔2024〕第0003号'),
    type: 'false-commitment-withdrawn',
    commitmentId: 'commitment-1',
    withdrawnOn,
    ...given,
  };
}

/** Of the penalty decision, unless another paper is named as its stream is. */
export function aRepair(given: Partial<RepairedFact> = {}): RepairedFact {
  const repairedOn = given.repairedOn ?? '2024-07-10';
  return {
    ...origin(10, repairedOn, '廊消信修准〔2024〕第1号'),
    type: 'repaired',
    repairId: 'repair-1',
    paper: 'penaltyDecision-decision-1',
    repairedOn,
    ...given,
  };
}

export function aRepairRevoked(given: Partial<RepairRevokedFact> = {}): RepairRevokedFact {
  const revokedOn = given.revokedOn ?? '2024-09-10';
  return {
    ...origin(11, revokedOn, '廊消信修撤〔2024〕第1号'),
    type: 'repair-revoked',
    repairId: 'repair-1',
    paper: 'penaltyDecision-decision-1',
    revokedOn,
    barredUntil: addDays(revokedOn, 365),
    ...given,
  };
}

export function aSuspension(given: Partial<SuspendedFact> = {}): SuspendedFact {
  const suspendedOn = given.suspendedOn ?? '2024-07-01';
  return {
    ...origin(12, suspendedOn, '（2024）冀10破3号'),
    type: 'suspended',
    suspensionId: 'suspension-1',
    paper: 'penaltyDecision-decision-1',
    suspendedOn,
    ...given,
  };
}

export function aSuspensionEnd(given: Partial<SuspensionEndedFact> = {}): SuspensionEndedFact {
  const endedOn = given.endedOn ?? '2024-12-01';
  return {
    ...origin(13, endedOn, '（2024）冀10破3号之二'),
    type: 'suspension-ended',
    suspensionId: 'suspension-1',
    paper: 'penaltyDecision-decision-1',
    endedOn,
    outcome: 'plan-failed',
    ...given,
  };
}

const anyDay = fc.integer({ min: 0, max: 3650 }).map((days) => addDays('2020-01-01', days));
const anId = fc.integer({ min: 1, max: 4 }).map(String);
/** Of any paper there may be, named as its stream is. */
const anyPaper = fc
  .tuple(
    fc.constantFrom('penaltyDecision', 'commitment', 'missingCommitment', 'majorFireHazard', 'blacklistListing'),
    anId,
  )
  .map(([category, id]) => `${category}-${id}`);
export const anyDecision = fc
  .record({
    decisionId: anId,
    decidedOn: anyDay,
    penaltyKinds: fc.subarray([...PENALTY_KINDS], { minLength: 1, maxLength: 3 }),
    fineFen: fc.option(fc.integer({ min: 0, max: 30_000_000 })),
    violationCode: fc.constantFrom(null, 'FPL-60-1-3', 'FPL-60-1-7', 'FPL-69-1B'),
  })
  .map((given) =>
    aPenalty({
      ...given,
      severity: severityOf(publishedRules.inForce(given.decidedOn), given.penaltyKinds, given.violationCode),
    }),
  );
/** Any fact of any kind; its position and event are for the spec to give. */
export const anyFact: fc.Arbitrary<CreditFact> = fc.oneof(
  anyDecision,
  fc.record({ decisionId: anId, revokedOn: anyDay }).map(aRevocation),
  fc.record({ decisionId: anId, foundOn: anyDay }).map(anUnlawfulness),
  fc.record({ decisionId: anId, foundOn: anyDay }).map(aVoidness),
  fc
    .record({
      decisionId: anId,
      changedOn: anyDay,
      penaltyKinds: fc.subarray([...PENALTY_KINDS], { minLength: 1, maxLength: 3 }),
      fineFen: fc.option(fc.integer({ min: 0, max: 30_000_000 })),
      severity: fc.constantFrom('MINOR' as const, 'GENERAL' as const, 'SERIOUS' as const),
    })
    .map(aChange),
  fc.record({ commitmentId: anId, foundOn: anyDay, serious: fc.boolean() }).map(aFalseCommitment),
  fc
    .record({ hazardId: anId, judgedOn: anyDay, length: fc.integer({ min: 1, max: 200 }) })
    .map(({ length, ...given }) => aHazard({ ...given, rectifyBy: addDays(given.judgedOn, length) })),
  fc.record({ hazardId: anId, closedOn: anyDay }).map(aClosing),
  fc.record({ listingId: anId, listedOn: anyDay }).map(aListing),
  fc.record({ listingId: anId, correctedOn: anyDay }).map(aCorrection),
  fc.record({ listingId: anId, removedOn: anyDay }).map(aRemoval),
  fc.record({ commitmentId: anId, withdrawnOn: anyDay }).map(aWithdrawal),
  fc.record({ findingId: anId, foundOn: anyDay }).map(aMissingCommitment),
  fc.record({ paper: anyPaper, repairId: anId, repairedOn: anyDay }).map(aRepair),
  fc.record({ paper: anyPaper, repairId: anId, revokedOn: anyDay }).map(aRepairRevoked),
  fc.record({ paper: anyPaper, suspensionId: anId, suspendedOn: anyDay }).map(aSuspension),
  fc
    .record({
      paper: anyPaper,
      suspensionId: anId,
      endedOn: anyDay,
      outcome: fc.constantFrom('plan-completed' as const, 'plan-failed' as const),
    })
    .map(aSuspensionEnd),
);
