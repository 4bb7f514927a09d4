import { refusalOf } from '../../../../../test/support/given-when-then';
import { readWorkingDaysPaper } from './working-days-paper';
import { of2027, paper2027 } from './working-days.examples';

const read = (change: object, today = '2028-06-01') =>
  readWorkingDaysPaper(JSON.stringify({ ...paper2027, ...change }), today);
const holidays = (...more: string[]) => ({ holidays: [...paper2027.holidays, ...more] });

describe('a file of working days', () => {
  it('is refused when its notice is of a day that has not come', () => {
    expect(read({ publishedOn: '2026-11-23' }, '2026-11-23').publishedOn).toBe('2026-11-23');
    expect(refusalOf(() => read({ publishedOn: '2026-11-24' }, '2026-11-23'))).toMatchObject({
      code: 'date-in-future',
      field: 'publishedOn',
      facts: { today: '2026-11-23' },
    });
  });

  it('is read with its days in order, and a hash of them', () => {
    expect(read({ holidays: paper2027.holidays.toReversed() })).toEqual(of2027);
    expect(of2027).toMatchObject({ year: 2027, publishedOn: '2026-11-05', subjectId: null });
    expect(of2027.daysHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('has the hash of its days, wherever they were read', () => {
    expect(read({ source: '国务院公报' }).daysHash).toBe(of2027.daysHash);
    expect(read({ workingWeekendDays: [] }).daysHash).not.toBe(of2027.daysHash);
  });

  it.each<[string, object, string, string, object]>([
    ['no year', { year: undefined }, 'calendar-year-invalid', 'year', {}],
    ['a year as text', { year: '2027' }, 'calendar-year-invalid', 'year', {}],
    ['a year before all papers', { year: 1927 }, 'calendar-year-invalid', 'year', {}],
    ['no day of its notice', { publishedOn: '' }, 'required', 'publishedOn', {}],
    ['no source', { source: ' ' }, 'required', 'source', {}],
    ['no holidays at all', { holidays: undefined }, 'calendar-malformed', 'holidays', {}],
    ['a day no calendar has', holidays('2027-02-30'), 'date-invalid', 'holidays', {}],
    [
      'a day of another year',
      holidays('2028-01-03'),
      'calendar-day-of-another-year',
      'holidays',
      { day: '2028-01-03' },
    ],
    [
      'a holiday on a Saturday',
      holidays('2027-05-01'),
      'calendar-holiday-on-weekend',
      'holidays',
      { day: '2027-05-01' },
    ],
    [
      'a weekday that is worked anyway',
      { workingWeekendDays: ['2027-02-22'] },
      'calendar-working-day-on-weekday',
      'workingWeekendDays',
      { day: '2027-02-22' },
    ],
    ['a day twice', holidays('2027-06-09'), 'calendar-day-twice', 'holidays', { day: '2027-06-09' }],
    ['hardly any holidays', { holidays: paper2027.holidays.slice(0, 6) }, 'calendar-holidays-missing', 'holidays', {}],
    ['work on New Year', { holidays: paper2027.holidays.slice(1) }, 'calendar-new-year-worked', 'holidays', {}],
    [
      'a notice from after the year',
      { publishedOn: '2028-01-02' },
      'calendar-published-too-late',
      'publishedOn',
      { year: 2027 },
    ],
  ])('is refused with %s', (_what, change, code, field, facts) => {
    const refusal = refusalOf(() => read(change));
    expect(refusal).toMatchObject({ code, field, facts });
  });

  it.each(['', '2027', 'null', '[]', '{"year": 2027'])('is refused when it is no JSON object: %j', (text) => {
    expect(refusalOf(() => readWorkingDaysPaper(text, '2026-11-23')).code).toBe('calendar-malformed');
  });
});
