import { parseInstant } from './instant';
import { Refusal } from './refusal';

describe('an instant', () => {
  it.each([
    ['2026-05-06T08:00:00+08:00', '2026-05-06T00:00:00.000Z'],
    ['2026-05-06T00:00:00Z', '2026-05-06T00:00:00.000Z'],
    ['2026-05-06T00:00:00.123Z', '2026-05-06T00:00:00.123Z'],
    ['2024-02-29T23:59:59-14:00', '2024-03-01T13:59:59.000Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
  ])('is read with its zone: %s', (written, instant) => {
    expect(parseInstant(written)).toBe(instant);
  });

  it.each([
    ['2026-05-06'],
    ['2026-05-06T08:00:00'],
    ['2026-13-06T08:00:00Z'],
    ['2026-05-06T25:00:00Z'],
    ['2026-05-06T24:00:00Z'],
    ['2026-05-06T08:60:00Z'],
    ['2026-05-06T08:00:60Z'],
    ['2026-05-06T08:00:00+15:00'],
    ['2026-02-29T08:00:00Z'],
    ['2026-02-30T08:00:00Z'],
    ['2026-04-31T08:00:00Z'],
    ['2026-11-31T08:00:00+08:00'],
    ['2026-00-10T08:00:00Z'],
    ['2026-01-00T08:00:00Z'],
    ['0000-01-01T00:00:00Z'],
    ['9999-12-31T23:59:59-08:00'],
    ['+010000-01-01T00:00:00Z'],
    ['昨天'],
  ])('is refused without one, or when there is none such: %s', (written) => {
    expect(() => parseInstant(written)).toThrow(new Refusal('instant-invalid'));
  });

  it('is refused when nothing is written', () => {
    expect(() => parseInstant(' ')).toThrow(new Refusal('required'));
  });
});
