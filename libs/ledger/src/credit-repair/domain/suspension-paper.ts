import {
  type Day,
  dayUpTo,
  parseDocumentTitle,
  parseSubjectCode,
  readFields,
  requiredName,
  requiredText,
} from '../../shared';
import { suspensionIdOf } from './record-suspension';
import type { CreditRecordsSuspended, CreditRecordsSuspensionEnded, PlanOutcome } from './record-suspension.events';

/** 批准重整计划（和解协议）裁定书, as somebody wrote it down. */
export interface SuspensionPaper {
  readonly uscc: string;
  readonly court: string;
  readonly rulingNumber: string;
  readonly suspendedOn: string;
  readonly plan: string;
}

/**
 * Refusals name the field, in the order of the fields: `natural-person-not-accepted`, the `uscc-…` codes, those of
 * `requiredText`, of `parseDocumentTitle`, `date-invalid`, `date-in-future`.
 */
export function readSuspension(paper: SuspensionPaper, today: Day): CreditRecordsSuspended['data'] {
  const { uscc: subjectId, ...read } = readFields(paper, {
    uscc: parseSubjectCode,
    court: requiredName,
    rulingNumber: parseDocumentTitle,
    suspendedOn: dayUpTo(today),
    plan: (text) => requiredText(text),
  });
  return { suspensionId: suspensionIdOf(subjectId, read.rulingNumber), subjectId, ...read };
}

/** What became of the plan, as somebody wrote it down. */
export interface SuspensionEndPaper {
  readonly documentNumber: string;
  readonly endedOn: string;
  readonly outcome: PlanOutcome;
}

/** Refusals name the field, in the order of the fields: those of `parseDocumentTitle`, `date-invalid`, `date-in-future`. */
export const readSuspensionEnd = (
  suspensionId: string,
  paper: SuspensionEndPaper,
  today: Day,
): Omit<CreditRecordsSuspensionEnded['data'], 'subjectId'> => ({
  suspensionId,
  ...readFields(paper, {
    documentNumber: parseDocumentTitle,
    endedOn: dayUpTo(today),
    outcome: (outcome) => outcome,
  }),
});
