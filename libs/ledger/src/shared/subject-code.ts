import { looksLikeCitizenNumber } from './citizen-number';
import { normaliseText } from './normalise';
import { Refusal } from './refusal';
import { parseUscc } from './uscc';

/**
 * The code of whom a paper is about. Natural persons are refused until their data can be kept under keys of their own.
 * Refusals in this order: `natural-person-not-accepted` (a citizen number, however it is spelled), then those of `parseUscc`.
 */
export function parseSubjectCode(text: string): string {
  if (looksLikeCitizenNumber(normaliseText(text).replace(/\s+/g, '').toUpperCase())) {
    throw new Refusal('natural-person-not-accepted');
  }
  return parseUscc(text);
}
