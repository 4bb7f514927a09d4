import * as fc from 'fast-check';
import { refusalOf } from '../../../../test/support/given-when-then';
import { beginningOf, storableText, undamaged } from './storable-text';

const all = Array.from({ length: 0x11_0000 }, (_, code) => code);
const asText = (code: number) => (code < 0x1_0000 ? String.fromCharCode(code) : String.fromCodePoint(code));
const refuses = (code: number) => {
  try {
    storableText(`甲${asText(code)}乙`);
    return false;
  } catch {
    return true;
  }
};

describe('text that can be stored', () => {
  it.each([
    ['U+0000', '\0', '空字符'],
    ['U+0001', '\u0001', '控制字符'],
    ['U+000B', '\v', '控制字符'],
    ['U+001B', '\u001B', '控制字符'],
    ['U+007F', '\x7F', '控制字符'],
    ['U+0085', '\x85', '控制字符'],
    ['U+202E', '\u202E', '从右向左书写符'],
    ['U+D83D', '\uD83D', '半个字符'],
    ['U+DE00', '\uDE00', '半个字符'],
    ['U+FFFE', '\uFFFE', '控制字符'],
    ['U+1FFFF', '\u{1FFFF}', '控制字符'],
  ])('has no %s', (character, text, called) => {
    expect(refusalOf(() => storableText(`甲😀${text}乙`))).toMatchObject({
      code: 'text-not-storable',
      facts: { character, called, at: 3 },
    });
  });

  it.each([
    ['direction marks', '\u200E\u200F\u061C\u202A\u202B\u202C\u202D\u2066\u2067\u2068\u2069'],
    ['zero-width and joining marks', '\u200B\u200C\u200D\u2060\u2061\u2064\u034F'],
    ['variation selectors', '\uFE00\uFE0F\u{E0100}'],
    ['byte order marks and soft hyphens', '\uFEFF\u00AD'],
    ['tags', '\u{E0001}\u{E0041}\u{E007F}'],
    ['fillers', '\u3164\uFFA0\u115F\u180B'],
    ['annotation marks', '\uFFF9\uFFFA\uFFFB'],
  ])('loses what shows nothing: %s', (_, marks) => {
    expect(storableText(`廊坊示例${marks}丁商场${marks}`)).toBe('廊坊示例丁商场');
  });

  it('has the line ends of one system', () => {
    expect(storableText('一\r\n二\r三\u2028四\n五\t六')).toBe('一\n二\n三\n四\n五\t六');
  });

  it('is refused or kept for every character there is, and kept text is that of everybody behind', () => {
    const refused = all.filter(refuses);
    const expected = all.filter(
      (code) =>
        (code < 0x20 && ![9, 10, 13].includes(code)) ||
        (code >= 0x7f && code < 0xa0) ||
        code === 0x202e ||
        (code >= 0xd800 && code < 0xe000) ||
        (code >= 0xfdd0 && code < 0xfdf0) ||
        (code & 0xfffe) === 0xfffe,
    );
    expect(refused).toEqual(expected);
  });

  it('said twice says the same, and any text is refused with a reason or is well formed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (written) => {
        let read: string;
        try {
          read = storableText(written);
        } catch {
          return;
        }
        expect(storableText(read)).toBe(read);
        expect(read.isWellFormed()).toBe(true);
        expect(JSON.stringify(read)).not.toMatch(/\\u/);
      }),
      { numRuns: 2_000 },
    );
  });
});

it('a name in which a character was lost names nobody', () => {
  expect(undamaged('廊坊示例商场')).toBe('廊坊示例商场');
  expect(refusalOf(() => undamaged('廊坊示例\uFFFD\uFFFD商场'))).toMatchObject({
    code: 'text-not-storable',
    facts: { character: 'U+FFFD', called: '乱码', at: 5 },
  });
});

it('a refusal repeats no half of a character', () => {
  expect(beginningOf(`${'甲'.repeat(19)}😀`)).toBe('甲'.repeat(19));
});
