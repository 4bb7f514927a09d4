// These names and fields are stored for good: add, never rename or remove.
import { type Day, eventsOf, versionOne } from '../../shared';

/** A court has approved a plan of reorganisation or a settlement: what is on record is hidden and lifted while it runs (S31). */
export type CreditRecordsSuspended = {
  readonly type: 'CreditRecordsSuspended';
  readonly data: {
    readonly suspensionId: string;
    readonly subjectId: string;
    readonly court: string;
    readonly rulingNumber: string;
    /** Records found on or before this day are suspended; later ones are not. */
    readonly suspendedOn: Day;
    readonly plan: string;
  };
};

/** What became of the plan. Completed, the records stay out of use as after a repair (our default); failed, they count again. */
export const PLAN_OUTCOMES = ['plan-completed', 'plan-failed'] as const;
export type PlanOutcome = (typeof PLAN_OUTCOMES)[number];

/** The plan has been carried out, or has failed. */
export type CreditRecordsSuspensionEnded = {
  readonly type: 'CreditRecordsSuspensionEnded';
  readonly data: {
    readonly suspensionId: string;
    readonly subjectId: string;
    readonly documentNumber: string;
    readonly endedOn: Day;
    readonly outcome: PlanOutcome;
  };
};

export type RecordSuspensionEvent = CreditRecordsSuspended | CreditRecordsSuspensionEnded;

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const recordSuspensionEvents = eventsOf<RecordSuspensionEvent>({
  CreditRecordsSuspended: { on: 'suspendedOn', versions: versionOne },
  CreditRecordsSuspensionEnded: { on: 'endedOn', versions: versionOne },
});
