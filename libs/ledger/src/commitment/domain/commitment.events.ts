// These names and fields are stored for good: add, never rename or remove.
import {
  type Day,
  eventsOf,
  filledIn,
  type RecordingAuthority,
  type Severity,
  upcastBy,
  withoutRecordingAuthority,
} from '../../shared';

/** 告知承诺 of a public gathering place: opened on its word, to be verified on site (消防法 art. 15; 34号). */
export type CommitmentMade = {
  readonly type: 'CommitmentMade';
  readonly data: {
    readonly commitmentId: string;
    readonly subjectId: string;
    readonly subjectName: string;
    readonly commitmentNumber: string;
    readonly matter: string;
    readonly madeOn: Day;
    readonly verificationDueOn: Day;
    /** Null in what was recorded before it was written down. */
    readonly recordingAuthority: RecordingAuthority | null;
  };
};

/** 核查符合. */
export type CommitmentVerified = {
  readonly type: 'CommitmentVerified';
  readonly data: {
    readonly commitmentId: string;
    readonly subjectId: string;
    readonly commitmentNumber: string;
    readonly verifiedOn: Day;
    /** Null in what was recorded before it was written down. */
    readonly recordingAuthority: RecordingAuthority | null;
  };
};

/** 承诺失实. */
export type FalseCommitmentFound = {
  readonly type: 'FalseCommitmentFound';
  readonly data: {
    readonly commitmentId: string;
    readonly subjectId: string;
    readonly commitmentNumber: string;
    /** The day of the verification. */
    readonly foundOn: Day;
    /** What was untrue, in the inspector's words. */
    readonly detail: string;
    /** 情节严重: opens the way to a listing. */
    readonly serious: boolean;
    /** By the rule set in force on the day of the finding. */
    readonly severity: Severity;
    readonly ruleSetId: string;
    /** Null in what was recorded before it was written down. */
    readonly recordingAuthority: RecordingAuthority | null;
  };
};

/** 撤回失实认定. */
export type FalseCommitmentFindingWithdrawn = {
  readonly type: 'FalseCommitmentFindingWithdrawn';
  readonly data: {
    readonly commitmentId: string;
    readonly subjectId: string;
    readonly commitmentNumber: string;
    readonly documentNumber: string;
    readonly withdrawnOn: Day;
    readonly reason: string;
    /** Null in what was recorded before it was written down. */
    readonly recordingAuthority: RecordingAuthority | null;
  };
};

export type CommitmentEvent =
  CommitmentMade | CommitmentVerified | FalseCommitmentFound | FalseCommitmentFindingWithdrawn;

/** 核查结果 as papers print it. */
export const VERIFICATION_RESULTS = ['符合', '失实', '未核查'] as const;
export type VerificationResult = (typeof VERIFICATION_RESULTS)[number];

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const commitmentEvents = eventsOf<CommitmentEvent>({
  CommitmentMade: { on: 'madeOn', versions: upcastBy(withoutRecordingAuthority), counted: filledIn },
  CommitmentVerified: { on: 'verifiedOn', versions: upcastBy(withoutRecordingAuthority), counted: filledIn },
  FalseCommitmentFound: { on: 'foundOn', versions: upcastBy(withoutRecordingAuthority), counted: filledIn },
  FalseCommitmentFindingWithdrawn: {
    on: 'withdrawnOn',
    versions: upcastBy(withoutRecordingAuthority),
    counted: filledIn,
  },
});
