import * as fc from 'fast-check';
import identifiers from '../../../../test/data/identifiers.json';
import {
  documentNumberKey,
  isSameNumber,
  parseDocumentNumber,
  parseDocumentTitle,
  spellingsOf,
  spellingsOfBoth,
} from './document-number';
import { refusalOf } from '../../../../test/support/given-when-then';
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

describe('a number of the years in which the brigades belonged to public security', () => {
  it.each([
    ['廊安公（消）行罚决字〔2018〕0015号', '廊安公（消）行罚决字〔2018〕0015号'],
    ['廊安公(消)行罚决字[2018]第0016号', '廊安公（消）行罚决字〔2018〕第0016号'],
    ['廊公〔消〕行罚决字〔2016〕第3号', '廊公（消）行罚决字〔2016〕第3号'],
    ['廊公消行罚决字〔2015〕第0016号', '廊公消行罚决字〔2015〕第0016号'],
    ['廊公（消）决字〔2009〕第0016号', '廊公（消）决字〔2009〕第0016号'],
  ])('%s is read as %s', (written, number) => {
    expect(parseDocumentNumber(written)).toBe(number);
  });

  it.each(['廊公行罚决字〔2018〕0015号', '廊公（消）字〔2018〕0015号', '（消）行罚字〔2018〕0015号'])(
    '%s is no decision of a brigade',
    (written) => {
      expect(() => parseDocumentNumber(written)).toThrow(new Refusal('document-number-invalid'));
    },
  );
});

describe('one number in several spellings', () => {
  it.each([
    ['廊消行罚决字〔2026〕第0201号', ['廊消行罚决字〔2026〕201号', '廊消行罚决字﹝2026﹞第00201号']],
    ['廊消行罚决字〔2026〕第100066号', ['廊消行罚决字[2026]100066号', '廊消行罚决字【2026】第00100066号']],
    ['廊消行罚决字〔2026〕第0000号', ['廊消行罚决字〔2026〕0号']],
    ['131028ZD20220001', ['131028zd20221', '131028ZD202200001']],
    ['2026-RW-1', ['2026-RW-01', '2026－RW－1', '2026—rw—001']],
    ['广消责改〔2026〕第0012号', ['广消责改〖2026〗12号', '广消责改《2026》第012号', '广消责改❲2026❳第12号']],
  ])('%s has one key, whatever %j', (key, others) => {
    expect(documentNumberKey(key)).toBe(key);
    for (const other of others) {
      expect(documentNumberKey(other)).toBe(key);
      expect(isSameNumber(other, key)).toBe(true);
    }
  });

  it.each([
    ['廊消行罚决字〔2026〕第0201号', '廊消行罚决字〔2025〕第0201号'],
    ['廊消行罚决字〔2026〕第0201号', '廊消行罚决字〔2026〕第2010号'],
    ['廊消行罚决字〔2026〕第0201号', '固消行罚决字〔2026〕第0201号'],
    ['廊（广）消行罚决字〔2026〕第0201号', '廊消行罚决字〔2026〕第0201号'],
    ['131028ZD20220001', '131028CN20220001'],
    ['131028ZD20220001', '131028ZD20220010'],
    ['2026-RW-1', '2026-RW-10'],
    ['2026-SSJ-1', '2026-RW-1'],
  ])('%s is not %s', (one, other) => {
    expect(isSameNumber(one, other)).toBe(false);
  });

  it('keeps a number without a serial as it is, and says a key of a key once more', () => {
    expect(documentNumberKey('市政府督办单')).toBe('市政府督办单');
    expect(spellingsOf('市政府督办单')).toEqual(['市政府督办单']);
    const text = fc.string({ unit: fc.constantFrom(...'消〔〕第0123号-AZ6（）') });
    fc.assert(
      fc.property(text, (written) => {
        const key = documentNumberKey(written);
        expect(documentNumberKey(key)).toBe(key);
      }),
    );
  });

  it('is looked for as it is written, then by its key, then in every spelling that an older version kept', () => {
    const spellings = spellingsOf('廊消行罚决字〔2026〕201号');
    expect(spellings.slice(0, 2)).toEqual(['廊消行罚决字〔2026〕201号', '廊消行罚决字〔2026〕第0201号']);
    expect(spellings).toEqual(
      expect.arrayContaining([
        '廊消行罚决字〔2026〕第201号',
        '廊消行罚决字〔2026〕0201号',
        '廊消行罚决字〔2026〕第000201号',
        '廊消行罚决字﹝2026﹞第0201号',
      ]),
    );
    expect(new Set(spellings).size).toBe(spellings.length);
    expect(spellingsOfBoth('2026-SSJ-4', '2026-RW-1').slice(0, 2)).toEqual([
      ['2026-SSJ-4', '2026-RW-1'],
      ['2026-SSJ-4', '2026-RW-1'],
    ]);
  });
});
