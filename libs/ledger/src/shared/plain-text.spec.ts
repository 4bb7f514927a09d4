import identifiers from '../../../../test/data/identifiers.json';
import { refusalOf } from '../../../../test/support/given-when-then';
import { normaliseText } from './normalise';
import { containsCitizenNumber, mayBePersonalNumber } from './personal-number';
import { plainText } from './plain-text';

describe('plain text', () => {
  it.each(identifiers.citizenId.valid)('may not hold the citizen number $value, wherever it stands', ({ value }) => {
    const split = `${value.slice(0, 6)} ${value.slice(6, 14)}-${value.slice(14)}`;
    const around = [
      `店长王某（${value}）在场`,
      `身份证号${value}，`,
      `ID${value}`,
      `2026-05-06 ${value}`,
      `号码 ${split}`,
    ];
    for (const text of [value, value.toLowerCase(), split, ...around]) {
      expect(containsCitizenNumber(text)).toBe(true);
      const refused = refusalOf(() => plainText(text));
      expect(refused.code).toBe('citizen-number-in-text');
      expect(JSON.stringify(refused)).not.toContain(value);
    }
  });

  it('is looked at after it was normalised, so that full-width digits hide nothing', () => {
    expect(containsCitizenNumber(normaliseText('１３１００２１９０００１０１００１Ｘ'))).toBe(true);
  });

  it.each(['', '91131002MA0EXAM4X5', '二层安全出口2处堵塞', '131002190001010011', '013100219000101001X'])(
    'may be %j',
    (text) => {
      expect(plainText(text)).toBe(text);
    },
  );

  it('may not look like sealed text, which would be opened for its reader', () => {
    const token = 'pd1.0a0b0c0d-1111-4222-8333-444455556666.name.AAAA';
    expect(refusalOf(() => plainText(token)).code).toBe('record-not-storable');
  });
});

describe('a wrong code that is kept all the same', () => {
  it.each([...identifiers.citizenId.valid, ...identifiers.citizenId.invalid, ...identifiers.citizenId.legacy15])(
    'may be somebody’s number: $value',
    ({ value }) => {
      expect(mayBePersonalNumber(value)).toBe(true);
    },
  );

  it.each(['', '123', '91131002MA0EXAM4X6', '某某有限公司'])('may not: %j', (text) => {
    expect(mayBePersonalNumber(text)).toBe(false);
  });
});
