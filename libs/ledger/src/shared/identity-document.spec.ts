import identifiers from '../../../../test/data/identifiers.json';
import { refusalOf } from '../../../../test/support/given-when-then';
import { parseIdentityNumber, parseIdentityType } from './identity-document';

const today = '2026-11-28';

/** GB 11643-1999. */
function withCheckCharacter(stem: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(stem.charAt(index)), 0);
  return stem + '10X98765432'.charAt(sum % 11);
}

describe('a document that names a natural person', () => {
  it.each(identifiers.citizenId.valid)('citizen number $value: $note', ({ value }) => {
    expect(parseIdentityNumber('身份证', ` ${value.slice(0, 6)} ${value.slice(6).toLowerCase()}\u3000`, today)).toBe(
      value,
    );
  });

  it.each(identifiers.citizenId.legacy15)('an old number of 15 digits is none any more: $value', ({ value }) => {
    expect(refusalOf(() => parseIdentityNumber('身份证', value, today))).toMatchObject({
      code: 'citizen-number-invalid',
    });
  });

  it.each(['131003202611290012', '131003209912310017'])('a birth date that is still to come is none: %s', (stem) => {
    const number = withCheckCharacter(stem.slice(0, 17));
    expect(refusalOf(() => parseIdentityNumber('身份证', number, today)).code).toBe('citizen-number-invalid');
  });

  it('a birth date of today is one', () => {
    const number = withCheckCharacter('13100320261128001');
    expect(parseIdentityNumber('身份证', number, today)).toBe(number);
  });

  it.each([['131003.19010203.0024'], ['131003—19010203—0024'], ['131003_19010203_0024']])(
    'is one number however it is split: %s',
    (written) => {
      expect(parseIdentityNumber('身份证', written, today)).toBe('131003190102030024');
    },
  );

  it('of other kinds is letters and digits, in one spelling', () => {
    expect(parseIdentityNumber('护照', 'e 1234-5678', today)).toBe('E12345678');
    expect(refusalOf(() => parseIdentityNumber('护照', '护照一二三', today)).code).toBe('identity-number-invalid');
    expect(refusalOf(() => parseIdentityNumber('护照', ' ', today)).code).toBe('required');
  });

  it.each([
    ['身份证', '身份证'],
    [' 居民身份证', '身份证'],
    ['护照', '护照'],
  ])('is of a kind: %s', (written, type) => {
    expect(parseIdentityType(written)).toBe(type);
  });

  it('of no known kind is refused, without repeating what may be a number in the wrong field', () => {
    const refused = refusalOf(() => parseIdentityType('13100219000101001X'));
    expect(refused).toMatchObject({ code: 'identity-type-unknown', facts: {} });
  });
});
