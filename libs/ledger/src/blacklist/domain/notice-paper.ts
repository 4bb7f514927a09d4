import { dayUpTo, paper, parseDocumentTitle, requiredText, type Written } from '../../shared';

/** 列入告知书. Refusals: those of the fields, in their order. */
export const readNotice = paper((today) => ({
  noticeNumber: parseDocumentTitle,
  servedOn: dayUpTo(today),
  reasons: requiredText,
  legalBasis: requiredText,
}));
export type NoticePaper = Written<typeof readNotice>;
