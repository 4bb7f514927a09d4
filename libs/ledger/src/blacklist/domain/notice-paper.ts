import { type Day, dayUpTo, parseDocumentTitle, readFields, requiredText } from '../../shared';
import type { Notice } from './blacklist-listing';

/** 列入告知书, as somebody wrote it down. */
export interface NoticePaper {
  readonly noticeNumber: string;
  readonly servedOn: string;
  readonly reasons: string;
  readonly legalBasis: string;
}

/**
 * Refusals name the field, in the order of the fields: those of `parseDocumentTitle`, `date-invalid`, `date-in-future`, those of
 * `requiredText`.
 */
export const readNotice = (listingId: string, paper: NoticePaper, today: Day): Notice => ({
  listingId,
  ...readFields(paper, {
    noticeNumber: parseDocumentTitle,
    servedOn: dayUpTo(today),
    reasons: requiredText,
    legalBasis: requiredText,
  }),
});
