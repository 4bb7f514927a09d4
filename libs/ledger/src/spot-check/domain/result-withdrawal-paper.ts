import { dayUpTo, paper, parseDocumentTitle, requiredText, type Written } from '../../shared';

/** 撤回抽查结果. Refusals: those of the fields, in their order. */
export const readResultWithdrawal = paper((today) => ({
  documentNumber: parseDocumentTitle,
  withdrawnOn: dayUpTo(today),
  reason: requiredText,
}));
export type ResultWithdrawalPaper = Written<typeof readResultWithdrawal>;
