import identifiers from '../../../../test/data/identifiers.json';
import { refusalOf } from '../../../../test/support/given-when-then';
import { namesPerson, withoutNaming } from './names-person';
import { containsCitizenNumber, looksLikeTravelDocument, mayBePersonalNumber } from './personal-number';
import { plainText } from './plain-text';

describe('the number of a person', () => {
  const separators = ['.', '．', '·', '_', '—', '–', '－', '/', ':', ' ', '\u3000', '，', '\n', ' . ', '\u200B'];
  it.each(identifiers.citizenId.valid)('is found however it is split: $value', ({ value }) => {
    for (const separator of separators) {
      const parts = [value.slice(0, 6), value.slice(6, 14), value.slice(14, 17), value.slice(17)];
      for (const written of [
        parts.join(separator),
        Array.from(value).join(separator),
        parts.join(separator).toLowerCase(),
      ])
        expect({ written, found: containsCitizenNumber(`2026-05-06，${written}，第2次`) }).toEqual({
          written,
          found: true,
        });
    }
  });

  it('is found in other widths, and between letters', () => {
    expect(containsCitizenNumber('１３１００２１９０００１０１００１Ｘ')).toBe(true);
    expect(containsCitizenNumber('ID13100219000101001XA')).toBe(true);
    expect(containsCitizenNumber('证号131002 1900 0101 001 x在场')).toBe(true);
  });

  it.each([
    '2026-05-06至2026-06-03，罚款20500元',
    '131002室19000101号001楼X单元', // letters stand between
    '131002190001010011', // a wrong check character
    '0131002190001010012X',
    '1'.repeat(4_000),
    '1.'.repeat(2_000),
  ])('is not seen in %s', (text) => {
    expect(containsCitizenNumber(text)).toBe(false);
  });

  it.each(['E12345678', 'e12345678', 'E 1234 5678', '护照EA1234567号', 'H1234567890', 'M12345678', 'E.1234.5678'])(
    'of a travel document has the form of %s',
    (text) => {
      expect(looksLikeTravelDocument(text)).toBe(true);
      expect(mayBePersonalNumber(text)).toBe(true);
    },
  );

  it.each([
    '91131002MA0CAA907G',
    'GB35181-2025',
    'req-0e12345678f',
    '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
    '廊消2026',
  ])('of a travel document has not the form of %s', (text) => {
    expect(looksLikeTravelDocument(text)).toBe(false);
  });

  it.each(['护照e12345678，第六十三条', '护照号码：E 1234 5678', '港澳居民来往内地通行证（H12345678）'])(
    'of a travel document has no place in plain text: %s',
    (text) => {
      expect(refusalOf(() => plainText(text)).code).toBe('personal-data-in-plain-field');
    },
  );

  it.each(['核验护照，2026-05-06检查', '型号E12345678的灭火器', '通行证件已收'])('plain text may say %s', (text) => {
    expect(plainText(text)).toBe(text);
  });
});

describe('the name of a person', () => {
  it.each([
    ['阿依示例•古丽示例过失引起火灾', '阿依示例·古丽示例'],
    ['阿依示例古丽示例过失引起火灾', '阿依示例·古丽示例'],
    ['阿依示例・古丽示例', '阿依示例·古丽示例'],
    ['阿依示例‧古丽示例', '阿依示例·古丽示例'],
    ['阿依示例．古丽示例', '阿依示例·古丽示例'],
    ['王 示 例过失引起火灾', '王示例'],
    ['王\u3000示例', '王示例'],
    ['经办john smith', 'John·Smith'],
    ['ＪＯＨＮ ＳＭＩＴＨ', 'John Smith'],
  ])('is found in %s: %s', (text, name) => {
    expect(namesPerson(text, [name])).toBe(true);
    expect(refusalOf(() => withoutNaming([name])(text)).code).toBe('personal-data-in-plain-field');
  });

  it('is not found where it is not, and one character names nobody', () => {
    expect(namesPerson('王某示例路', ['王示例'])).toBe(false);
    expect(namesPerson('王家庄', ['王'])).toBe(false);
    expect(withoutNaming([])('王示例')).toBe('王示例');
    expect(withoutNaming(['王示例'])(null)).toBeNull();
  });
});
