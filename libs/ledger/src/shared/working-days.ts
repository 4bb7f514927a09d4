import { weekday, yearOf, type Day } from './day';
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

/** Refusal: `working-day-calendar-missing` {year}. Terms are counted by `dueDay`, which leaves the day open instead. */
export function isWorkingDay(day: Day, calendar: WorkingDayCalendar): boolean {
  const year = calendar.years.get(yearOf(day));
  if (year === undefined) throw new Refusal('working-day-calendar-missing', { year: yearOf(day) });
  const dayOfWeek = weekday(day);
  return dayOfWeek === 0 || dayOfWeek === 6 ? year.workingWeekendDays.has(day) : !year.holidays.has(day);
}
