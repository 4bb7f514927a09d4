// These names and fields are stored for good: add, never rename or remove.
import {
  type Day,
  type DueOpen,
  eventsOf,
  type ListRegister,
  type StoredData,
  upcastBy,
  versionOne,
} from '../../shared';

/** The four grounds of measure 七 of the policy, and accident liability of measure 九. */
export const GROUNDS = {
  FALSE_COMMITMENT: '承诺严重失实',
  MAJOR_HAZARD: '存在重大火灾隐患逾期未整改',
  REFUSE_TO_CORRECT: '拒不改正违法行为',
  REPEATED_VIOLATIONS: '多次违法违规',
  ACCIDENT_LIABILITY: '火灾事故责任',
} as const;
export type Ground = keyof typeof GROUNDS;

/** A paper the ground rests on. `eventId` is null for a paper that is not an event of this ledger (an investigation report). */
export interface Evidence {
  readonly eventId: string | null;
  readonly document: string;
  readonly occurredOn: Day;
}

/** Somebody meets a ground. Nothing follows from it but that the authority looks at the case. */
export type ListingCandidateProposed = {
  readonly type: 'ListingCandidateProposed';
  readonly data: {
    readonly listingId: string;
    readonly subjectId: string;
    readonly subjectName: string;
    readonly ground: Ground;
    readonly evidence: readonly Evidence[];
    readonly proposedOn: Day;
    readonly ruleSetId: string;
  };
};

/** The authority leaves it at that. */
export type ListingCandidateDismissed = {
  readonly type: 'ListingCandidateDismissed';
  readonly data: {
    readonly listingId: string;
    readonly subjectId: string;
    readonly dismissedOn: Day;
    readonly reason: string;
  };
};

/** 列入告知书 served: reasons, basis and rights are told, the defence window opens. */
export type ListingIntentNotified = {
  readonly type: 'ListingIntentNotified';
  readonly data: {
    readonly listingId: string;
    readonly subjectId: string;
    readonly noticeNumber: string;
    readonly servedOn: Day;
    /** Last day on which a defence is received in time; null while it cannot be counted: see `dueOpen`. */
    readonly defenceUntil: Day | null;
    readonly reasons: string;
    readonly legalBasis: string;
    readonly ruleSetId: string;
    /** The working days that were missing to count it, when it was recorded. `DefenceWindowDated` says the day once they are there. */
    readonly dueOpen: DueOpen | null;
  };
};

/** 陈述申辩期 of a notice that was recorded before the working days of its year were known: now it is. */
export type DefenceWindowDated = {
  readonly type: 'DefenceWindowDated';
  readonly data: {
    readonly listingId: string;
    readonly subjectId: string;
    readonly noticeNumber: string;
    readonly servedOn: Day;
    readonly defenceUntil: Day;
    /** Of the notice: it sets the number of days. */
    readonly ruleSetId: string;
  };
};

/** 陈述申辩. */
export type ListingDefenceReceived = {
  readonly type: 'ListingDefenceReceived';
  readonly data: {
    readonly listingId: string;
    readonly subjectId: string;
    readonly receivedOn: Day;
    readonly summary: string;
  };
};

/** 复核: every defence is reviewed and answered. Upheld, it ends the case. */
export type ListingDefenceAnswered = {
  readonly type: 'ListingDefenceAnswered';
  readonly data: {
    readonly listingId: string;
    readonly subjectId: string;
    readonly documentNumber: string;
    readonly answeredOn: Day;
    readonly outcome: DefenceOutcome;
    readonly reasons: string;
  };
};
export const DEFENCE_OUTCOMES = ['upheld', 'not-upheld'] as const;
export type DefenceOutcome = (typeof DEFENCE_OUTCOMES)[number];

/** 列入决定. On the list from `listedOn` up to, and not including, `listedUntil`. */
export type SubjectListedOnBlacklist = {
  readonly type: 'SubjectListedOnBlacklist';
  readonly data: {
    readonly listingId: string;
    readonly subjectId: string;
    readonly subjectName: string;
    readonly ground: Ground;
    readonly register: ListRegister;
    readonly decisionNumber: string;
    readonly decisionBody: string;
    readonly decisionBodyCode: string;
    readonly legalBasis: string;
    readonly basisLevel: BasisLevel;
    readonly legalReviewedBy: string;
    readonly conductSummary: string;
    readonly measures: readonly string[];
    readonly removalConditions: string;
    readonly remedies: string;
    readonly decidedOn: Day;
    readonly listedOn: Day;
    readonly listedUntil: Day;
    readonly ruleSetId: string;
  };
};

/** How high the basis of a listing stands. A list with outside effect needs one of the first four (国办发〔2020〕49号, S36). */
export const BASIS_LEVELS = {
  law: '法律',
  'administrative-regulation': '行政法规',
  'central-policy': '党中央、国务院政策文件',
  'local-regulation': '地方性法规',
  'normative-document': '其他规范性文件',
} as const;
export type BasisLevel = keyof typeof BASIS_LEVELS;

/** 更正名单信息: what a listing said was wrong from the beginning. The listing stays as it was recorded, beside it stands what is right. */
export type ListingCorrected = {
  readonly type: 'ListingCorrected';
  readonly data: {
    readonly listingId: string;
    readonly subjectId: string;
    /** The paper that corrects. */
    readonly documentNumber: string;
    readonly correctedOn: Day;
    readonly field: CorrectableField;
    readonly oldValue: string;
    readonly newValue: string;
    readonly reason: string;
    readonly correctionBody: string;
    readonly correctionBodyCode: string;
  };
};
/** What was printed wrongly can be corrected. What was decided otherwise is no slip: it is revoked. Nor can the number, by which all know it. */
export const CORRECTABLE_FIELDS = {
  subjectName: '单位名称',
  conductSummary: '失信行为简况',
  legalBasis: '列入依据',
  removalConditions: '移出条件',
  remedies: '救济途径',
} as const;
export type CorrectableField = keyof typeof CORRECTABLE_FIELDS;

export type SubjectRemovedFromBlacklist = {
  readonly type: 'SubjectRemovedFromBlacklist';
  readonly data: {
    readonly listingId: string;
    readonly subjectId: string;
    readonly reason: RemovalReason;
    readonly removedOn: Day;
    /** Null when the listing simply ran out. */
    readonly decisionNumber: string | null;
    readonly removalBody: string;
    readonly removalBodyCode: string;
    readonly explanation: string;
    /** The listing that ends, as far as those told of it must recognise it. */
    readonly listing: Pick<
      SubjectListedOnBlacklist['data'],
      'subjectName' | 'ground' | 'register' | 'decisionNumber' | 'decisionBody' | 'decisionBodyCode' | 'listedOn'
    >;
  };
};
/** 期满移出, 提前移出, 撤销. */
export const REMOVAL_REASONS = { expiry: '期满移出', early: '提前移出', revoked: '撤销列入决定' } as const;
export type RemovalReason = keyof typeof REMOVAL_REASONS;

export type BlacklistListingEvent =
  | ListingCandidateProposed
  | ListingCandidateDismissed
  | ListingIntentNotified
  | DefenceWindowDated
  | ListingDefenceReceived
  | ListingDefenceAnswered
  | SubjectListedOnBlacklist
  | ListingCorrected
  | SubjectRemovedFromBlacklist;

/** Version 1 was recorded only where the day could be counted. */
const withDayKnown = (data: StoredData): StoredData => ({ ...data, dueOpen: null });

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const blacklistListingEvents = eventsOf<BlacklistListingEvent>({
  ListingCandidateProposed: { on: 'proposedOn', versions: versionOne },
  ListingCandidateDismissed: { on: 'dismissedOn', versions: versionOne },
  ListingIntentNotified: {
    on: 'servedOn',
    versions: upcastBy(withDayKnown),
    counted: ['defenceUntil', 'dueOpen'],
  },
  DefenceWindowDated: { on: 'servedOn', versions: versionOne, counted: ['defenceUntil'] },
  ListingDefenceReceived: { on: 'receivedOn', versions: versionOne },
  ListingDefenceAnswered: { on: 'answeredOn', versions: versionOne },
  SubjectListedOnBlacklist: { on: 'listedOn', versions: versionOne, counted: ['listedUntil'] },
  ListingCorrected: { on: 'correctedOn', versions: versionOne },
  SubjectRemovedFromBlacklist: { on: 'removedOn', versions: versionOne },
});
