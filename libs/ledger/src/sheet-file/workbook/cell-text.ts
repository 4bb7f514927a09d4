import { cellCharactersMax } from '../csv/csv-records';

const DAY_SECONDS = 86_400;
/** Day 0 of the system that begins in 1900 is 30 December 1899 from March 1900 on: that system has a 29 February 1900. */
const DAY_0 = Date.UTC(1899, 11, 30);
const DAY_0_BEFORE_MARCH_1900 = Date.UTC(1899, 11, 31);
const DAY_0_OF_1904 = Date.UTC(1904, 0, 1);

/**
 * A number as a person reads it in the sheet: fifteen digits at most (more were never kept), no exponent where it can be helped.
 *
 * @param written as it stands in the file, e.g. `46148`, `2.0499999999999998`, `9.1131002E+17`
 */
export function textOfNumber(written: string): string {
  if (/^-?\d+$/.test(written)) return written;
  const number = Number(written);
  if (written.trim() === '' || !Number.isFinite(number)) return written;
  const kept = Number(number.toPrecision(15));
  return Number.isInteger(kept) && Math.abs(kept) < 1e21 ? BigInt(kept).toString() : String(kept);
}

/**
 * A day by its serial number, `YYYY-MM-DD`, with the time of day if it has one; what is no day comes back as the number it is.
 *
 * @param from1904 whether the workbook counts from 1904
 */
export function textOfDay(written: string, from1904: boolean): string {
  const serial = Number(written);
  const seconds = Math.round(serial * DAY_SECONDS);
  const day = Math.floor(seconds / DAY_SECONDS);
  if (!Number.isFinite(serial) || day < (from1904 ? 0 : 1) || day > 2_958_465) return textOfNumber(written);
  if (!from1904 && day === 60) return '1900-02-29'; // no calendar has it, and whoever reads the paper says so
  const zero = from1904 ? DAY_0_OF_1904 : day < 60 ? DAY_0_BEFORE_MARCH_1900 : DAY_0;
  const instant = new Date(zero + seconds * 1000).toISOString();
  return seconds % DAY_SECONDS === 0 ? instant.slice(0, 10) : `${instant.slice(0, 10)} ${instant.slice(11, 19)}`;
}

/** Formats that every workbook has without saying so (ECMA-376, 18.8.30), among them those of Chinese workbooks. */
const DAY_FORMATS = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);

/** Whether a format shows a day. `code` is what the workbook says of it, undefined when it says nothing. */
export function isDayFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return DAY_FORMATS.has(id);
  const [first = ''] = code.split(';');
  return /[yd]/i.test(first.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|General/gi, ''));
}

/** `_x000D_` is a character that XML does not hold, and `_x005F_` the sign that begins such a one. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    : text;

/** Adds to the text of a cell, up to the longest there is, and one more, so that it is seen to be too long. */
export function added(text: string, more: string): string {
  return text.length > cellCharactersMax ? text : (text + more).slice(0, cellCharactersMax + 1);
}
