// These names and fields are stored for good: add, never rename or remove.
import { type Day, eventsOf, type Severity, versionOne } from '../../shared';

/** 未作承诺: opened without the permit and without making a commitment (消防法 art. 58). */
export type CommitmentMissing = {
  readonly type: 'CommitmentMissing';
  readonly data: {
    readonly findingId: string;
    readonly subjectId: string;
    readonly subjectName: string;
    /** Of the paper that found it. */
    readonly documentNumber: string;
    readonly foundOn: Day;
    readonly detail: string | null;
    readonly authorityName: string;
    readonly authorityCode: string;
    /** By the rule set in force on the day of the finding. */
    readonly severity: Severity;
    readonly ruleSetId: string;
  };
};

export type MissingCommitmentEvent = CommitmentMissing;

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const missingCommitmentEvents = eventsOf<MissingCommitmentEvent>({
  CommitmentMissing: { on: 'foundOn', versions: versionOne },
});
