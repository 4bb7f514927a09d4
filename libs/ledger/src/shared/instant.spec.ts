import { parseInstant } from './instant';
import { Refusal } from './refusal';

describe('an instant', () => {
  it.each([
    ['2026-05-06T08:00:00+08:00', '2026-05-06T00:00:00.000Z'],
    ['2026-05-06T00:00:00Z', '2026-05-06T00:00:00.000Z'],
    ['2026-05-06T00:00:00.123Z', '2026-05-06T00:00:00.123Z'],
  ])('is read with its zone: %s', (written, instant) => {
    expect(parseInstant(written)).toBe(instant);
  });

  it.each([['2026-05-06'], ['2026-05-06T08:00:00'], ['2026-13-06T08:00:00Z'], ['2026-05-06T25:00:00Z'], ['昨天']])(
    'is refused without one, or when there is none such: %s',
    (written) => {
      expect(() => parseInstant(written)).toThrow(new Refusal('instant-invalid'));
    },
  );

  it('is refused when nothing is written', () => {
    expect(() => parseInstant(' ')).toThrow(new Refusal('required'));
  });
});
