import * as fc from 'fast-check';
import { normaliseDocumentNumber, normaliseName, normaliseText } from './normalise';

describe('text', () => {
  it.each([
    [' 安次区辰丰酒店店\u3000', '安次区辰丰酒店店'],
    ['\uFEFF罚款\u00A0', '罚款'],
    ['９２１３ＡｂＺ', '9213AbZ'],
    ['第\u200B0001号', '第0001号'],
    ['⼤⽅公司', '大方公司'], // look-alike radicals, as copied from a PDF
    ['罚款；责令停产停业。', '罚款；责令停产停业。'],
    ['〔2024〕（广）“甲”、乙，丙：丁', '〔2024〕（广）“甲”、乙，丙：丁'],
  ])('%j -> %j', (written, normal) => {
    expect(normaliseText(written)).toBe(normal);
  });
});

it('every character is read in one way, whatever look it is that finds it', () => {
  const marks = /^(?!\u202E)[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]$/u;
  const folded = /^[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A\u2F00-\u2FDF\uF900-\uFAFF]$/;
  const read = (character: string) => {
    if (marks.test(character)) return '';
    if (/^[\r\u2028\u2029]$/.test(character)) return '\n';
    return folded.test(character) ? character.normalize('NFKC') : character;
  };
  for (let code = 0; code < 0x11_0000; code++) {
    const character = String.fromCodePoint(code);
    if (normaliseText(`甲${character}乙`) !== `甲${read(character)}乙`) throw new Error(code.toString(16));
  }
  expect(normaliseText('甲\u3000')).toBe('甲');
});

describe('a name', () => {
  it.each([
    ['腾讯科技(深圳)有限公司', '腾讯科技（深圳）有限公司'],
    ['腾讯科技（深圳）有限公司', '腾讯科技（深圳）有限公司'],
    [' 固安县 金桥\u3000消防店 ', '固安县金桥消防店'],
    ['ABC  Fire Ltd', 'ABC Fire Ltd'],
    ['ＡＢＣ消防', 'ABC消防'],
  ])('%j -> %j', (written, normal) => {
    expect(normaliseName(written)).toBe(normal);
  });
});

describe('any normaliser', () => {
  const characters = Array.from(' \u3000\uFEFF\u200B9９aＡ()（）[]〔〕【】公消号第2024⼤');
  const text = fc.string({ unit: fc.constantFrom(...characters) });
  it.each([normaliseText, normaliseName, normaliseDocumentNumber])('said twice says the same: %p', (normalise) => {
    fc.assert(
      fc.property(text, (written) => {
        expect(normalise(normalise(written))).toBe(normalise(written));
      }),
      { numRuns: 1000 },
    );
  });

  it('sees at a look that a number is as it is kept, and changes it otherwise: a space before it makes no difference', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('廊消A（）()〔〕﹝﹞2024-'), '〔2024〕') }),
        (written) => {
          expect(normaliseDocumentNumber(written)).toBe(normaliseDocumentNumber(` ${written}`));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
