import { looksLikeCitizenNumber } from './citizen-number';

/** What may stand between two digits of one number: anything but letters and digits. Our choice: twenty characters of it. */
const BETWEEN = '[^\\p{L}\\p{N}]{0,20}';
/** Seventeen digits in a row, not counting what splits them: without them there is nothing to look for, and few texts have them. */
const SEVENTEEN = new RegExp(`(?:\\d${BETWEEN}){17}`, 'u');
const SPLIT = /(?<=\d)[^\p{L}\p{N}]{1,20}(?=\d)/gu;
const LONG_RUN = /\d{13}/;
const SPLITTER = new RegExp(`^${BETWEEN}$`, 'u');
const LAST_X = new RegExp(`^${BETWEEN}X`, 'u');
/**
 * Passports and travel permits: a letter and eight or ten digits, or two letters and seven (general knowledge, not on the
 * regulations page); never inside a longer run of letters and digits.
 */
const TRAVEL_DOCUMENT = new RegExp(
  `(?<![A-Z0-9])(?:[A-Z](?:${BETWEEN}\\d){8}(?:(?:${BETWEEN}\\d){2})?|[A-Z]{2}(?:${BETWEEN}\\d){7})(?![A-Z0-9])`,
  'u',
);
/** A number of this kind after the word for such a document; one of digits alone may be a day. */
const NAMED_DOCUMENT = new RegExp(
  `(?:护照|通行证|台胞证|回乡证)[^A-Z0-9]{0,12}[A-Z]{1,2}(?:${BETWEEN}\\d){7,10}(?!\\d)`,
  'u',
);

const folded = (text: string): string => text.normalize('NFKC').toUpperCase();

/**
 * What is no digit in any form, nor becomes one when it is folded: Chinese characters and punctuation, and of Latin everything but the
 * digits, half and full width. Texts of papers mostly have nothing else but digits as everybody types them.
 */
const NEVER_DIGITS = '\\t\\n\\r -/:-~\\u3001-\\u3015\\u4E00-\\u9FFF\\uFF01-\\uFF0F\\uFF1A-\\uFF5E';
const PLAIN_DIGITS = new RegExp(`^[0-9${NEVER_DIGITS}]*$`);
const DIGIT = /[0-9]/g;

/** Whether so many digits may stand in the text, once it is folded: one look, so that few texts have to be folded. */
const mayHoldDigits = (text: string, count: number): boolean =>
  !PLAIN_DIGITS.test(text) || (text.match(DIGIT)?.length ?? 0) >= count;

/** Whether a citizen number (GB 11643) stands anywhere in the text, in whatever width, and whatever but letters splits it. */
export function containsCitizenNumber(text: string): boolean {
  if (text.length < 18 || !mayHoldDigits(text, 17)) return false;
  const written = folded(text);
  return SEVENTEEN.test(written) && citizenNumberIn(written);
}

/** A number begins and ends where runs of digits do; so a date before it hides nothing. */
function citizenNumberIn(written: string): boolean {
  const runs = [...written.matchAll(/\d+/g)].map((run) => ({ digits: run[0], at: run.index }));
  return runs.some((_, first) => {
    let digits = '';
    let end = runs[first]?.at ?? 0;
    for (const run of runs.slice(first)) {
      if (!SPLITTER.test(written.slice(end, run.at))) return false;
      digits += run.digits;
      end = run.at + run.digits.length;
      if (digits.length === 18) return looksLikeCitizenNumber(digits);
      if (digits.length === 17 && endsInX(written, end, digits)) return true;
      if (digits.length > 18) return false;
    }
    return false;
  });
}

const endsInX = (written: string, end: number, digits: string): boolean =>
  LAST_X.test(written.slice(end, end + 21)) && looksLikeCitizenNumber(`${digits}X`);

/** Whether the number of a passport or travel permit stands in the text, by its form alone. */
export const looksLikeTravelDocument = (text: string): boolean => TRAVEL_DOCUMENT.test(folded(text));

/** Whether a text says that a passport or travel permit has a number, and which. */
export const namesTravelDocument = (text: string): boolean =>
  mayHoldDigits(text, 7) && NAMED_DOCUMENT.test(folded(text));

/**
 * Whether a text that is no valid code may be somebody's number all the same, mistyped or of the old kind with 15 digits: it has
 * thirteen digits in a row, or the form of a passport's number. For text that is kept although it was wrong: better to hide one
 * code too many than to keep a number.
 */
export const mayBePersonalNumber = (text: string): boolean =>
  containsCitizenNumber(text) || LONG_RUN.test(folded(text).replaceAll(SPLIT, '')) || looksLikeTravelDocument(text);
