import chineseDays from 'chinese-days';
import { addDays, weekday } from './day';
import { Refusal } from './refusal';
import notices from './working-day-calendar.json';
import { addWorkingDays, isWorkingDay, stateCouncilCalendar } from './working-days';

describe('working days', () => {
  it.each([
    ['2024-03-08', 1, '2024-03-11', 'over a weekend'],
    ['2024-03-04', 5, '2024-03-11', 'five days are not a week'],
    ['2024-02-09', 1, '2024-02-18', 'over the Spring Festival, to a Sunday that is worked'],
    ['2024-09-30', 7, '2024-10-15', 'over the National Day, with a worked Saturday'],
    ['2025-12-31', 1, '2026-01-04', 'over the New Year, to a Sunday that is worked'],
    ['2026-02-13', 2, '2026-02-24', 'a worked Saturday, then nine days off'],
    ['2020-01-23', 1, '2020-02-03', 'over the Spring Festival that a second notice made longer'],
    ['2019-04-30', 1, '2019-05-05', 'over the Labour Day of the notice that changed it, to a Sunday that is worked'],
    ['2024-03-09', 1, '2024-03-11', 'from a Saturday'],
    ['2024-03-08', 0, '2024-03-08', 'no day at all'],
  ])('%s and %i is %s: %s', (day, count, last) => {
    expect(addWorkingDays(day, count, stateCouncilCalendar)).toBe(last);
  });

  it('are never guessed for a year without data', () => {
    expect(addWorkingDays('2026-12-30', 1, stateCouncilCalendar)).toBe('2026-12-31');
    const missing = (year: number) => new Refusal('working-day-calendar-missing', { year });
    expect(() => addWorkingDays('2026-12-30', 2, stateCouncilCalendar)).toThrow(missing(2027));
    expect(() => isWorkingDay('2018-12-31', stateCouncilCalendar)).toThrow(missing(2018));
  });

  it('can follow another calendar', () => {
    const calendar = {
      years: new Map([[2030, { holidays: new Set(['2030-01-01']), workingWeekendDays: new Set<string>() }]]),
    };
    expect(addWorkingDays('2030-01-01', 1, calendar)).toBe('2030-01-02');
    expect(isWorkingDay('2030-01-01', calendar)).toBe(false);
  });
});

describe('the calendar', () => {
  const years = [2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026];

  it('has every year from 2019 to 2026', () => {
    expect([...stateCouncilCalendar.years.keys()]).toEqual(years);
  });

  // An independent table, for years that are over or announced only: it answers for any other as if it had no holidays.
  it.each(years)('of %i agrees day by day with the table of chinese-days', (year) => {
    const differences: string[] = [];
    for (let day = `${year}-01-01`; day.startsWith(String(year)); day = addDays(day, 1))
      if (isWorkingDay(day, stateCouncilCalendar) !== chineseDays.isWorkday(day)) differences.push(day);
    expect(differences).toEqual([]);
  });

  it.each(Object.entries(notices.years))(
    'of %s lists weekdays as holidays, weekend days as worked, all of that year',
    (year, notice) => {
      const isWeekend = (day: string) => [0, 6].includes(weekday(day));
      expect(notice.holidays.filter(isWeekend)).toEqual([]);
      expect(notice.workingWeekendDays.filter((day) => !isWeekend(day))).toEqual([]);
      expect([...notice.holidays, ...notice.workingWeekendDays].filter((day) => !day.startsWith(year))).toEqual([]);
      expect(notice.source).toContain(year);
    },
  );

  it.each([
    [2019, 250],
    [2020, 249],
    [2021, 250],
    [2022, 249],
    [2023, 249],
    [2024, 251],
    [2025, 248],
    [2026, 248],
  ])('of %i has %i working days', (year, count) => {
    const first = Date.UTC(year, 0, 1);
    const days = Array.from({ length: 366 }, (_, index) =>
      new Date(first + index * 86_400_000).toISOString().slice(0, 10),
    );
    expect(days.filter((day) => day.startsWith(String(year)) && isWorkingDay(day, stateCouncilCalendar))).toHaveLength(
      count,
    );
  });
});
