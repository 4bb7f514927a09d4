import { addDays, type Day, type Due, type DueOpen, type WorkingDayCalendar, yearOf, yearWaitedFor } from '../shared';

/** Notices for the next year come in November; from its first day a missing one is work. Our default. */
const askedForFrom = '11-01';

/** A year whose working days somebody has to load, as a thing due. */
export interface CalendarWork {
  readonly year: number;
  readonly due: Due;
}

/**
 * The years whose working days the operator has to load: those that open days wait for, this year, and from 1 November the next
 * one. A year that is there is no work. Pure.
 */
export function calendarWork(
  { years }: WorkingDayCalendar,
  today: Day,
  waitedFor: readonly DueOpen[],
): readonly CalendarWork[] {
  const thisYear = yearOf(today);
  const next = today >= `${thisYear}-${askedForFrom}` ? [thisYear + 1] : [];
  const wanted = new Set([...waitedFor.map(yearWaitedFor), thisYear, ...next]);
  return [...wanted]
    .filter((year) => !years.has(year))
    .sort((one, other) => one - other)
    .map((year) => ({ year, due: toLoad(year) }));
}

function toLoad(year: number): Due {
  return {
    what: 'load-working-days',
    title: `载入${year}年工作日历（npm run calendar -- load 文件）`,
    whose: 'operator',
    until: addDays(`${year}-01-01`, -1),
    dueOpen: null,
    days: 'calendar',
    basis: `国务院办公厅关于${year}年部分节假日安排的通知`,
    since: `${year - 1}-${askedForFrom}`,
    commandId: null,
  };
}
