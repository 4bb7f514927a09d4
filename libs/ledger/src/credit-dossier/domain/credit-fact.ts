import type { Day, ListRegister, PenaltyKind, Severity } from '../../shared';

/** What every fact carries: which event said it, where that event stands, and the paper it stands on. */
export interface FactOrigin {
  readonly eventId: string;
  /** Position in the log. */
  readonly position: number;
  /** When we wrote it (UTC). */
  readonly recordedAt: string;
  /** When it was true. */
  readonly occurredOn: Day;
  /** Number of the paper. */
  readonly document: string;
}

/** 处罚决定. `ruleSetId` is the rule set in force on the date of the document, here and below. */
export type PenaltyDecisionFact = FactOrigin & {
  readonly type: 'penalty-decision';
  readonly decisionId: string;
  readonly penaltyKinds: readonly PenaltyKind[];
  /** Fen; null when the decision imposes no fine. */
  readonly fineFen: number | null;
  /** `FPL-…` of the violation table; null when the decision names none we know. */
  readonly violationCode: string | null;
  readonly severity: Severity;
  readonly decidedOn: Day;
  /** 普通 or 简易. */
  readonly procedure: 'ordinary' | 'simple';
  /** Last day of a time-limited effect; null when there is none. */
  readonly effectiveUntil: Day | null;
  readonly ruleSetId: string;
};
export type PenaltyRevokedFact = FactOrigin & {
  readonly type: 'penalty-revoked';
  readonly decisionId: string;
  readonly revokedOn: Day;
};
/** 变更: from `changedOn` on the decision imposes this. */
export type PenaltyChangedFact = FactOrigin & {
  readonly type: 'penalty-changed';
  readonly changedOn: Day;
} & Pick<PenaltyDecisionFact, 'decisionId' | 'penaltyKinds' | 'fineFen' | 'severity' | 'effectiveUntil'>;
/** 确认违法. */
export type PenaltyFoundUnlawfulFact = FactOrigin & {
  readonly type: 'penalty-found-unlawful';
  readonly decisionId: string;
  readonly foundOn: Day;
};
/** 确认无效. */
export type PenaltyFoundVoidFact = FactOrigin & {
  readonly type: 'penalty-found-void';
  readonly decisionId: string;
  readonly foundOn: Day;
};
/** 告知承诺 made; verification is due by `verificationDueOn`. */
export type CommitmentMadeFact = FactOrigin & {
  readonly type: 'commitment-made';
  readonly commitmentId: string;
  readonly madeOn: Day;
  readonly verificationDueOn: Day;
};
export type CommitmentVerifiedFact = FactOrigin & {
  readonly type: 'commitment-verified';
  readonly commitmentId: string;
  readonly verifiedOn: Day;
};
/** 承诺失实; `serious` (情节严重) opens the way to a listing. */
export type FalseCommitmentFact = FactOrigin & {
  readonly type: 'false-commitment';
  readonly commitmentId: string;
  readonly foundOn: Day;
  readonly serious: boolean;
  readonly severity: Severity;
  /** What was untrue, in the inspector's words. */
  readonly detail: string;
  readonly ruleSetId: string;
};
export type FalseCommitmentWithdrawnFact = FactOrigin & {
  readonly type: 'false-commitment-withdrawn';
  readonly commitmentId: string;
  readonly withdrawnOn: Day;
};
/** Opened without making a commitment at all. */
export type NoCommitmentFact = FactOrigin & {
  readonly type: 'no-commitment';
  readonly findingId: string;
  readonly foundOn: Day;
  readonly severity: Severity;
  readonly ruleSetId: string;
};
/** 重大火灾隐患 judged, to be rectified by the end of `rectifyBy`. */
export type HazardJudgedFact = FactOrigin & {
  readonly type: 'hazard-judged';
  readonly hazardId: string;
  readonly judgedOn: Day;
  readonly rectifyBy: Day;
  readonly ruleSetId: string;
};
export type HazardRectifiedFact = FactOrigin & {
  readonly type: 'hazard-rectified';
  readonly hazardId: string;
  readonly closedOn: Day;
};

/** On a list on every day from `listedOn` up to, and not including, `listedUntil`. */
export type ListedFact = FactOrigin & {
  readonly type: 'listed';
  readonly listingId: string;
  readonly register: ListRegister;
  readonly ground: string;
  readonly listedOn: Day;
  readonly listedUntil: Day;
  readonly decisionNumber: string;
  readonly decisionBody: string;
  readonly legalBasis: string;
};
/** 更正名单信息: what was wrong in the listing, and what is right. */
export type ListingCorrectedFact = FactOrigin & {
  readonly type: 'listing-corrected';
  readonly listingId: string;
  readonly correctedOn: Day;
  readonly field: string;
  readonly newValue: string;
};
/** Off the list from `removedOn`. */
export type RemovedFact = FactOrigin & {
  readonly type: 'removed';
  readonly listingId: string;
  readonly removedOn: Day;
  readonly reason: 'expiry' | 'early' | 'revoked';
};

/** 准予修复: the paper, named as its stream is, is no longer used. */
export type RepairedFact = FactOrigin & {
  readonly type: 'repaired';
  readonly repairId: string;
  readonly paper: string;
  readonly repairedOn: Day;
};
/** 撤销修复: it is used again, and no repair is approved before `barredUntil`. */
export type RepairRevokedFact = FactOrigin & {
  readonly type: 'repair-revoked';
  readonly repairId: string;
  readonly paper: string;
  readonly revokedOn: Day;
  readonly barredUntil: Day;
};
/** 重整期间暂停: not used while a plan of reorganisation runs. */
export type SuspendedFact = FactOrigin & {
  readonly type: 'suspended';
  readonly suspensionId: string;
  readonly paper: string;
  readonly suspendedOn: Day;
};
/** The plan was carried out, or failed: then the record is used again. */
export type SuspensionEndedFact = FactOrigin & {
  readonly type: 'suspension-ended';
  readonly suspensionId: string;
  readonly paper: string;
  readonly endedOn: Day;
  readonly outcome: 'plan-completed' | 'plan-failed';
};

/** Everything a score or a listing status is computed from. */
export type CreditFact =
  | PenaltyDecisionFact
  | PenaltyRevokedFact
  | PenaltyChangedFact
  | PenaltyFoundUnlawfulFact
  | PenaltyFoundVoidFact
  | CommitmentMadeFact
  | CommitmentVerifiedFact
  | FalseCommitmentFact
  | FalseCommitmentWithdrawnFact
  | NoCommitmentFact
  | HazardJudgedFact
  | HazardRectifiedFact
  | ListedFact
  | ListingCorrectedFact
  | RemovedFact
  | RepairedFact
  | RepairRevokedFact
  | SuspendedFact
  | SuspensionEndedFact;

/** The paper a fact is about, named as its stream is: what later papers name when they end it, or say more of it. */
export function paperOf(fact: CreditFact): string {
  switch (fact.type) {
    case 'penalty-decision':
    case 'penalty-revoked':
    case 'penalty-changed':
    case 'penalty-found-unlawful':
    case 'penalty-found-void':
      return `penaltyDecision-${fact.decisionId}`;
    case 'commitment-made':
    case 'commitment-verified':
    case 'false-commitment':
    case 'false-commitment-withdrawn':
      return `commitment-${fact.commitmentId}`;
    case 'no-commitment':
      return `missingCommitment-${fact.findingId}`;
    case 'hazard-judged':
    case 'hazard-rectified':
      return `majorFireHazard-${fact.hazardId}`;
    case 'listed':
    case 'listing-corrected':
    case 'removed':
      return `blacklistListing-${fact.listingId}`;
    case 'repaired':
    case 'repair-revoked':
    case 'suspended':
    case 'suspension-ended':
      return fact.paper;
  }
}

/** The facts by their paper, each paper's in the order given. */
export function byPaper(facts: readonly CreditFact[]): ReadonlyMap<string, readonly CreditFact[]> {
  const papers = new Map<string, CreditFact[]>();
  for (const fact of facts) {
    const known = papers.get(paperOf(fact));
    if (known) known.push(fact);
    else papers.set(paperOf(fact), [fact]);
  }
  return papers;
}
