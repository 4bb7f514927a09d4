import { addDays, weekday, yearOf, type Day } from './day';
import { Refusal } from './refusal';
import notices from './working-day-calendar.json';

/** Which days are worked, year by year. A year that is not there is not known. */
export interface WorkingDayCalendar {
  readonly years: ReadonlyMap<
    number,
    { readonly holidays: ReadonlySet<Day>; readonly workingWeekendDays: ReadonlySet<Day> }
  >;
}

/** The holiday notices of the State Council in `working-day-calendar.json`; each year says where it comes from. */
export const stateCouncilCalendar: WorkingDayCalendar = {
  years: new Map(
    Object.entries(notices.years).map(([year, notice]) => [
      Number(year),
      { holidays: new Set(notice.holidays), workingWeekendDays: new Set(notice.workingWeekendDays) },
    ]),
  ),
};

/** Refusal: `working-day-calendar-missing` {year}. A shorter deadline than the law gives is never guessed. */
export function isWorkingDay(day: Day, calendar: WorkingDayCalendar): boolean {
  const year = calendar.years.get(yearOf(day));
  if (year === undefined) throw new Refusal('working-day-calendar-missing', { year: yearOf(day) });
  const dayOfWeek = weekday(day);
  return dayOfWeek === 0 || dayOfWeek === 6 ? year.workingWeekendDays.has(day) : !year.holidays.has(day);
}

/**
 * The last day of a term of `count` working days (工作日) from `day`. The count starts on the day after `day`.
 * Refusal: `working-day-calendar-missing` {year} when the count would enter a year without data.
 */
export function addWorkingDays(day: Day, count: number, calendar: WorkingDayCalendar): Day {
  let reached = day;
  for (let left = count; left > 0;) {
    reached = addDays(reached, 1);
    if (isWorkingDay(reached, calendar)) left -= 1;
  }
  return reached;
}
