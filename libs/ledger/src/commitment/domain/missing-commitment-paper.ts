import { ruleSetInForce } from '../../rule-set';
import {
  type Day,
  normaliseName,
  notInFuture,
  optionalText,
  parseDay,
  parseDocumentTitle,
  parseSubjectCode,
  parseUscc,
  readField,
  requiredText,
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
export function readMissingCommitmentPaper(paper: MissingCommitmentPaper, today: Day): CommitmentMissing['data'] {
  const subjectName = readField('subjectName', () => normaliseName(requiredText(paper.subjectName, 200)));
  const subjectId = readField('uscc', () => parseSubjectCode(paper.uscc));
  const documentNumber = readField('documentNumber', () => parseDocumentTitle(paper.documentNumber));
  const foundOn = readField('foundOn', () => notInFuture(parseDay(paper.foundOn), today));
  const detail = readField('detail', () => optionalText(paper.detail));
  const authorityName = readField('authorityName', () => normaliseName(requiredText(paper.authorityName, 200)));
  const authorityCode = readField('authorityCode', () => parseUscc(paper.authorityCode));

  const ruleSet = ruleSetInForce(foundOn);
  return {
    findingId: findingIdOf(authorityCode, documentNumber),
    subjectId,
    subjectName,
    documentNumber,
    foundOn,
    detail,
    authorityName,
    authorityCode,
    severity: ruleSet.severity.noCommitment.value,
    ruleSetId: ruleSet.id,
  };
}
