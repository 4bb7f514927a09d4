import { type Day, dayUpTo, parseDocumentTitle, readFields, requiredText } from '../../shared';
import type { FindingWithdrawal } from './commitment';

/** 撤回承诺失实认定, as somebody wrote it down. */
export interface FindingWithdrawalPaper {
  readonly documentNumber: string;
  readonly withdrawnOn: string;
  readonly reason: string;
}

/**
 * Refusals name the field, in the order of the fields: those of `parseDocumentTitle`, `date-invalid`, `date-in-future`, those of
 * `requiredText`.
 */
export const readFindingWithdrawal = (
  commitmentId: string,
  paper: FindingWithdrawalPaper,
  today: Day,
): FindingWithdrawal => ({
  commitmentId,
  ...readFields(paper, { documentNumber: parseDocumentTitle, withdrawnOn: dayUpTo(today), reason: requiredText }),
});
