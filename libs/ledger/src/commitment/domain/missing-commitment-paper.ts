import type { RuleBook } from '../../rule-set';
import {
  type Day,
  dayUpTo,
  optionalText,
  parseDocumentTitle,
  parseSubjectCode,
  parseUscc,
  readFields,
  requiredName,
} from '../../shared';
import { findingIdOf } from './missing-commitment';
import type { CommitmentMissing } from './missing-commitment.events';

/** The finding that a place opened without a commitment, as somebody wrote it down. */
export interface MissingCommitmentPaper {
  readonly subjectName: string;
  readonly uscc: string;
  readonly documentNumber: string;
  readonly foundOn: string;
  readonly detail?: string | null | undefined;
  readonly authorityName: string;
  readonly authorityCode: string;
}

/**
 * Reads the paper: normalises, checks, and judges it by the rule set in force on the day of the finding.
 *
 * Refusals name the field and come in the order of the fields: `required`, `text-too-long`, `natural-person-not-accepted`,
 * the `uscc-…` codes, `document-number-invalid`, `date-invalid`, `date-in-future`.
 */
export function readMissingCommitmentPaper(
  rules: RuleBook,
  paper: MissingCommitmentPaper,
  today: Day,
): CommitmentMissing['data'] {
  const { uscc, ...read } = readFields(paper, {
    subjectName: requiredName,
    uscc: parseSubjectCode,
    documentNumber: parseDocumentTitle,
    foundOn: dayUpTo(today),
    detail: optionalText,
    authorityName: requiredName,
    authorityCode: parseUscc,
  });
  const ruleSet = rules.inForce(read.foundOn);
  return {
    findingId: findingIdOf(read.authorityCode, read.documentNumber),
    subjectId: uscc,
    ...read,
    severity: ruleSet.severity.noCommitment.value,
    ruleSetId: ruleSet.id,
  };
}
