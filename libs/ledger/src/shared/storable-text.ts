import { cut, REPLACEMENT } from '@app/text';
import { isPlainlyWritten, normaliseText } from './normalise';
import { Refusal } from './refusal';

/**
 * What no text of a paper may hold: what cannot be held everywhere (`libs/text`), the C1 controls, what Unicode keeps for no
 * character, and U+202E, which lets a reader see the characters behind it in another order than they are stored in.
 */
const NOT_STORABLE = /(?![\t\n\r])[\p{Cc}\u202E\p{Surrogate}\p{Noncharacter_Code_Point}]/u;
const EVERY_NOT_STORABLE = new RegExp(NOT_STORABLE, 'gu');
const CALLED: Readonly<Record<string, string>> = { '\0': '空字符', '\u202E': '从右向左书写符', [REPLACEMENT]: '乱码' };

/**
 * Text as a clerk meant it (`normaliseText`), which everything behind the log can hold too. All text that people send is read by
 * this, whatever is made of it then. Refusal: `text-not-storable` {character, called, at}.
 */
export function storableText(text: string): string {
  return isPlainlyWritten(text) ? text.trim() : without(NOT_STORABLE, normaliseText(text));
}

/**
 * A name, or the number of a paper, in which no character was lost on the way: U+FFFD stands where somebody could not read one, and
 * with it it names nobody. Refusal: `text-not-storable` {character, called, at}.
 */
export const undamaged = (text: string): string => without(/\uFFFD/, text);

/** What was written although it cannot be stored, for whoever keeps it all the same: U+FFFD stands for what cannot, and the rest is cut off. */
export const legible = (text: string, max: number): string => cut(text.replace(EVERY_NOT_STORABLE, REPLACEMENT), max);

/** The beginning of what was written, for a refusal that repeats it. */
export const beginningOf = (text: string): string => cut(text, 20);

function without(characters: RegExp, text: string): string {
  const found = characters.exec(text);
  if (found === null) return text;
  const [character] = found;
  throw new Refusal('text-not-storable', {
    character: `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`,
    called: CALLED[character] ?? (/\p{Surrogate}/u.test(character) ? '半个字符' : '控制字符'),
    at: Array.from(text.slice(0, found.index)).length + 1,
  });
}
