import chineseDays from 'chinese-days';
import { addDays, weekday } from './day';
import { Refusal } from './refusal';
import notices from './working-day-calendar.json';
import { isWorkingDay, stateCouncilCalendar } from './working-days';

describe('working days', () => {
  it('are never guessed for a year without data', () => {
    const missing = (year: number) => new Refusal('working-day-calendar-missing', { year });
    expect(() => isWorkingDay('2027-01-04', stateCouncilCalendar)).toThrow(missing(2027));
    expect(() => isWorkingDay('2018-12-31', stateCouncilCalendar)).toThrow(missing(2018));
  });

  it('can follow another calendar', () => {
    const calendar = {
      years: new Map([[2030, { holidays: new Set(['2030-01-01']), workingWeekendDays: new Set<string>() }]]),
    };
    expect(isWorkingDay('2030-01-01', calendar)).toBe(false);
    expect(isWorkingDay('2030-01-02', calendar)).toBe(true);
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
