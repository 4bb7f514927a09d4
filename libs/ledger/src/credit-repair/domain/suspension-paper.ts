import {
  chosen,
  type Day,
  dayUpTo,
  paper,
  parseDocumentTitle,
  parseSubjectCode,
  requiredName,
  requiredText,
  type Written,
} from '../../shared';
import { suspensionIdOf } from './record-suspension';
import type { CreditRecordsSuspended, PlanOutcome } from './record-suspension.events';

const readFieldsOfSuspension = paper((today) => ({
  uscc: parseSubjectCode,
  court: requiredName,
  rulingNumber: parseDocumentTitle,
  suspendedOn: dayUpTo(today),
  plan: requiredText,
}));
export type SuspensionPaper = Written<typeof readFieldsOfSuspension>;

/** 批准重整计划（认可和解协议）裁定书. Refusals: those of the fields, in their order. */
export function readSuspension(written: SuspensionPaper, today: Day): CreditRecordsSuspended['data'] {
  const { uscc: subjectId, ...read } = readFieldsOfSuspension(written, today);
  return { suspensionId: suspensionIdOf(subjectId, read.rulingNumber), subjectId, ...read };
}

/** What became of the plan. Refusals: those of the fields, in their order. */
export const readSuspensionEnd = paper((today) => ({
  documentNumber: parseDocumentTitle,
  endedOn: dayUpTo(today),
  outcome: chosen<PlanOutcome>,
}));
export type SuspensionEndPaper = Written<typeof readSuspensionEnd>;
