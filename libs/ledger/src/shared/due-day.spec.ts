import { dueDay } from './due-day';
import { stateCouncilCalendar } from './working-days';

const published = { workingDays: stateCouncilCalendar };

const year = (holidays: string[], workingWeekendDays: string[]) => ({
  holidays: new Set(holidays),
  workingWeekendDays: new Set(workingWeekendDays),
});

describe('the last day of a term in working days', () => {
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
  ])('from %s and %i is %s: %s', (from, count, dueOn) => {
    expect(dueDay(published, from, count)).toEqual({ dueOn, dueOpen: null });
  });

  it('is open, and not guessed, when the count enters a year nobody published', () => {
    const rules = { workingDays: { years: new Map([[2029, year([], [])]]) } };
    expect(dueDay(rules, '2029-12-28', 1)).toEqual({ dueOn: '2029-12-31', dueOpen: null });
    expect(dueDay(rules, '2029-12-28', 2)).toEqual({ dueOn: null, dueOpen: 'calendar-2030' });
    expect(dueDay(rules, '2028-12-28', 5)).toEqual({ dueOn: null, dueOpen: 'calendar-2028' });
  });

  it('is counted by the calendar that is given, also by one that stands nowhere on disk', () => {
    const rules = { workingDays: { years: new Map([[2030, year(['2030-01-01'], ['2030-01-05'])]]) } };
    expect(dueDay(rules, '2030-01-01', 3).dueOn).toBe('2030-01-04');
    expect(dueDay(rules, '2030-01-01', 4).dueOn).toBe('2030-01-05');
  });
});
