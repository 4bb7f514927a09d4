import { wholeNumberIn } from './whole-number';

describe('a whole number in a text', () => {
  it.each([
    ['0', 0],
    ['7', 7],
    ['007', 7],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ])('is %s', (text, number) => {
    expect(wholeNumberIn(text)).toBe(number);
  });

  it.each(['', ' ', ' 7', '1e1', '0x2', '1.0', '-1', '+1', '１', '1_000', 'NaN', '9007199254740992', '9'.repeat(40)])(
    'is not %j',
    (text) => {
      expect(wholeNumberIn(text)).toBeUndefined();
    },
  );
});
