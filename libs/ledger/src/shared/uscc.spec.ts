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

/** Seventeen characters with the right eighteenth. */
function withCheckCharacter(stem: string): string {
  const { alphabet, weights } = identifiers.usccRules;
  const sum = weights.reduce((total, weight, index) => total + weight * alphabet.indexOf(stem.charAt(index)), 0);
  return stem + alphabet.charAt((31 - (sum % 31)) % 31);
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

describe('a code that a spreadsheet damaged', () => {
  it.each([
    ['9.2131E+17', 'uscc-made-number'],
    ['9.2131e17', 'uscc-made-number'],
    ['９．２１３１Ｅ＋１７', 'uscc-made-number'],
    ['9E+17', 'uscc-made-number'],
    ['921,310,021,778,448,000', 'uscc-made-number'],
    ['921310021778448000.00', 'uscc-made-number'],
    ['########', 'uscc-made-number'],
    ['="91131002MA0CAA907G"', 'uscc-quoted'],
    ["'91131002MA0CAA907G", 'uscc-quoted'],
    ['‘91131002MA0CAA907G', 'uscc-quoted'],
    ['"91131002MA0CAA907G"', 'uscc-quoted'],
    ['91131002MA0CAA907G"', 'uscc-quoted'],
    ['921310000000000000', 'uscc-placeholder'],
    ['911310020000000000', 'uscc-placeholder'],
    ['921310030000000008', 'uscc-placeholder'],
    ['921310021778448000', 'uscc-cut'], // its check character is right, by chance
    ['921310021778449000', 'uscc-cut'], // and here it is wrong, as mostly
  ])('%s is refused, with what happened to it: %s', (written, code) => {
    expect(refusalOf(written)).toMatchObject({ code, facts: {} });
  });

  it('may end in zeros, when the organisation code in it says that they belong there', () => {
    expect(parseUscc('911310021000395000')).toBe('911310021000395000');
  });
});

describe('a code beside the printed standard', () => {
  it.each(['54131002MEA000017', '55131002MEA000025'])(
    'of a committee of a village or of residents is read: %s',
    (stem) => {
      const uscc = withCheckCharacter(stem);
      expect(parseUscc(uscc)).toBe(uscc);
      expect(refusalOf(stem + (uscc.endsWith('1') ? '2' : '1')).code).toBe('uscc-check-character');
    },
  );
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
