import { specFor } from '../../../../../test/support/given-when-then';
import { stateCouncilCalendar } from '../../shared';
import { calendarOf, publish, workingDayCalendar } from './working-day-calendar';
import { of2026, of2027, published2027 } from './working-days.examples';

const { given } = specFor(workingDayCalendar);
const publishing = (wanted: typeof of2027) => publish(wanted, stateCouncilCalendar);

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
