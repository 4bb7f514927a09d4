import identifiers from '../../../../test/data/identifiers.json';
import { looksLikeCitizenNumber } from './citizen-number';

describe('a citizen number', () => {
  it.each(identifiers.citizenId.valid)('$value is seen: $note', ({ value }) => {
    expect(looksLikeCitizenNumber(value)).toBe(true);
  });

  // Which numbers were ever issued is not asked: better one suspicion too many than a number kept.
  const suspicious = ['131003209912310017'];
  it.each(identifiers.citizenId.invalid.filter(({ value }) => !suspicious.includes(value)))(
    '$value is none: $why',
    ({ value }) => {
      expect(looksLikeCitizenNumber(value)).toBe(false);
    },
  );
  it.each(suspicious)('%s is seen though its birth date is still to come', (value) => {
    expect(looksLikeCitizenNumber(value)).toBe(true);
  });

  it.each(identifiers.uscc.valid)('the credit code $value is none', ({ value }) => {
    expect(looksLikeCitizenNumber(value)).toBe(false);
  });
});
