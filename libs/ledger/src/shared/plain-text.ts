import { looksLikeCitizenNumber } from './citizen-number';
import { Refusal } from './refusal';

const EIGHTEEN = /(?<!\d)[1-8]\d{16}[0-9Xx](?!\d)/g;
const SPLIT = /(?<=\d)[\s-]+(?=[\dXx])/g;
/** Seventeen digits in a row, not counting what splits them: without them there is nothing to look for, and few texts have them. */
const DIGITS = /(?:\d[\s-]*){17}/;
const LONG_RUN = /\d{13}/;
const SEALED = /^pd\d+\./;

/** Whether a citizen number (GB 11643) stands anywhere in the text, also split by spaces or hyphens. `text` is normalised: half-width digits. */
export function containsCitizenNumber(text: string): boolean {
  if (text.length < 18 || !DIGITS.test(text)) return false;
  return [text, text.replace(SPLIT, '')].some((written) =>
    (written.match(EIGHTEEN) ?? []).some((found) => looksLikeCitizenNumber(found.toUpperCase())),
  );
}

/**
 * Whether a text that is no valid code may be somebody's number all the same, mistyped or of the old kind with 15 digits: it has
 * thirteen digits in a row. For text that is kept although it was wrong: better to hide one code too many than to keep a number.
 */
export const mayBePersonalNumber = (text: string): boolean =>
  containsCitizenNumber(text) || LONG_RUN.test(text.replace(SPLIT, ''));

/**
 * Text that will stand in the log as it is. Refusals in this order: `record-not-storable` (it would be taken for sealed
 * personal text, and opened for any reader); `citizen-number-in-text`: the log forgets nothing, so a number has its own
 * field, where it is sealed, or does not come in. Our default. Neither refusal repeats the text.
 */
export function plainText(text: string): string {
  if (SEALED.test(text)) throw new Refusal('record-not-storable');
  if (containsCitizenNumber(text)) throw new Refusal('citizen-number-in-text');
  return text;
}
