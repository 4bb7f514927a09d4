// These names and fields are stored for good: add, never rename or remove.
import {
  type Day,
  eventsOf,
  type IdentityDocument,
  type PenaltyKind,
  type Severity,
  upcastBy,
  versionOne,
  withoutPerson,
} from '../../shared';

/** 行政处罚决定, field by field as section 7.2 of the regulations page has it. Money in fen. */
export type PenaltyDecisionRecorded = {
  readonly type: 'PenaltyDecisionRecorded';
  readonly data: {
    readonly decisionId: string;
    readonly subjectId: string;
    /** A natural person's is sealed, as are facts, content, licence and remark then. */
    readonly subjectName: string;
    readonly subjectCategory: SubjectCategory;
    /** Sealed where no register publishes it; in plain in what was recorded before personal text was sealed. */
    readonly legalRepresentative: string | null;
    /** Natural persons only, the number is sealed; null for a unit. */
    readonly person: IdentityDocument | null;
    readonly documentNumber: string;
    readonly procedure: Procedure;
    readonly violationType: string;
    /** `FPL-…`, when the decision names a violation of our table. */
    readonly violationCode: string | null;
    readonly facts: string;
    readonly legalBasis: string;
    readonly penaltyKinds: readonly PenaltyKind[];
    readonly penaltyContent: string;
    readonly fineFen: number | null;
    readonly confiscatedFen: number | null;
    readonly licence: string | null;
    readonly decidedOn: Day;
    readonly effectiveUntil: Day | null;
    /** Last day of publicity as printed on the paper; null when it leaves that to the rule set. */
    readonly publicUntil: Day | null;
    readonly authorityName: string;
    readonly authorityCode: string;
    readonly sourceName: string;
    readonly sourceCode: string;
    readonly remark: string | null;
    /** By the rule set in force on the date of the decision. */
    readonly severity: Severity;
    readonly ruleSetId: string;
  };
};

/** 撤销行政处罚决定. */
export type PenaltyDecisionRevoked = {
  readonly type: 'PenaltyDecisionRevoked';
  readonly data: {
    readonly decisionId: string;
    readonly subjectId: string;
    readonly documentNumber: string;
    readonly revokedOn: Day;
    readonly reason: string;
    readonly authorityName: string;
    readonly authorityCode: string;
    /** The decision that falls, as far as those told of it must recognise it. */
    readonly decision: Pick<
      PenaltyDecisionRecorded['data'],
      | 'subjectName'
      | 'documentNumber'
      | 'procedure'
      | 'penaltyKinds'
      | 'authorityName'
      | 'authorityCode'
      | 'sourceName'
      | 'sourceCode'
    >;
  };
};

/** 变更行政处罚决定, by the authority or by whoever decides an appeal: from its day on the decision says something else. */
export type PenaltyDecisionChanged = {
  readonly type: 'PenaltyDecisionChanged';
  readonly data: {
    readonly decisionId: string;
    readonly subjectId: string;
    readonly documentNumber: string;
    readonly changedOn: Day;
    readonly reason: string;
    readonly authorityName: string;
    readonly authorityCode: string;
    /** What is imposed instead, all of it: kinds, amounts, content and effect. */
    readonly penaltyKinds: readonly PenaltyKind[];
    readonly penaltyContent: string;
    readonly fineFen: number | null;
    readonly confiscatedFen: number | null;
    readonly effectiveUntil: Day | null;
    /** Of what is imposed now, by the rule set of the decision: its terms go on from the day of the decision. */
    readonly severity: Severity;
  };
};

/** 更正记录: the decision was recorded otherwise than the paper says. What it imposes, and how that is judged, stays. Units only. */
export type PenaltyDecisionCorrected = {
  readonly type: 'PenaltyDecisionCorrected';
  readonly data: {
    readonly decisionId: string;
    readonly subjectId: string;
    /** The day on which it was corrected. */
    readonly correctedOn: Day;
    readonly reason: string;
    /** What the paper says; null: that field was recorded rightly. */
    readonly subjectName: string | null;
    /** Sealed where no register publishes it. */
    readonly legalRepresentative: string | null;
    readonly violationType: string | null;
    readonly facts: string | null;
    readonly legalBasis: string | null;
    readonly licence: string | null;
    readonly authorityName: string | null;
    readonly sourceName: string | null;
    readonly remark: string | null;
  };
};

/** 确认行政处罚决定违法: it stays in effect, and is public no longer. */
export type PenaltyDecisionFoundUnlawful = {
  readonly type: 'PenaltyDecisionFoundUnlawful';
  readonly data: {
    readonly decisionId: string;
    readonly subjectId: string;
    readonly documentNumber: string;
    readonly foundOn: Day;
    readonly reason: string;
    readonly authorityName: string;
    readonly authorityCode: string;
  };
};

/** 确认行政处罚决定无效. */
export type PenaltyDecisionFoundVoid = {
  readonly type: 'PenaltyDecisionFoundVoid';
  readonly data: {
    readonly decisionId: string;
    readonly subjectId: string;
    readonly documentNumber: string;
    readonly foundOn: Day;
    readonly reason: string;
    readonly authorityName: string;
    readonly authorityCode: string;
  };
};

export type PenaltyDecisionEvent =
  | PenaltyDecisionRecorded
  | PenaltyDecisionRevoked
  | PenaltyDecisionChanged
  | PenaltyDecisionCorrected
  | PenaltyDecisionFoundUnlawful
  | PenaltyDecisionFoundVoid;

export const SUBJECT_CATEGORIES = ['法人及非法人组织', '个体工商户', '自然人'] as const;
export type SubjectCategory = (typeof SUBJECT_CATEGORIES)[number];

/** 普通程序, 简易程序. */
export const PROCEDURES = ['ordinary', 'simple'] as const;
export type Procedure = (typeof PROCEDURES)[number];

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const penaltyDecisionEvents = eventsOf<PenaltyDecisionEvent>({
  PenaltyDecisionRecorded: { on: 'decidedOn', versions: upcastBy(withoutPerson) },
  PenaltyDecisionRevoked: { on: 'revokedOn', versions: versionOne },
  PenaltyDecisionChanged: { on: 'changedOn', versions: versionOne },
  PenaltyDecisionCorrected: { on: 'correctedOn', versions: versionOne },
  PenaltyDecisionFoundUnlawful: { on: 'foundOn', versions: versionOne },
  PenaltyDecisionFoundVoid: { on: 'foundOn', versions: versionOne },
});
