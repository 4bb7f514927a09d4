import { specFor } from '../../../../../test/support/given-when-then';
import { stateCouncilCalendar } from '../../shared';
import { calendarOf, publish, workingDayCalendar } from './working-day-calendar';
import { of2027, published2027 } from './working-days.examples';
import { readWorkingDaysPaper } from './working-days-paper';

const { given } = specFor(workingDayCalendar);
const publishing = (wanted: typeof of2027) => publish(stateCouncilCalendar, wanted);

const known = stateCouncilCalendar.years.get(2026);

/** The year 2026 as the program comes with it, said once more. */
const of2026 = readWorkingDaysPaper(
  JSON.stringify({
    year: 2026,
    publishedOn: '2025-11-04',
    source: '国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）',
    holidays: [...(known?.holidays ?? [])],
    workingWeekendDays: [...(known?.workingWeekendDays ?? [])],
  }),
  '2026-11-23',
);

describe('publishing the working days of a year', () => {
  it('publishes a year that nobody knows yet', () => {
    given().when(publishing(of2027)).then(published2027);
  });

  it('stays quiet when repeated', () => {
    given(published2027).when(publishing(of2027)).thenNothing();
  });

  it('refuses other days for a year that was published', () => {
    given(published2027)
      .when(publishing({ ...of2027, holidays: of2027.holidays.slice(1) }))
      .thenRefused('exists-with-different-content', 'year');
  });

  it('refuses other days than the program comes with, and takes the same ones with where they come from', () => {
    given()
      .when(publishing({ ...of2026, workingWeekendDays: [] }))
      .thenRefused('exists-with-different-content', 'year', { year: 2026 });
    given().when(publishing(of2026)).then({ type: 'WorkingDaysPublished', data: of2026 });
  });
});

describe('the calendar of the published years', () => {
  it('has each year with its days', () => {
    const state = [published2027].reduce(workingDayCalendar.evolve, workingDayCalendar.initial);
    expect([...calendarOf(state).years.keys()]).toEqual([2027]);
    expect(calendarOf(state).years.get(2027)?.holidays.has('2027-01-01')).toBe(true);
    expect(calendarOf(state).years.get(2027)?.workingWeekendDays.has('2027-02-20')).toBe(true);
  });
});
