import { dayUpTo, paper, parseDocumentTitle, requiredText, type Written } from '../../shared';

/** 撤回承诺失实认定. Refusals: those of the fields, in their order. */
export const readFindingWithdrawal = paper((today) => ({
  documentNumber: parseDocumentTitle,
  withdrawnOn: dayUpTo(today),
  reason: requiredText,
}));
export type FindingWithdrawalPaper = Written<typeof readFindingWithdrawal>;
