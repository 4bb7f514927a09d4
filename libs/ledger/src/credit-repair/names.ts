import { handling } from '@app/event-store';
import type { GivenName } from '../shared';
import type { CreditRepairEvent } from './domain/credit-repair.events';
import type { RecordSuspensionEvent } from './domain/record-suspension.events';

/** None: what a repair says of its subject it has from the record. */
export const names = handling<CreditRepairEvent | RecordSuspensionEvent, GivenName>({
  CreditRepairAppliedFor: null,
  CreditRepairReturned: null,
  CreditRepairApplicationCompleted: null,
  CreditRepairNotAccepted: null,
  CreditRepairAccepted: null,
  CreditRepairVerified: null,
  CreditRepairAnswerExtended: null,
  CreditRepairApproved: null,
  CreditRepairRejected: null,
  CreditRepairConfirmed: null,
  CreditRepairCompleted: null,
  CreditRepairRevoked: null,
  CreditRepairTermDated: null,
  CreditRecordSuspended: null,
  CreditRecordSuspensionEnded: null,
});
