import type { Day, PenaltyKind, Severity } from '../shared';

/** Where a value comes from: `sourced` from a text that was read, `our-default` where no readable text gives one. */
export const MARKS = ['sourced', 'our-default'] as const;
export type Mark = (typeof MARKS)[number];

/** A value of a rule set with its origin: law, article and the key of the source list, or why we chose it. */
export interface Stated<T> {
  readonly value: T;
  readonly mark: Mark;
  readonly basis: string;
}

/** A 诚信优良, B 基本诚信, C 失信观察, D 严重失信. */
export const GRADES = ['A', 'B', 'C', 'D'] as const;
export type Grade = (typeof GRADES)[number];

/**
 * Every number that depends on law, for the documents of one legal period. A document is judged by the rule set of its own
 * date, whenever we come to look at it; its id stays on the event. A rule set is changed by writing a new one beside it.
 */
export interface RuleSet {
  readonly id: string;
  /** For people, in Chinese; says that the scoring values are for demonstration. */
  readonly label: string;
  /** First day; null: since ever. */
  readonly effectiveFrom: Day | null;
  /** First day that is no longer covered; null: until further notice. */
  readonly effectiveUntil: Day | null;
  readonly legalBasis: readonly string[];
  readonly scoring: Scoring;
  /** Best first; a score has the first grade whose `from` it reaches. */
  readonly grades: readonly { readonly grade: Grade; readonly from: Stated<number> }[];
  readonly publicity: Readonly<Record<Severity, PublicityTier>>;
  readonly severity: SeverityRules;
  readonly blacklist: BlacklistRules;
  /** 简易程序: fen, for organisations. */
  readonly simpleProcedure: { readonly fineMaxFen: Stated<number> };
  readonly push: { readonly deadlineWorkingDays: Stated<number> };
}

/** Points; deductions are negative. */
export interface Scoring {
  readonly base: Stated<number>;
  readonly floor: Stated<number>;
  readonly cap: Stated<number>;
  readonly warning: PenaltyPoints;
  readonly fine: {
    readonly penaltyKinds: readonly PenaltyKind[];
    /** Smallest first; the last band whose `fromFen` the fine reaches counts. */
    readonly bands: readonly { readonly fromFen: Stated<number>; readonly points: Stated<number> }[];
  };
  readonly stop: PenaltyPoints;
  readonly refusalToCorrect: Stated<number>;
  readonly falseDocument: Stated<number>;
  readonly falseCommitment: Stated<number>;
  readonly noCommitment: Stated<number>;
  readonly hazardOverdue: Stated<number>;
  readonly hazardClosed: Stated<number>;
}

/** Counted once per decision that has any of these kinds. */
export interface PenaltyPoints {
  readonly penaltyKinds: readonly PenaltyKind[];
  readonly points: Stated<number>;
}

/** How long a record is public: the subject may apply for repair after `minMonths`, it ends by itself after `maxMonths`. */
export interface PublicityTier {
  readonly minMonths: Stated<number>;
  readonly maxMonths: Stated<number>;
}

export interface SeverityRules {
  readonly penaltyKinds: Readonly<Record<PenaltyKind, Stated<Severity>>>;
  readonly falseDocument: Stated<Severity>;
  readonly falseCommitment: Stated<Severity>;
  /** 情节严重. */
  readonly seriousFalseCommitment: Stated<Severity>;
  readonly noCommitment: Stated<Severity>;
  readonly overdueHazard: Stated<Severity>;
}

export interface BlacklistRules {
  /** 多次违法违规: this many effective penalty decisions, by decision date, within the window. */
  readonly repeatedViolationCount: Stated<number>;
  readonly repeatedViolationWindowMonths: Stated<number>;
  /** 陈述申辩期, from the day the notice was served. */
  readonly defenceWindowWorkingDays: Stated<number>;
  readonly listingMonths: Stated<number>;
  readonly earlyRemovalMinMonths: Stated<number>;
  /** Violation codes that mean 拒不改正. */
  readonly refusalToCorrectCodes: Stated<readonly string[]>;
  /** Violation codes that mean a false document of a service organisation. */
  readonly falseDocumentCodes: Stated<readonly string[]>;
  /** `overdue`: a major hazard is a ground from the day after its deadline; `judged`: from its judgement. */
  readonly majorHazardAppliesWhen: Stated<HazardGround>;
}

export const HAZARD_GROUNDS = ['judged', 'overdue'] as const;
export type HazardGround = (typeof HAZARD_GROUNDS)[number];
