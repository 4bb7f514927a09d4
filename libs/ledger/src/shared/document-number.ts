import { normaliseDocumentNumber } from './normalise';
import { plainText } from './plain-text';
import { Refusal } from './refusal';
import { storableText, undamaged } from './storable-text';

/**
 * Authority, 消…罚决字, year, serial. Tolerant on purpose: abbreviations and serial lengths vary from brigade to brigade. Until 2019
 * the brigades belonged to public security and wrote 公（消）行罚决字, before that also 公（消）决字: general knowledge, not sourced.
 */
const AUTHORITY = '[\\u4e00-\\u9fa5（）]';
const SERIAL = '〔(?:19|20)\\d{2}〕第?\\d{1,8}号';
const PENALTY_DECISION = new RegExp(
  `^(?:${AUTHORITY}{1,12}消[\\u4e00-\\u9fa5]{0,4}罚决字|${AUTHORITY}{1,12}公（?消）?[\\u4e00-\\u9fa5]{0,4}决字)${SERIAL}$`,
);
const LENGTH_MAX = 128; // the column `CF_WSH` of the double-publicity record

/**
 * The number of a fire penalty decision (行政处罚决定书文号) as it is kept, `廊消行罚决字〔2024〕第0001号`.
 * Refusals in this order: those of `storableText` and `undamaged`, `required`, `document-number-invalid`.
 */
export function parseDocumentNumber(text: string): string {
  const number = normaliseDocumentNumber(undamaged(storableText(text)));
  if (number === '') throw new Refusal('required');
  if (!PENALTY_DECISION.test(number)) throw new Refusal('document-number-invalid');
  return number;
}

/**
 * The number of any other paper (commitment, hazard notice, listing decision, revocation) as it is kept. Their forms
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

/** A number whose last part is a serial: what stands before it, the serial without leading zeros, and what follows. */
interface Numbered {
  readonly before: string;
  readonly serial: string;
  readonly after: '号' | '';
  /** How many digits the serial has at least, in the spelling by which the paper is known. */
  readonly width: number;
}

/** `廊消行罚决字〔2024〕第0001号`. */
const IN_YEAR = /^(.*〔\d{4}〕)第?0*(\d{1,8})号$/;
/** `131028ZD20220001`: area, letters, year, serial. */
const IN_REGISTER = /^(\d{6}[A-Z]{1,4}(?:19|20)\d{2})0*(\d{1,8})$/;
/** `2026-RW-1`. */
const IN_LIST = /^(.*[\p{L}\p{N}]-)0*(\d{1,8})$/u;

/** Digits to which somebody fills up a serial: six are met in practice (regulations 8.4). */
const WIDTHS = [1, 2, 3, 4, 5, 6];
const DASHES = /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/g;

function numbered(number: string): Numbered | undefined {
  const written = number.replace(DASHES, '-');
  for (const [form, width] of [
    [IN_YEAR, 4],
    [IN_REGISTER, 4],
    [IN_LIST, 1],
  ] as const) {
    const parts = form.exec(written);
    if (parts?.[1] !== undefined && parts[2] !== undefined) {
      return { before: parts[1], serial: parts[2], after: form === IN_YEAR ? '号' : '', width };
    }
  }
  return undefined;
}

/**
 * The one spelling in which a number is compared: `第` before a serial, and leading zeros up to four digits, as nearly all
 * brigades write it; so the ids of nearly all papers were derived from this very spelling before spellings were folded.
 * Pure and idempotent; a number without a serial is its own.
 */
export function documentNumberKey(number: string): string {
  const folded = normaliseDocumentNumber(number);
  const found = numbered(folded);
  return found === undefined ? folded.replace(DASHES, '-') : spelled(found, found.width, found.after === '号');
}

/** Whether two numbers are one, in whatever spelling. */
export const isSameNumber = (one: string, other: string): boolean =>
  one === other || documentNumberKey(one) === documentNumberKey(other);

/**
 * The spellings under which a paper of this number may be on record: as it is written, then the one spelling of
 * `documentNumberKey`, then the others that older versions kept apart: with and without 第, filled up to so many digits, the
 * brackets ﹝﹞, which look like 〔〕. Ids were derived from what was written, and an id that is stored stays.
 */
export function spellingsOf(number: string): readonly string[] {
  const key = documentNumberKey(number);
  const found = numbered(key);
  if (found === undefined) return unique([number, key]);
  const widths = WIDTHS.filter((width) => width >= found.serial.length);
  if (found.after === '') return unique([number, key, ...widths.map((width) => spelled(found, width, false))]);
  const spellings = widths.flatMap((width) => [spelled(found, width, true), spelled(found, width, false)]);
  return unique([number, key, ...spellings, ...[number, key].map(inLookalikes)]);
}

/** Every way to spell two numbers together, as written first, by `documentNumberKey` second. */
export function spellingsOfBoth(one: string, other: string): readonly (readonly [string, string])[] {
  const others = spellingsOf(other);
  return [
    [one, other],
    [documentNumberKey(one), documentNumberKey(other)],
    ...spellingsOf(one).flatMap((first) => others.map((second) => [first, second] as const)),
  ];
}

const spelled = ({ before, serial, after }: Numbered, width: number, ordinal: boolean): string =>
  `${before}${ordinal ? '第' : ''}${serial.padStart(width, '0')}${after}`;

const inLookalikes = (number: string): string => number.replace(/〔(\d{4})〕/, '﹝$1﹞');

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
