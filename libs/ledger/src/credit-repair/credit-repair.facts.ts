import { handling } from '@app/event-store';
import { type CreditFact, originOf } from '../credit-dossier';
import type { CreditRepairEvent } from './domain/credit-repair.events';
import { recordStreamOf } from './domain/record-stream';
import type { RecordSuspensionEvent } from './domain/record-suspension.events';

/** What a repair is to the credit of its subject: it counts from the decision on, whoever has still to confirm. */
export const creditRepairFacts = handling<CreditRepairEvent | RecordSuspensionEvent, CreditFact>({
  CreditRepairAppliedFor: null,
  CreditRepairReturned: null,
  CreditRepairApplicationCompleted: null,
  CreditRepairNotAccepted: null,
  CreditRepairAccepted: null,
  CreditRepairVerified: null,
  CreditRepairAnswerExtended: null,
  CreditRepairApproved: ({ repairId, record, documentNumber, approvedOn }, stored) => ({
    type: 'repaired',
    ...originOf(stored, documentNumber),
    repairId,
    paper: recordStreamOf(record),
    repairedOn: approvedOn,
  }),
  CreditRepairRejected: null,
  CreditRepairConfirmed: null,
  CreditRepairCompleted: null,
  CreditRepairRevoked: ({ repairId, record, documentNumber, revokedOn, barredUntil }, stored) => ({
    type: 'repair-revoked',
    ...originOf(stored, documentNumber),
    repairId,
    paper: recordStreamOf(record),
    revokedOn,
    barredUntil,
  }),
  CreditRepairTermDated: null,

  CreditRecordSuspended: ({ suspensionId, record, rulingNumber, suspendedOn }, stored) => ({
    type: 'suspended',
    ...originOf(stored, rulingNumber),
    suspensionId,
    paper: recordStreamOf(record),
    suspendedOn,
  }),
  CreditRecordSuspensionEnded: ({ suspensionId, record, documentNumber, endedOn, outcome }, stored) => ({
    type: 'suspension-ended',
    ...originOf(stored, documentNumber),
    suspensionId,
    paper: recordStreamOf(record),
    endedOn,
    outcome,
  }),
});
