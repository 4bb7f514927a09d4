import { Refusal, sameContent, type WorkingDayCalendar } from '../../shared';
import { type WorkingDaysEvent, workingDaysEvents, type WorkingDaysPublished } from './working-days.events';

/** All years stand in one stream, one event per year, so the holder of the rules reads one stream. */
export const calendarId = 'state-council';

/** What is known of each year, by its number. */
export interface PublishedYears {
  readonly years: Readonly<Record<string, WorkingDaysPublished['data']>>;
}

const initial: PublishedYears = { years: {} };

const evolve = ({ years }: PublishedYears, { data }: WorkingDaysEvent): PublishedYears => ({
  years: { ...years, [data.year]: data },
});

export const workingDayCalendar = {
  category: 'workingDayCalendar',
  initial,
  evolve,
  ...workingDaysEvents,
};

/**
 * 公布工作日历. A year that comes with the program may be published again with its source, but not with other days.
 * Refusals in this order: `exists-with-different-content` {year} (published otherwise before, or other days than the program's own).
 */
export const publish =
  (builtIn: WorkingDayCalendar, wanted: WorkingDaysPublished['data']) =>
  ({ years }: PublishedYears): WorkingDaysEvent[] => {
    const before = years[wanted.year];
    if (before !== undefined) return sameContent(before, wanted, 'year');
    const known = builtIn.years.get(wanted.year);
    const differs =
      known &&
      !(isSame(known.holidays, wanted.holidays) && isSame(known.workingWeekendDays, wanted.workingWeekendDays));
    if (differs) throw new Refusal('exists-with-different-content', { year: wanted.year }, 'year');
    return [{ type: 'WorkingDaysPublished', data: wanted }];
  };

const isSame = (known: ReadonlySet<string>, wanted: readonly string[]): boolean =>
  known.size === wanted.length && wanted.every((day) => known.has(day));

/** The years as rules count by them. */
export const calendarOf = ({ years }: PublishedYears): WorkingDayCalendar => ({
  years: new Map(
    Object.values(years).map(({ year, holidays, workingWeekendDays }) => [
      year,
      { holidays: new Set(holidays), workingWeekendDays: new Set(workingWeekendDays) },
    ]),
  ),
});
