// These names and fields are stored for good: add, never rename or remove.
import { type Day, eventsOf, versionOne } from '../../shared';
import { RECORD_KINDS, type RecordKind } from './credit-repair.events';

/** Which records are suspended: those that can be repaired, and listings. */
export const SUSPENDED_KINDS = [...RECORD_KINDS, 'listing'] as const;
export type SuspendedRecord = {
  readonly kind: RecordKind | 'listing';
  readonly id: string;
  readonly documentNumber: string;
};

/** A court has approved a plan of reorganisation or a settlement: the record is hidden and lifted while it runs (S31). */
export type CreditRecordSuspended = {
  readonly type: 'CreditRecordSuspended';
  readonly data: {
    readonly suspensionId: string;
    readonly subjectId: string;
    readonly record: SuspendedRecord;
    readonly court: string;
    readonly rulingNumber: string;
    /** The day of the ruling. */
    readonly suspendedOn: Day;
    readonly plan: string;
  };
};

/** What became of the plan. Completed, the record stays out of use as after a repair (our default); failed, it counts again. */
export const PLAN_OUTCOMES = ['plan-completed', 'plan-failed'] as const;
export type PlanOutcome = (typeof PLAN_OUTCOMES)[number];

/** The plan has been carried out, or has failed. */
export type CreditRecordSuspensionEnded = {
  readonly type: 'CreditRecordSuspensionEnded';
  readonly data: {
    readonly suspensionId: string;
    readonly subjectId: string;
    readonly record: SuspendedRecord;
    readonly documentNumber: string;
    readonly endedOn: Day;
    readonly outcome: PlanOutcome;
  };
};

export type RecordSuspensionEvent = CreditRecordSuspended | CreditRecordSuspensionEnded;

/** A field more or another meaning is a new version: `docs/decisions/0021-event-versions.md`. */
export const recordSuspensionEvents = eventsOf<RecordSuspensionEvent>({
  CreditRecordSuspended: { on: 'suspendedOn', versions: versionOne },
  CreditRecordSuspensionEnded: { on: 'endedOn', versions: versionOne },
});
