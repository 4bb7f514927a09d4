import type { RuleBook } from '../../rule-set';
import {
  type Day,
  dayUpTo,
  optionalText,
  paper,
  parseDocumentTitle,
  parseSubjectCode,
  parseUscc,
  requiredName,
  type Written,
} from '../../shared';
import { findingIdOf } from './missing-commitment';
import type { CommitmentMissing } from './missing-commitment.events';

/** The finding that a place opened without a commitment. */
const read = paper((today) => ({
  subjectName: requiredName,
  uscc: parseSubjectCode,
  documentNumber: parseDocumentTitle,
  foundOn: dayUpTo(today),
  detail: optionalText,
  authorityName: requiredName,
  authorityCode: parseUscc,
}));
export type MissingCommitmentPaper = Written<typeof read>;

/** Judges the finding by the rule set in force on its day. Refusals: those of the fields, in their order. */
export function readMissingCommitmentPaper(
  rules: RuleBook,
  written: MissingCommitmentPaper,
  today: Day,
): CommitmentMissing['data'] {
  const { uscc, ...finding } = read(written, today);
  const ruleSet = rules.inForce(finding.foundOn);
  return {
    findingId: findingIdOf(finding.authorityCode, finding.documentNumber),
    subjectId: uscc,
    ...finding,
    severity: ruleSet.severity.noCommitment.value,
    ruleSetId: ruleSet.id,
  };
}
