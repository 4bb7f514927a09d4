import { addDays, type Day, yearOf } from './day';
import type { DueDay } from './due';
import { isWorkingDay, type WorkingDayCalendar } from './working-days';

/**
 * The last day of a term of `count` working days (工作日) that begins after `from`: the day itself does not count.
 * Open when the count would enter a year whose working days these rules do not hold: a term shorter than the law gives is never
 * guessed.
 */
export function dueDay(
  { workingDays }: { readonly workingDays: WorkingDayCalendar },
  from: Day,
  count: number,
): DueDay {
  let reached = from;
  for (let left = count; left > 0;) {
    reached = addDays(reached, 1);
    const year = yearOf(reached);
    if (!workingDays.years.has(year)) return { dueOn: null, dueOpen: `calendar-${year}` };
    if (isWorkingDay(reached, workingDays)) left -= 1;
  }
  return { dueOn: reached, dueOpen: null };
}
