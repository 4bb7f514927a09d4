import {
  type Day,
  dayUpTo,
  optional,
  parseDocumentTitle,
  parseUscc,
  readFields,
  requiredName,
  requiredText,
} from '../../shared';
import type { Removal } from './blacklist-listing';
import type { RemovalReason } from './blacklist-listing.events';

/** 移出, as somebody wrote it down. */
export interface RemovalPaper {
  readonly reason: RemovalReason;
  readonly removedOn: string;
  readonly decisionNumber?: string | null | undefined;
  readonly removalBody: string;
  readonly removalBodyCode: string;
  readonly explanation: string;
}

/**
 * The end of the period is written by the calendar: nobody has to decide it, so that it needs no decision number; any other
 * removal does.
 *
 * Refusals name the field, in the order of the fields: `date-invalid`, `date-in-future`, those of `parseDocumentTitle`, of
 * `requiredText`, the `uscc-…` codes.
 */
export const readRemoval = (listingId: string, paper: RemovalPaper, today: Day): Removal => ({
  listingId,
  ...readFields(paper, {
    reason: (reason) => reason,
    removedOn: dayUpTo(today),
    decisionNumber: (number) =>
      paper.reason === 'expiry' ? optional(number, parseDocumentTitle) : parseDocumentTitle(number ?? ''),
    removalBody: requiredName,
    removalBodyCode: parseUscc,
    explanation: requiredText,
  }),
});
