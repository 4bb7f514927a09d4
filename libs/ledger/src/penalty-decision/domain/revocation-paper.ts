import {
  type Day,
  dayUpTo,
  isPerson,
  parseDocumentTitle,
  parseUscc,
  readFields,
  requiredName,
  requiredPersonalText,
  requiredText,
} from '../../shared';
import type { PenaltyDecisionState, Revocation } from './penalty-decision';

/** 撤销行政处罚决定, as somebody wrote it down. */
export interface RevocationPaper {
  readonly documentNumber: string;
  readonly revokedOn: string;
  readonly reason: string;
  readonly authorityName: string;
  readonly authorityCode: string;
}

/**
 * Reads the paper. The reason for revoking a natural person's decision may name people: it comes out in plain and is sealed by
 * whoever asked.
 *
 * Refusals name the field, in the order of the fields: those of `parseDocumentTitle`, `date-invalid`, `date-in-future`, those of
 * `requiredText` (of a natural person: of `requiredPersonalText`), `required`, `text-too-long`, the `uscc-…` codes.
 *
 * @param subjectId whom the decision is about; '' when there is none.
 */
export const readRevocation = (
  decisionId: string,
  paper: RevocationPaper,
  today: Day,
  subjectId: string,
): Revocation => ({
  decisionId,
  ...readFields(paper, {
    documentNumber: parseDocumentTitle,
    revokedOn: dayUpTo(today),
    reason: isPerson(subjectId) ? requiredPersonalText : requiredText,
    authorityName: requiredName,
    authorityCode: parseUscc,
  }),
});

/** Whom a decision is about: it never changes once it is there; '' when there is no decision. */
export const subjectOf = (state: PenaltyDecisionState): string =>
  state.status === 'absent' ? '' : state.decision.subjectId;
