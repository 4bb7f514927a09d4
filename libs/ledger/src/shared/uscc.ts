import { looksLikeCitizenNumber } from './citizen-number';
import { storableText } from './storable-text';
import { isOrganisationCode } from './organisation-code';
import { Refusal } from './refusal';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const STRANGER = new RegExp(`[^${ALPHABET}]`, 'u');
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** Registering department -> its organisation categories (GB 32100-2015). 99 is not printed in the standard but met in practice. */
export const CATEGORIES_BY_DEPARTMENT: Readonly<Record<string, string>> = {
  '1': '1239',
  '2': '19',
  '3': '123459',
  '4': '19',
  '5': '1239',
  '6': '129',
  '7': '129',
  '8': '19',
  '9': '1239',
  A: '19',
  N: '1239',
  Y: '1',
};

/**
 * Categories that are met in practice and not printed in the standard as it is on the regulations page: committees of villages (54) and
 * of residents (55) under department 5. General knowledge, not confirmed; the check character tells a slip of the pen all the same.
 */
const CATEGORIES_BESIDE: Readonly<Record<string, string>> = { '5': '45' };

/** What a spreadsheet makes of eighteen digits: `9.2131E+17`, thousands set off, a point, or a cell that is too narrow. */
const MADE_NUMBER = /^(?:\d(?:[.．]\d+)?E[+＋]?\d{1,2}|\d{1,3}(?:[,，]\d{3}){3,}(?:[.．]0*)?|\d{15,18}[.．]0*|#+|＃+)$/;
/** What keeps a spreadsheet from doing so, and is no part of the code: `="…"`, `'…`. */
const QUOTED = /^[=＝]?["'`“”‘’＂＇]|["'`“”‘’＂＇]$/;
/** Characters 9 to 17 of a code whose digits were never filled in, or were lost. */
const PLACEHOLDER = /^.{8}0{9}/;
/** Fifteen digits are what a spreadsheet keeps. */
const CUT = /^\d{15}000$/;

/** Provinces of GB/T 2260, and 10 for subjects registered with the national body. Counties are not looked up: old codes stay in use. */
const AREA = /^(?:1[0-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])\d{4}$/;

/**
 * A unified social credit code (统一社会信用代码, GB 32100-2015) in its one spelling: 18 characters, half width, upper case, no spaces.
 *
 * Refusals in this order: that of `storableText`, `required`, `uscc-made-number`, `uscc-quoted`, `uscc-length` {length}, `uscc-citizen-number`,
 * `uscc-character` {position}, `uscc-department` {department}, `uscc-category` {department, category}, `uscc-area-code`,
 * `uscc-placeholder`, `uscc-cut`, `uscc-check-character`.
 *
 * The check character alone is not enough: eighteen zeros have a right one, and so has one citizen number in 31 of Hebei (13…
 * reads as department 1, category 3). A number in the wrong column must not enter a log that forgets nothing, so it is
 * refused first, and no refusal repeats the text. Our default; a registered code that is also a citizen number is not known.
 *
 * Nor does it see every code that a spreadsheet damaged: 921310000000000000, which all traders of 131000 become whose codes
 * are digits, has a right one, and so has one in 31 of those that lost their last three digits only. Our default.
 */
export function parseUscc(text: string): string {
  const uscc = storableText(text).replace(/\s+/g, '').toUpperCase();
  if (uscc === '') throw new Refusal('required');
  if (MADE_NUMBER.test(uscc)) throw new Refusal('uscc-made-number');
  if (QUOTED.test(uscc)) throw new Refusal('uscc-quoted');
  if (uscc.length !== 18) throw new Refusal('uscc-length', { length: uscc.length });
  if (looksLikeCitizenNumber(uscc)) throw new Refusal('uscc-citizen-number');
  const stranger = STRANGER.exec(uscc);
  if (stranger) throw new Refusal('uscc-character', { position: stranger.index + 1 });
  const department = uscc.charAt(0);
  const category = uscc.charAt(1);
  const categories = CATEGORIES_BY_DEPARTMENT[department];
  if (categories === undefined) throw new Refusal('uscc-department', { department });
  if (!categories.includes(category) && CATEGORIES_BESIDE[department]?.includes(category) !== true)
    throw new Refusal('uscc-category', { department, category });
  if (!AREA.test(uscc.slice(2, 8))) throw new Refusal('uscc-area-code');
  if (PLACEHOLDER.test(uscc)) throw new Refusal('uscc-placeholder');
  if (CUT.test(uscc) && usccWarnings(uscc).length > 0) throw new Refusal('uscc-cut');
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * ALPHABET.indexOf(uscc.charAt(index)), 0);
  if (uscc.charAt(17) !== ALPHABET.charAt((31 - (sum % 31)) % 31)) throw new Refusal('uscc-check-character');
  return uscc;
}

/**
 * What is odd about a valid code without making it invalid: `uscc-organisation-code` when the organisation code inside it
 * (characters 9–17, GB 11714) has another check character.
 */
export function usccWarnings(uscc: string): readonly string[] {
  return isOrganisationCode(uscc.slice(8, 17)) ? [] : ['uscc-organisation-code'];
}
