import * as fc from 'fast-check';
import { formatWan, parseWan } from './money';
import { Refusal } from './refusal';

describe('an amount in 万元', () => {
  it.each([
    ['2.050000', 2_050_000],
    ['26.45', 26_450_000],
    ['0.000001', 1],
    ['0.3', 300_000],
    ['5', 5_000_000],
    [' ２．０５ ', 2_050_000],
    ['0', 0],
    ['999999.999999', 999_999_999_999],
    ['8.7', 8_700_000], // 8.7 * 1000000 in floating point is 8699999.999999999
  ])('%s is %i fen', (written, fen) => {
    expect(parseWan(written)).toBe(fen);
  });

  it.each(['五万元', '-1', '+1', '1,000', '1e3', '0.0000001', '1000000', '.5', '1.', '0x10', 'NaN', '1 2'])(
    '%s is refused',
    (written) => {
      expect(() => parseWan(written)).toThrow(new Refusal('number-invalid'));
    },
  );

  it.each(['', ' '])('%j is missing', (nothing) => {
    expect(() => parseWan(nothing)).toThrow(new Refusal('required'));
  });

  it('is written with six decimals, and read back exactly', () => {
    expect(formatWan(2_050_000)).toBe('2.050000');
    expect(formatWan(0)).toBe('0.000000');
    fc.assert(fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (fen) => parseWan(formatWan(fen)) === fen));
  });

  it.each([-1, 0.5, Number.NaN])('is never written from %p fen', (fen) => {
    expect(() => formatWan(fen)).toThrow(RangeError);
  });
});
