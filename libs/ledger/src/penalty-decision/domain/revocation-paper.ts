import {
  type Day,
  dayUpTo,
  isPerson,
  type PaperWith,
  parseDocumentTitle,
  parseUscc,
  readFields,
  requiredName,
  requiredPersonalText,
  requiredText,
} from '../../shared';
import type { PenaltyDecisionState } from './penalty-decision';

const fieldsOf = (subjectId: string, today: Day) => ({
  documentNumber: parseDocumentTitle,
  revokedOn: dayUpTo(today),
  reason: isPerson(subjectId) ? requiredPersonalText : requiredText,
  authorityName: requiredName,
  authorityCode: parseUscc,
});
export type RevocationPaper = PaperWith<ReturnType<typeof fieldsOf>>;

/**
 * 撤销行政处罚决定. The reason for revoking a natural person's decision may name people: it comes out in plain, and the caller
 * seals it. Refusals: those of the fields, in their order.
 *
 * @param subjectId whom the decision is about; '' when there is none.
 */
export const readRevocation = (written: RevocationPaper, today: Day, subjectId: string) =>
  readFields(written, fieldsOf(subjectId, today));

/** Whom a decision is about: it never changes once it is there; '' when there is no decision. */
export const subjectOf = (state: PenaltyDecisionState): string =>
  state.status === 'absent' ? '' : state.decision.subjectId;
