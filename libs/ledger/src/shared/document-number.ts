import { normaliseDocumentNumber } from './normalise';
import { plainText } from './plain-text';
import { Refusal } from './refusal';

/**
 * Authority, 消…罚决字, year, serial. Tolerant on purpose: abbreviations and serial lengths vary from brigade to brigade. Until 2019
 * the brigades belonged to public security and wrote 公（消）行罚决字, before that also 公（消）决字: general knowledge, not sourced.
 */
const AUTHORITY = '[\\u4e00-\\u9fa5（）]';
const SERIAL = '〔(?:19|20)\\d{2}〕第?\\d{1,8}号';
const PENALTY_DECISION = new RegExp(
  `^(?:${AUTHORITY}{1,12}消[\\u4e00-\\u9fa5]{0,4}罚决字|${AUTHORITY}{1,12}公（?消）?[\\u4e00-\\u9fa5]{0,4}决字)${SERIAL}$`,
);
const CONTROL = /\p{Cc}/u;
const LENGTH_MAX = 128; // the column `CF_WSH` of the double-publicity record

/**
 * The number of a fire penalty decision (行政处罚决定书文号) as it is kept, `廊消行罚决字〔2024〕第0001号`.
 * Refusals in this order: `required`, `document-number-invalid`.
 */
export function parseDocumentNumber(text: string): string {
  const number = normaliseDocumentNumber(text);
  if (number === '') throw new Refusal('required');
  if (!PENALTY_DECISION.test(number)) throw new Refusal('document-number-invalid');
  return number;
}

/**
 * The number of any other paper (commitment, hazard notice, listing decision, revocation) as it is kept. Their forms
 * are not published, so only what could not be a number at all is refused.
 * Refusals in this order: `required`, `document-number-invalid` (no letter or digit, control characters, over 128 characters),
 * those of `plainText`.
 */
export function parseDocumentTitle(text: string): string {
  const title = normaliseDocumentNumber(text);
  if (title === '') throw new Refusal('required');
  if (title.length > LENGTH_MAX || CONTROL.test(title) || !/[\p{L}\p{N}]/u.test(title)) {
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

/** Digits a serial may have: no stored number has more (`parseDocumentNumber`). */
const SERIAL_MAX = 8;
const DASHES = /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/g;
const KEPT_DASHES = ['－', '—'] as const;
/** Pairs around a year that older versions of the ledger kept as they were written. */
const KEPT_BRACKETS = ['﹝﹞', '〖〗', '﹙﹚', '︹︺', '❲❳', '「」', '{}', '｛｝', '《》', '〈〉', '<>'] as const;

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
 * Every spelling under which a paper of this number may be on record: as it is written, then the one spelling of
 * `documentNumberKey`, then the others. Ids were derived from what was written, and an id that is stored stays.
 */
export function spellingsOf(number: string): readonly string[] {
  const key = documentNumberKey(number);
  const found = numbered(key);
  if (found === undefined) return unique([number, key, ...kept(number)]);
  const widths = Array.from({ length: SERIAL_MAX - found.serial.length + 1 }, (_, more) => found.serial.length + more);
  const spellings = widths.flatMap((width) =>
    found.after === '号' ? [spelled(found, width, true), spelled(found, width, false)] : [spelled(found, width, false)],
  );
  return unique([number, key, ...spellings, ...[number, key].flatMap(kept)]);
}

/** Every way to spell several numbers together, as written first, by `documentNumberKey` second. */
export function spellingsOfAll(numbers: readonly string[]): readonly (readonly string[])[] {
  const all = numbers
    .map(spellingsOf)
    .reduce<string[][]>(
      (sofar, spellings) => sofar.flatMap((before) => spellings.map((one) => [...before, one])),
      [[]],
    );
  return [[...numbers], numbers.map(documentNumberKey), ...all];
}

const spelled = ({ before, serial, after }: Numbered, width: number, ordinal: boolean): string =>
  `${before}${ordinal ? '第' : ''}${serial.padStart(width, '0')}${after}`;

/** The same number with brackets and dashes as older versions kept them. */
const kept = (number: string): readonly string[] => [
  ...(/〔\d{4}〕/.test(number)
    ? KEPT_BRACKETS.map((pair) => number.replace(/〔(\d{4})〕/, `${pair.charAt(0)}$1${pair.charAt(1)}`))
    : []),
  ...(number.includes('-') ? KEPT_DASHES.map((dash) => number.replaceAll('-', dash)) : []),
];

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
