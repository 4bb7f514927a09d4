import {
  chosen,
  type Day,
  dayUpTo,
  paper,
  parseDocumentTitle,
  requiredName,
  requiredText,
  type Written,
} from '../../shared';
import { suspensionIdOf } from './record-suspension';
import type { PlanOutcome, SuspendedRecord } from './record-suspension.events';

const readFieldsOfSuspension = paper((today) => ({
  recordKind: chosen<SuspendedRecord['kind']>,
  /** As on the receipt of the record. */
  recordId: requiredText,
  court: requiredName,
  rulingNumber: parseDocumentTitle,
  suspendedOn: dayUpTo(today),
  plan: requiredText,
}));
export type SuspensionPaper = Written<typeof readFieldsOfSuspension>;

/** 批准重整计划（认可和解协议）裁定书, said of one record. Refusals: those of the fields, in their order. */
export function readSuspension(written: SuspensionPaper, today: Day) {
  const { recordKind, recordId, ...ruling } = readFieldsOfSuspension(written, today);
  const suspensionId = suspensionIdOf(recordKind, recordId, ruling.rulingNumber);
  return { kind: recordKind, recordId, wanted: { suspensionId, ...ruling } };
}

/** What became of the plan. Refusals: those of the fields, in their order. */
export const readSuspensionEnd = paper((today) => ({
  documentNumber: parseDocumentTitle,
  endedOn: dayUpTo(today),
  outcome: chosen<PlanOutcome>,
}));
export type SuspensionEndPaper = Written<typeof readSuspensionEnd>;
