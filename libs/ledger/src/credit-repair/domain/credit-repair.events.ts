// These names and fields are stored for good: add, never rename or remove.
import { type Day, type DueDay, eventsOf, type PenaltyKind, type Severity, versionOne } from '../../shared';

/** Which kinds of record a repair can end. A listing ends early by its own procedure (提前移出). */
export const RECORD_KINDS = ['penalty-decision', 'false-commitment', 'no-commitment', 'hazard'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** The record whose effect the repair ends, as far as those told of it must recognise it. */
export type RepairedRecord = {
  readonly kind: RecordKind;
  /** Of the decision, the commitment, the finding or the hazard. */
  readonly id: string;
  readonly documentNumber: string;
  /** The day of the document that made the finding: terms count from here (令36). */
  readonly foundOn: Day;
  readonly severity: Severity;
  /** Of a penalty decision, 普通 or 简易; null for the other kinds. */
  readonly procedure: 'ordinary' | 'simple' | null;
  /** Of a penalty decision; empty for the other kinds. */
  readonly penaltyKinds: readonly PenaltyKind[];
  /** Last day of a time-limited effect; null when there is none. */
  readonly effectUntil: Day | null;
  /** The rule set the record was judged by. */
  readonly ruleSetId: string;
  /** As printed on the record; a natural person's is sealed. */
  readonly subjectName: string;
  readonly authorityName: string | null;
  readonly authorityCode: string | null;
};

/** Which record it is, for who reads one event alone. */
export type RecordName = Pick<RepairedRecord, 'kind' | 'id' | 'documentNumber'>;

/** 信用中国, or the counter of the body that made the finding (谁认定、谁修复). */
export const CHANNELS = ['credit-china', 'counter'] as const;
export type Channel = (typeof CHANNELS)[number];

/** What the applicant shows for having done the duties, and the public commitment (S31). */
export type RepairPapers = {
  /** Proof that the duties are done; null while it is missing. */
  readonly proof: string | null;
  /** Day of the credit commitment 信用承诺书; null while it is missing. */
  readonly commitmentOn: Day | null;
};

/** 申请. */
export type CreditRepairAppliedFor = {
  readonly type: 'CreditRepairAppliedFor';
  readonly data: {
    readonly repairId: string;
    readonly subjectId: string;
    readonly applicationNumber: string;
    readonly channel: Channel;
    readonly appliedOn: Day;
    readonly record: RepairedRecord;
    readonly papers: RepairPapers;
    /** Until when it must be accepted or not. */
    readonly acceptanceDue: DueDay;
    /** Until when the applicant must have an answer. */
    readonly answerDue: DueDay;
    readonly ruleSetId: string;
  };
};

/** 一次性告知补正. */
export type CreditRepairReturned = {
  readonly type: 'CreditRepairReturned';
  readonly data: {
    readonly repairId: string;
    readonly subjectId: string;
    readonly returnedOn: Day;
    /** What is missing or wrong, all of it. */
    readonly missing: string;
  };
};

/** 补正: the clocks begin anew with the complete application. */
export type CreditRepairApplicationCompleted = {
  readonly type: 'CreditRepairApplicationCompleted';
  readonly data: {
    readonly repairId: string;
    readonly subjectId: string;
    readonly completedOn: Day;
    readonly papers: RepairPapers;
    /** Until when it must be accepted or not. */
    readonly acceptanceDue: DueDay;
    /** Until when the applicant must have an answer. */
    readonly answerDue: DueDay;
  };
};

/** 不予受理, with reasons. */
export type CreditRepairNotAccepted = {
  readonly type: 'CreditRepairNotAccepted';
  readonly data: {
    readonly repairId: string;
    readonly subjectId: string;
    readonly documentNumber: string;
    readonly notAcceptedOn: Day;
    readonly reasons: string;
  };
};

/** 受理. */
export type CreditRepairAccepted = {
  readonly type: 'CreditRepairAccepted';
  readonly data: {
    readonly repairId: string;
    readonly subjectId: string;
    readonly acceptedOn: Day;
  };
};

/** 核实, and what it found. Verified again, the later finding counts. */
export type CreditRepairVerified = {
  readonly type: 'CreditRepairVerified';
  readonly data: {
    readonly repairId: string;
    readonly subjectId: string;
    readonly verifiedOn: Day;
    /** Duties that are still open, in words; null when all are done. */
    readonly openDuties: string | null;
    /** 失信行为 is corrected. */
    readonly corrected: boolean;
    readonly findings: string;
  };
};

/** 延长答复. */
export type CreditRepairAnswerExtended = {
  readonly type: 'CreditRepairAnswerExtended';
  readonly data: {
    readonly repairId: string;
    readonly subjectId: string;
    readonly extendedOn: Day;
    readonly reason: string;
    /** Until when the applicant must have an answer. */
    readonly answerDue: DueDay;
  };
};

/** 准予修复: from this day the record is neither published nor shared nor used. */
export type CreditRepairApproved = {
  readonly type: 'CreditRepairApproved';
  readonly data: {
    readonly repairId: string;
    readonly subjectId: string;
    readonly documentNumber: string;
    readonly approvedOn: Day;
    readonly reasons: string;
    readonly record: RecordName;
    /** The bodies that were told of the record: each must confirm that it shows it no longer. */
    readonly bodies: readonly string[];
    readonly confirmationDue: DueDay;
  };
};

/** What stands in the way of a repair; a refusal names every one. */
export const UNMET_CONDITIONS = [
  'minimum-not-reached',
  'duty-open',
  'not-corrected',
  'repair-commitment-missing',
  'new-same-kind',
  'barred-until',
] as const;
export type UnmetCondition = {
  readonly condition: (typeof UNMET_CONDITIONS)[number];
  /** Which duty, which document, until which day. */
  readonly detail: string;
};

/** 不予修复. */
export type CreditRepairRejected = {
  readonly type: 'CreditRepairRejected';
  readonly data: {
    readonly repairId: string;
    readonly subjectId: string;
    readonly documentNumber: string;
    readonly rejectedOn: Day;
    /** Every unmet condition the ledger knows of. */
    readonly unmet: readonly UnmetCondition[];
    readonly reasons: string;
  };
};

/** A body that was told of the record has confirmed that it shows it no longer. */
export type CreditRepairConfirmed = {
  readonly type: 'CreditRepairConfirmed';
  readonly data: {
    readonly repairId: string;
    readonly subjectId: string;
    readonly body: string;
    readonly confirmedOn: Day;
    /** Number of its receipt; `nothing-there` from a body that never had the record. */
    readonly receipt: string;
  };
};

/** 修复完成: every body that was told has confirmed. */
export type CreditRepairCompleted = {
  readonly type: 'CreditRepairCompleted';
  readonly data: {
    readonly repairId: string;
    readonly subjectId: string;
    readonly completedOn: Day;
  };
};

/** 撤销修复 (false papers or commitment): the record stands again, its terms go on where they stood. */
export type CreditRepairRevoked = {
  readonly type: 'CreditRepairRevoked';
  readonly data: {
    readonly repairId: string;
    readonly subjectId: string;
    readonly documentNumber: string;
    readonly revokedOn: Day;
    readonly reason: string;
    readonly record: RecordName;
    /** First day on which the subject may have a repair approved again. */
    readonly barredUntil: Day;
    readonly ruleSetId: string;
  };
};

/** A term that was open for want of a calendar has its day. */
export type CreditRepairTermDated = {
  readonly type: 'CreditRepairTermDated';
  readonly data: {
    readonly repairId: string;
    readonly subjectId: string;
    readonly term: 'acceptance' | 'answer' | 'confirmation';
    readonly dueOn: Day;
    readonly datedOn: Day;
  };
};

export type CreditRepairEvent =
  | CreditRepairAppliedFor
  | CreditRepairReturned
  | CreditRepairApplicationCompleted
  | CreditRepairNotAccepted
  | CreditRepairAccepted
  | CreditRepairVerified
  | CreditRepairAnswerExtended
  | CreditRepairApproved
  | CreditRepairRejected
  | CreditRepairConfirmed
  | CreditRepairCompleted
  | CreditRepairRevoked
  | CreditRepairTermDated;

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const creditRepairEvents = eventsOf<CreditRepairEvent>({
  CreditRepairAppliedFor: { on: 'appliedOn', versions: versionOne, counted: ['acceptanceDue', 'answerDue'] },
  CreditRepairReturned: { on: 'returnedOn', versions: versionOne },
  CreditRepairApplicationCompleted: {
    on: 'completedOn',
    versions: versionOne,
    counted: ['acceptanceDue', 'answerDue'],
  },
  CreditRepairNotAccepted: { on: 'notAcceptedOn', versions: versionOne },
  CreditRepairAccepted: { on: 'acceptedOn', versions: versionOne },
  CreditRepairVerified: { on: 'verifiedOn', versions: versionOne },
  CreditRepairAnswerExtended: { on: 'extendedOn', versions: versionOne, counted: ['answerDue'] },
  CreditRepairApproved: { on: 'approvedOn', versions: versionOne, counted: ['bodies', 'confirmationDue'] },
  CreditRepairRejected: { on: 'rejectedOn', versions: versionOne, counted: ['unmet'] },
  CreditRepairConfirmed: { on: 'confirmedOn', versions: versionOne },
  CreditRepairCompleted: { on: 'completedOn', versions: versionOne },
  CreditRepairRevoked: { on: 'revokedOn', versions: versionOne, counted: ['barredUntil'] },
  CreditRepairTermDated: { on: 'datedOn', versions: versionOne, counted: ['dueOn', 'datedOn'] },
});
