import { addDays, type Day, type DueDay, isWorkingDay, yearOf } from '../shared';
import type { RuleBook } from './rule-book';

/**
 * The last day of a term of `count` working days (工作日) that begins after `from`: the day itself does not count.
 * Open when the count would enter a year whose working days the book does not hold.
 */
export function dueDay({ workingDays }: Pick<RuleBook, 'workingDays'>, from: Day, count: number): DueDay {
  let reached = from;
  for (let left = count; left > 0;) {
    reached = addDays(reached, 1);
    if (!workingDays.years.has(yearOf(reached))) return { dueOn: null, dueOpen: `calendar-${yearOf(reached)}` };
    if (isWorkingDay(reached, workingDays)) left -= 1;
  }
  return { dueOn: reached, dueOpen: null };
}
