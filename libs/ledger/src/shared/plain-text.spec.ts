import identifiers from '../../../../test/data/identifiers.json';
import { refusalOf } from '../../../../test/support/given-when-then';
import { normaliseText } from './normalise';
import { containsCitizenNumber, plainText } from './plain-text';

describe('plain text', () => {
  it.each(identifiers.citizenId.valid)('may not hold the citizen number $value, wherever it stands', ({ value }) => {
    for (const text of [value, value.toLowerCase(), `店长王某（${value}）在场`, `身份证号${value}，`]) {
      expect(containsCitizenNumber(text)).toBe(true);
      const refused = refusalOf(() => plainText(text));
      expect(refused.code).toBe('citizen-number-in-text');
      expect(JSON.stringify(refused)).not.toContain(value);
    }
  });

  it('is looked at after it was normalised, so that full-width digits hide nothing', () => {
    expect(containsCitizenNumber(normaliseText('１３１００２１９０００１０１００１Ｘ'))).toBe(true);
  });

  it.each([
    '',
    '91131002MA0EXAM4X5',
    '二层安全出口2处堵塞',
    '131002190001010011',
    '013100219000101001X',
    '13100219000101001XA',
  ])('may be %j', (text) => {
    expect(plainText(text)).toBe(text);
  });

  it('may not look like sealed text, which would be opened for its reader', () => {
    const token = 'pd1.0a0b0c0d-1111-4222-8333-444455556666.name.AAAA';
    expect(refusalOf(() => plainText(token)).code).toBe('record-not-storable');
  });
});
