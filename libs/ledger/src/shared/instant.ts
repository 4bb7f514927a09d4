import { parseDay } from './day';
import { Refusal } from './refusal';
import { storableText } from './storable-text';

const WRITTEN =
  /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/**
 * An instant with its offset (`2026-05-06T08:00:00Z`, `…+08:00`) -> UTC with milliseconds, `…Z`. Without an offset it is
 * no instant; nor is one on a day that no calendar has (30 February), or of a year that is not written with four digits in UTC.
 * Refusals in this order: that of `storableText`, `required`, `instant-invalid`.
 */
export function parseInstant(text: string): string {
  const written = storableText(text).replace(' ', '+'); // an unescaped + of a query string arrives as a space
  if (written === '') throw new Refusal('required');
  const day = WRITTEN.exec(written)?.[1];
  if (day === undefined || !isDay(day)) throw new Refusal('instant-invalid');
  const instant = new Date(written).toISOString();
  if (instant.length !== '2026-05-06T08:00:00.000Z'.length) throw new Refusal('instant-invalid');
  return instant;
}

/** Read by `parseDay`: the date of JavaScript takes 30 February for 2 March. */
function isDay(text: string): boolean {
  try {
    parseDay(text);
    return true;
  } catch {
    return false;
  }
}
