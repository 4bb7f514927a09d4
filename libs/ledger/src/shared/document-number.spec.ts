import identifiers from '../../../../test/data/identifiers.json';
import { refusalOf } from '../../../../test/support/given-when-then';
import { parseDocumentNumber, parseDocumentTitle } from './document-number';
import { Refusal } from './refusal';

const { valid, normalisable, invalid } = identifiers.penaltyDocNo;

describe('the number of a penalty decision', () => {
  it.each(valid)('$value is valid as it stands', ({ value }) => {
    expect(parseDocumentNumber(value)).toBe(value);
  });

  it.each(normalisable)('$value is read as $normalisedTo: $why', ({ value, normalisedTo }) => {
    expect(parseDocumentNumber(value)).toBe(normalisedTo);
  });

  it.each([
    ['廊(广)消行罚决字(2024)第0107号', '廊（广）消行罚决字〔2024〕第0107号'],
    ['安消行罚决字[２０２２]第０００２号', '安消行罚决字〔2022〕第0002号'],
    ['廊消行罚决字【2024】第0001号\u3000', '廊消行罚决字〔2024〕第0001号'],
  ])('%s is read as %s', (written, number) => {
    expect(parseDocumentNumber(written)).toBe(number);
  });

  it.each(invalid)('$value is refused: $why', ({ value }) => {
    expect(() => parseDocumentNumber(value)).toThrow(new Refusal('document-number-invalid'));
  });

  it.each(['', ' \u3000'])('%j is missing', (nothing) => {
    expect(() => parseDocumentNumber(nothing)).toThrow(new Refusal('required'));
  });
});

describe('the number of another paper', () => {
  it.each([
    ['131002cn202400002', '131002CN202400002'],
    [' 131028ＺＤ20220001\u3000', '131028ZD20220001'],
    ['廊消列字[2024] 第1号', '廊消列字〔2024〕第1号'],
    ['廊消列字〔2024〕第1号', '廊消列字〔2024〕第1号'],
  ])('%s is read as %s', (written, title) => {
    expect(parseDocumentTitle(written)).toBe(title);
  });

  it('is refused when missing, without any letter or digit, or too long', () => {
    expect(() => parseDocumentTitle(' ')).toThrow(new Refusal('required'));
    for (const text of ['——', '号'.repeat(129)]) {
      expect(() => parseDocumentTitle(text)).toThrow(new Refusal('document-number-invalid'));
    }
  });

  it.each([parseDocumentTitle, parseDocumentNumber])('names the character that nobody sees: %p', (parse) => {
    expect(parse('廊消行罚决字〔2026〕第1802号\u202C')).toBe('廊消行罚决字〔2026〕第1802号');
    const refused = (text: string) => refusalOf(() => parse(text));
    expect(refused('廊消行罚决字〔2026〕\u0000第1802号')).toMatchObject({
      code: 'text-not-storable',
      facts: { character: 'U+0000', at: 13 },
    });
    for (const character of ['\u202E', '\uD83D', '\u0085', '\uFFFE', '\uFFFD'])
      expect(refused(`廊消行罚决字〔2026〕第${character}1802号`).code).toBe('text-not-storable');
  });
});
