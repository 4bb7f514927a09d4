import { normaliseDocumentNumber } from './normalise';
import { plainText } from './plain-text';
import { Refusal } from './refusal';
import { storableText, undamaged } from './storable-text';

/** Authority, 消…罚决字, year, serial. Tolerant on purpose: abbreviations and serial lengths vary from brigade to brigade. */
const PENALTY_DECISION = /^[\u4e00-\u9fa5（）]{1,12}消[\u4e00-\u9fa5]{0,4}罚决字〔(?:19|20)\d{2}〕第?\d{1,8}号$/;
const LENGTH_MAX = 128; // the column `CF_WSH` of the double-publicity record

/**
 * The number of a fire penalty decision (行政处罚决定书文号) in its one spelling, `廊消行罚决字〔2024〕第0001号`.
 * Refusals in this order: those of `storableText` and `undamaged`, `required`, `document-number-invalid`.
 */
export function parseDocumentNumber(text: string): string {
  const number = normaliseDocumentNumber(undamaged(storableText(text)));
  if (number === '') throw new Refusal('required');
  if (!PENALTY_DECISION.test(number)) throw new Refusal('document-number-invalid');
  return number;
}

/**
 * The number of any other paper (commitment, hazard notice, listing decision, revocation) in its one spelling. Their forms
 * are not published, so only what could not be a number at all is refused.
 * Refusals in this order: those of `storableText` and `undamaged`, `required`, `document-number-invalid` (no letter or digit, over 128 characters),
 * those of `plainText`.
 */
export function parseDocumentTitle(text: string): string {
  const title = normaliseDocumentNumber(undamaged(storableText(text)));
  if (title === '') throw new Refusal('required');
  if (title.length > LENGTH_MAX || !/[\p{L}\p{N}]/u.test(title)) {
    throw new Refusal('document-number-invalid');
  }
  return plainText(title);
}
