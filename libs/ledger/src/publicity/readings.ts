import type { RuleSet } from '../rule-set';
import { addDays, type Day, termEnd } from '../shared';
import type { Reading } from './readings.rules';

type Readings = Pick<RuleSet, 'readings'>;

/** How a paper is read that was recorded on this day (Asia/Shanghai). */
export function readingOf({ readings }: Readings, recordedOn: Day): Reading {
  const found = readings.findLast(({ recordedFrom }) => recordedFrom === null || recordedFrom <= recordedOn);
  if (found === undefined) throw new Error(`no reading covers what was recorded on ${recordedOn}`);
  return found;
}

/**
 * The last day of a term of months that a paper sets: a record is public, a listing stands, a bar holds through it. Every end of
 * months is asked for here, or of `termEnd`, where it was never read otherwise.
 *
 * @param recordedOn the day on which the paper was recorded; for one that is being recorded, today
 * @param from the day from which the term runs; it is not counted itself
 */
export function lastDayOfTerm(rules: Readings, recordedOn: Day, from: Day, months: number): Day {
  const end = termEnd(from, months);
  return readingOf(rules, recordedOn).termCounting.value === 'through-the-same-day' ? end : addDays(end, -1);
}

/** The first day after it: off the list, no longer public, free to apply again. */
export const firstDayAfterTerm = (...term: Parameters<typeof lastDayOfTerm>): Day => addDays(lastDayOfTerm(...term), 1);
