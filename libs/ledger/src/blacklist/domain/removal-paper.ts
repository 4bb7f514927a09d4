import {
  chosen,
  type Day,
  dayUpTo,
  optional,
  type PaperWith,
  parseDocumentTitle,
  parseUscc,
  readFields,
  requiredName,
  requiredText,
} from '../../shared';
import type { RemovalReason } from './blacklist-listing.events';

type Written = string | null | undefined;

/** The end of the period is written by the calendar: nobody has to decide it, so it needs no decision number. Any other removal does. */
const decisionNumberOf =
  (reason: RemovalReason) =>
  (number: Written): string | null =>
    reason === 'expiry' ? optional(number, parseDocumentTitle) : parseDocumentTitle(number ?? '');

const fieldsOf = (reason: RemovalReason, today: Day) => ({
  reason: chosen<RemovalReason>,
  removedOn: dayUpTo(today),
  decisionNumber: decisionNumberOf(reason),
  removalBody: requiredName,
  removalBodyCode: parseUscc,
  explanation: requiredText,
});
export type RemovalPaper = PaperWith<ReturnType<typeof fieldsOf>>;

/** 移出. Refusals: those of the fields, in their order. */
export const readRemoval = (written: RemovalPaper, today: Day) => readFields(written, fieldsOf(written.reason, today));
