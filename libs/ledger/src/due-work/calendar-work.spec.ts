import { calendarWork } from './calendar-work';

const until = (last: number) => ({
  years: new Map(
    Array.from({ length: last - 2020 }, (_, at) => [
      2021 + at,
      { holidays: new Set(''), workingWeekendDays: new Set('') },
    ]),
  ),
});
const yearsToLoad = (...args: Parameters<typeof calendarWork>) => calendarWork(...args).map(({ year }) => year);

describe('the working days somebody has to load', () => {
  it('are those of the next year from 1 November on, not before', () => {
    expect(yearsToLoad(until(2026), '2026-10-31', [])).toEqual([]);
    expect(yearsToLoad(until(2026), '2026-11-01', [])).toEqual([2027]);
    expect(yearsToLoad(until(2027), '2026-11-01', [])).toEqual([]);
  });

  it('are those an open day waits for, at any time of the year', () => {
    expect(yearsToLoad(until(2026), '2026-03-01', ['calendar-2027'])).toEqual([2027]);
    expect(yearsToLoad(until(2026), '2026-12-01', ['calendar-2028', 'calendar-2027'])).toEqual([2027, 2028]);
    expect(yearsToLoad(until(2027), '2026-12-01', ['calendar-2027'])).toEqual([]);
  });

  it('are those of this year when nobody loaded them in time', () => {
    expect(yearsToLoad(until(2026), '2027-02-01', [])).toEqual([2027]);
  });

  it('have to be there before the year begins', () => {
    expect(calendarWork(until(2026), '2026-11-02', [])).toMatchObject([
      { year: 2027, due: { whose: 'operator', since: '2026-11-01', until: '2026-12-31', what: 'load-working-days' } },
    ]);
  });
});
