import * as fc from 'fast-check';
import {
  addDays,
  compareDay,
  dayOfInstant,
  notInFuture,
  parseDay,
  shanghaiHour,
  termEnd,
  weekday,
  yearOf,
} from './day';
import { Refusal } from './refusal';

describe('a written day', () => {
  it.each([
    '2024-01-05',
    '2024-1-5',
    '2024/01/05',
    '2024/1/5',
    '2024年1月5日',
    '2024 年 01 月 05 日',
    '20240105',
    '２０２４－０１－０５',
    ' 2024-01-05\u3000',
  ])('%s is 2024-01-05', (written) => {
    expect(parseDay(written)).toBe('2024-01-05');
  });

  it.each([
    '2023-02-30',
    '2026-02-30',
    '2023-02-29',
    '1900-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-04-31',
    '2024-01-00',
    '24-01-05',
    '2024-01',
    '2024-01/05',
    '2024105',
    '20241305',
    '0000-01-01',
    '1899-12-31',
    '昨天',
    '2024-01-05T00:00:00Z',
  ])('%s is refused', (written) => {
    expect(() => parseDay(written)).toThrow(new Refusal('date-invalid'));
  });

  it.each(['', '\u3000'])('%j is missing', (nothing) => {
    expect(() => parseDay(nothing)).toThrow(new Refusal('required'));
  });

  it('knows leap years', () => {
    expect([parseDay('2024-02-29'), parseDay('2000-02-29')]).toEqual(['2024-02-29', '2000-02-29']);
  });
});

describe('days', () => {
  it('end with the year 9999: a later one would sort before every other', () => {
    expect(addDays('9999-12-31', 1)).toBe('9999-12-31');
    expect(termEnd('9999-12-31', 36)).toBe('9999-12-31');
    expect(dayOfInstant('9999-12-31T16:00:00.000Z')).toBe('9999-12-31');
  });

  it('are not in the future up to today', () => {
    expect(notInFuture('2026-01-01', '2026-01-01')).toBe('2026-01-01');
    expect(() => notInFuture('2026-01-02', '2026-01-01')).toThrow(
      new Refusal('date-in-future', { today: '2026-01-01' }),
    );
  });

  it.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2023-02-28', 1, '2023-03-01'],
    ['2024-12-31', 1, '2025-01-01'],
    ['2024-01-01', -1, '2023-12-31'],
    ['2000-03-01', -1, '2000-02-29'],
    ['1969-12-31', 1, '1970-01-01'],
  ])('%s and %i days is %s', (day, days, later) => {
    expect(addDays(day, days)).toBe(later);
  });

  it.each([
    ['2024-01-31', 1, '2024-02-29'],
    ['2023-01-31', 1, '2023-02-28'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 36, '2027-02-28'],
    ['2024-11-30', 3, '2025-02-28'],
    ['2024-12-15', 1, '2025-01-15'],
    ['2023-12-31', 14, '2025-02-28'],
    ['2023-02-28', 12, '2024-02-28'],
    ['2024-10-31', 1, '2024-11-30'],
    ['2024-03-31', 0, '2024-03-31'],
  ])('a term from %s of %i months ends with %s', (day, months, later) => {
    expect(termEnd(day, months)).toBe(later);
  });

  it('a term ends as one who leafs through the calendar finds it', () => {
    const anyDay = fc
      .integer({ min: Date.UTC(1900, 0, 1) / 86_400_000, max: Date.UTC(2200, 11, 31) / 86_400_000 })
      .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 60 }), (day, months) => {
        expect(termEnd(day, months)).toBe(leafedThrough(day, months));
      }),
    );
  });

  it('begin at 16:00 UTC', () => {
    expect(dayOfInstant('2024-01-04T15:59:59.999Z')).toBe('2024-01-04');
    expect(dayOfInstant('2024-01-04T16:00:00.000Z')).toBe('2024-01-05');
    expect(dayOfInstant(new Date('2023-12-31T16:00:00Z'))).toBe('2024-01-01');
    expect(() => dayOfInstant('yesterday')).toThrow(RangeError);
  });

  it.each([
    ['2024-01-04T15:59:59.999Z', 23],
    ['2024-01-04T16:00:00.000Z', 0],
    ['2024-01-04T19:30:00.000Z', 3],
    ['1969-12-31T23:00:00.000Z', 7],
  ])('have hours of their own: at %s it is %i in Shanghai', (instant, hour) => {
    expect(shanghaiHour(new Date(instant))).toBe(hour);
  });

  it('sort as text', () => {
    expect(['2024-10-01', '2023-12-31', '2024-09-30', '2024-10-01'].sort(compareDay)).toEqual([
      '2023-12-31',
      '2024-09-30',
      '2024-10-01',
      '2024-10-01',
    ]);
  });

  it('agree with the calendar of the platform, a day and a week at a time', () => {
    const anyDay = fc.integer({ min: -25567, max: 80000 }); // from 1900-01-01 on
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -20000, max: 20000 }), (number, days) => {
        const date = new Date(number * 86_400_000);
        const day = date.toISOString().slice(0, 10);
        expect(dayOfInstant(date)).toBe(day);
        expect(weekday(day)).toBe(date.getUTCDay());
        expect(yearOf(day)).toBe(date.getUTCFullYear());
        expect(addDays(day, days)).toBe(new Date((number + days) * 86_400_000).toISOString().slice(0, 10));
        expect(addDays(addDays(day, days), -days)).toBe(day);
        expect(parseDay(day)).toBe(day);
      }),
      { numRuns: 2000 },
    );
  });
});

/** Day by day: into the wanted month, on to the day of the same number, and back by one when the month has none. */
function leafedThrough(day: string, months: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  const number = at.getUTCDate();
  const step = (days: number) => at.setUTCDate(at.getUTCDate() + days);
  for (let turned = 0; turned < months; turned++) {
    const month = at.getUTCMonth();
    while (at.getUTCMonth() === month) step(1);
  }
  const wanted = at.getUTCMonth();
  while (at.getUTCDate() !== number && at.getUTCMonth() === wanted) step(1);
  if (at.getUTCMonth() !== wanted) step(-1);
  return at.toISOString().slice(0, 10);
}
