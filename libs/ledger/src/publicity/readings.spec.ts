import { publishedRules as rules } from '../rule-set';
import { firstDayAfterTerm, lastDayOfTerm, readingOf } from './readings';
import { readingRules } from './readings.rules';

const worlds = ['langfang-before-2023-05-01', 'langfang-2023-05-01', 'langfang-2026-04-01'] as const;

describe.each(worlds)('under %s', (id) => {
  const ruleSet = rules.byId(id);

  it.each([
    // recorded on, term from, months, last day, first day after it
    ['2026-11-28', '2024-02-29', 36, '2027-02-27', '2027-02-28'],
    ['2026-11-29', '2024-02-29', 36, '2027-02-28', '2027-03-01'],
    ['2026-11-28', '2024-02-29', 12, '2025-02-27', '2025-02-28'],
    ['2026-11-29', '2024-02-29', 12, '2025-02-28', '2025-03-01'],
    ['2026-11-28', '2026-08-31', 3, '2026-11-29', '2026-11-30'],
    ['2026-11-29', '2026-08-31', 3, '2026-11-30', '2026-12-01'],
    ['2026-11-28', '2026-05-06', 12, '2027-05-05', '2027-05-06'],
    ['2026-11-29', '2026-05-06', 12, '2027-05-06', '2027-05-07'],
    ['2099-01-01', '2026-12-31', 2, '2027-02-28', '2027-03-01'],
    ['1990-01-01', '2026-12-31', 2, '2027-02-27', '2027-02-28'],
    ['2026-11-29', '9999-12-01', 1, '9999-12-31', '9999-12-31'],
  ] as const)('what was recorded on %s: from %s, %i months, ends with %s', (recordedOn, from, months, last, after) => {
    expect(lastDayOfTerm(ruleSet, recordedOn, from, months)).toBe(last);
    expect(firstDayAfterTerm(ruleSet, recordedOn, from, months)).toBe(after);
  });

  it('is read as all other worlds are', () => {
    expect(ruleSet.readings).toEqual(rules.inForce('2026-04-01').readings);
  });

  it('has a reading for every day of recording', () => {
    expect(readingOf(ruleSet, '1900-01-01').told.value).toBe('all-but-mere-warnings');
    expect(readingOf(ruleSet, '9999-12-31').told.value).toBe('channel-tables');
  });
});

describe('readings as they were written down', () => {
  const [first, second] = rules.inForce('2026-04-01').readings;
  it.each([
    ['none', [], 'does not begin with an open start'],
    ['a first one with a day', [second], 'does not begin with an open start'],
    ['a second one without a day', [first, first], 'has its days out of order'],
    ['one day twice', [first, second, second], 'has its days out of order'],
    [
      'an earlier day after a later one',
      [first, second, { ...second, recordedFrom: '2026-01-01' }],
      'days out of order',
    ],
  ])('are refused: %s', (_what, written, fault) => {
    expect(() => readingRules(written, 'readings')).toThrow(fault);
  });
});
