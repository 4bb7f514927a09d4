import * as fc from 'fast-check';
import identifiers from '../../../../test/data/identifiers.json';
import { isOrganisationCode } from './organisation-code';
import { Refusal } from './refusal';
import { CATEGORIES_BY_DEPARTMENT, parseUscc, usccWarnings } from './uscc';

/** The names of the published vectors -> our refusals. */
const REFUSALS: Readonly<Record<string, string>> = {
  LENGTH: 'uscc-length',
  ILLEGAL_CHARACTER: 'uscc-character',
  REGISTERING_DEPARTMENT: 'uscc-department',
  ORGANISATION_CATEGORY: 'uscc-category',
  AREA_CODE: 'uscc-area-code',
  CHECK_DIGIT: 'uscc-check-character',
};

function refusalOf(text: string): Refusal {
  try {
    parseUscc(text);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error(`${text} was not refused`);
}

describe('a unified social credit code', () => {
  it.each(identifiers.uscc.valid)('$value is valid', ({ value }) => {
    expect(parseUscc(value)).toBe(value);
    expect(usccWarnings(value)).toEqual([]);
  });

  it.each(identifiers.uscc.invalid.filter(({ value, normalisable }) => value !== '' && normalisable !== true))(
    '$value is refused: $why',
    ({ value, code }) => {
      expect(refusalOf(value).code).toBe(REFUSALS[code]);
    },
  );

  it.each(identifiers.uscc.invalid.filter(({ normalisable }) => normalisable === true))(
    '$value is read as $normalisedTo',
    ({ value, normalisedTo }) => {
      expect(parseUscc(value)).toBe(normalisedTo);
    },
  );

  it.each(identifiers.uscc.advisory)('$value is valid with a warning', ({ value }) => {
    expect(parseUscc(value)).toBe(value);
    expect(usccWarnings(value)).toEqual(['uscc-organisation-code']);
  });

  it.each(['', ' \u3000\uFEFF'])('%j is missing', (nothing) => {
    expect(refusalOf(nothing)).toEqual(new Refusal('required'));
  });

  it('is checked in the documented order', () => {
    expect(refusalOf('I'.repeat(17)).code).toBe('uscc-length');
    expect(refusalOf(`B5${'I'.repeat(16)}`)).toEqual(new Refusal('uscc-character', { position: 3 }));
    expect(refusalOf(`B5${'9'.repeat(16)}`)).toEqual(new Refusal('uscc-department', { department: 'B' }));
    expect(refusalOf(`95${'9'.repeat(16)}`)).toEqual(new Refusal('uscc-category', { department: '9', category: '5' }));
    expect(refusalOf(`91${'9'.repeat(16)}`).code).toBe('uscc-area-code');
  });

  it('knows the departments and categories of the standard', () => {
    const printed = Object.entries(identifiers.usccRules.categoriesByDepartment);
    expect(CATEGORIES_BY_DEPARTMENT).toEqual(
      Object.fromEntries(printed.map(([department, categories]) => [department, Object.keys(categories).join('')])),
    );
  });

  it.each(identifiers.citizenId.valid)('is not the citizen number $value', ({ value }) => {
    expect(refusalOf(value)).toEqual(new Refusal('uscc-citizen-number'));
  });

  it.each([...identifiers.citizenId.invalid, ...identifiers.citizenId.legacy15])(
    'is refused without repeating a mistyped or old citizen number: $value',
    ({ value }) => {
      const { code, facts } = refusalOf(value);
      expect(JSON.stringify({ code, facts })).not.toContain(value);
    },
  );

  it('with one wrong character is refused', () => {
    const valid = fc.constantFrom(...identifiers.uscc.valid.map(({ value }) => value));
    const character = fc.constantFrom(...Array.from(identifiers.usccRules.alphabet));
    fc.assert(
      fc.property(valid, fc.nat(17), character, (value, at, other) => {
        fc.pre(value.charAt(at) !== other);
        expect(refusalOf(value.slice(0, at) + other + value.slice(at + 1))).toBeInstanceOf(Refusal);
      }),
    );
  });
});

describe('an organisation code', () => {
  const bare = (code: string) => code.replace('-', '');
  it.each(identifiers.orgCode.valid)('$value is valid', ({ value }) => {
    expect(isOrganisationCode(bare(value))).toBe(true);
  });
  it.each(identifiers.orgCode.invalid)('$value is not: $why', ({ value }) => {
    expect(isOrganisationCode(bare(value))).toBe(false);
  });
});
