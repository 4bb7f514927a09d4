import identifiers from '../../../../test/data/identifiers.json';
import { refusalOf } from '../../../../test/support/given-when-then';
import { parseIdentityNumber, parseIdentityType } from './identity-document';

describe('a document that names a natural person', () => {
  it.each(identifiers.citizenId.valid)('citizen number $value: $note', ({ value }) => {
    expect(parseIdentityNumber('身份证', ` ${value.slice(0, 6)} ${value.slice(6).toLowerCase()}\u3000`)).toBe(value);
  });

  it.each(identifiers.citizenId.legacy15)('an old number of 15 digits is none any more: $value', ({ value }) => {
    expect(refusalOf(() => parseIdentityNumber('身份证', value))).toMatchObject({ code: 'citizen-number-invalid' });
  });

  it('of other kinds is letters and digits, in one spelling', () => {
    expect(parseIdentityNumber('护照', 'e 1234-5678')).toBe('E12345678');
    expect(refusalOf(() => parseIdentityNumber('护照', '护照一二三')).code).toBe('identity-number-invalid');
    expect(refusalOf(() => parseIdentityNumber('护照', ' ')).code).toBe('required');
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
