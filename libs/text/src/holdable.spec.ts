import { cut, holdable, isHoldable } from './holdable';

/** By code point: each is refused by some store, read model, platform or file. */
const unholdable = [0x00, 0x01, 0x08, 0x0b, 0x0c, 0x0e, 0x1b, 0x1f, 0x7f, 0xd800, 0xdbff, 0xdc00, 0xdfff];
const name = (code: number) => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;

describe('what can be held', () => {
  it.each(unholdable.map((code) => [name(code), String.fromCharCode(code)]))('is not %s', (_, character) => {
    expect(isHoldable(`单位${character}`)).toBe(false);
    expect(holdable(`单${character}位`)).toBe('单\uFFFD位');
  });

  it.each(['', '单位\t一\r\n二', '𠮷😀', 'é\u0301', '\uFFFD'])('is %j', (text) => {
    expect(isHoldable(text)).toBe(true);
    expect(holdable(text)).toBe(text);
  });

  it('is found in every text and name of a value', () => {
    const value = { 'a\0': ['b\uD800c', 1, null, { d: '\u0007' }], e: true };
    expect(holdable(value)).toEqual({ 'a\uFFFD': ['b\uFFFDc', 1, null, { d: '\uFFFD' }], e: true });
  });
});

describe('a cut', () => {
  it.each([
    ['甲乙丙', 2, '甲乙'],
    ['甲乙', 5, '甲乙'],
    ['甲😀乙', 2, '甲'],
    ['甲😀乙', 3, '甲😀'],
    ['甲\uD800', 2, '甲'],
    ['\uDC00甲', 2, '\uFFFD甲'],
    ['', 0, ''],
  ])('of %j at %d is %j', (text, max, expected) => {
    expect(cut(text, max)).toBe(expected);
  });
});
