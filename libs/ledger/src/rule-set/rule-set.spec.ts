import current from './data/langfang-2026-04-01.json';
import { readRuleSet } from './rule-set';

type Node = Record<string, unknown>;

/** The rule set in force, with what stands at one path written otherwise; undefined: not written at all. */
function written(path: string, value: unknown): unknown {
  const set = structuredClone(current) as unknown as Node;
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let node = set;
  for (const step of steps) node = node[step] as Node;
  if (value === undefined) Reflect.deleteProperty(node, last);
  else node[last] = value;
  return set;
}

const aNumber = (value: number) => ({ value, mark: 'our-default', basis: 'example' });

describe('a rule set as it was written down', () => {
  it('is read as it stands', () => {
    expect(readRuleSet(current)).toEqual(current);
  });

  it.each([
    ['an unknown word', 'severity.penaltyKinds.罚款.value', 'GRAVE', 'is "GRAVE", none of MINOR, GENERAL, SERIOUS'],
    ['an unknown grade', 'grades.3.grade', 'E', 'is "E", none of A, B, C, D'],
    ['an unknown penalty kind', 'scoring.stop.penaltyKinds.0', '停业', 'is "停业", none of 警告, '],
    ['an unknown mark', 'push.deadlineWorkingDays.mark', 'guessed', 'is "guessed", none of sourced, our-default'],
    ['a missing number', 'blacklist.listingMonths.value', undefined, 'is no whole number'],
    ['a number as text', 'scoring.fine.bands.1.fromFen.value', '1000000', 'is no whole number'],
    ['half a point', 'scoring.base.value', 99.5, 'is no whole number'],
    ['a number of months below zero', 'publicity.MINOR.minMonths.value', -1, 'is below zero'],
    ['a number without basis', 'simpleProcedure.fineMaxFen.basis', undefined, 'is no text'],
    ['a number with an empty basis', 'simpleProcedure.fineMaxFen.basis', '', 'is no text'],
    ['a number that stands alone', 'blacklist.listingMonths', 36, 'is not there'],
    ['a missing section', 'push', undefined, 'is not there'],
    ['a missing value', 'blacklist.earlyRemovalMinMonths', undefined, 'is not there'],
    ['a value nobody knows', 'blacklist.listingYears', aNumber(3), 'is none of repeatedViolationCount, '],
    ['a list that is none', 'legalBasis', '消防法', 'is no list'],
    ['a day that is none', 'effectiveFrom', '2026-04-31', 'is no day'],
    ['readings without a start', 'readings.0.recordedFrom', '2026-01-01', 'does not begin with an open start'],
    ['readings in disorder', 'readings.1.recordedFrom', null, 'has its days out of order'],
    ['an unknown reading', 'readings.1.termCounting.value', 'as-usual', 'is "as-usual", none of '],
    ['a missing channel', 'channels.credit-china', undefined, 'is not there'],
    ['a channel nobody knows', 'channels.market', {}, 'is none of credit-node, '],
    ['tables without a start', 'channels.credit-china.publicity.0.documentsFrom', '2026-05-01', 'an open start'],
    ['half a yes', 'channels.credit-node.reported.simpleProcedure.value', 'no', 'is neither true nor false'],
    ['a small fine as text', 'channels.enterprise-publicity.publicity.0.byKind.smallFineMaxFen.value', '5', 'no whole'],
    ['a clock nobody knows', 'channels.credit-china.publicity.0.clock.value', 'from-service', 'none of from-document'],
    ['grades in disorder', 'grades.0.from', aNumber(10), undefined],
    ['bands in disorder', 'scoring.fine.bands.0.fromFen', aNumber(1), 'does not begin at 0 and rise'],
    ['a base beyond the cap', 'scoring.base', aNumber(130), 'has a base that is not between floor and cap'],
    ['a shorter period for a graver record', 'publicity.GENERAL.maxMonths', aNumber(60), undefined],
    [
      'a period that ends before repair',
      'publicity.MINOR.minMonths',
      aNumber(4),
      'ends before repair may be applied for',
    ],
  ])('does not start with %s, and names its path', (_what, path, value, says) => {
    const [section = ''] = path.split('.');
    const named = says?.startsWith('is') === true ? path : section;
    expect(() => readRuleSet(written(path, value))).toThrow(`rule set data: langfang-2026-04-01.${named}`);
    expect(() => readRuleSet(written(path, value))).toThrow(says ?? '');
  });

  it('gives every score a grade', () => {
    expect(() => readRuleSet(written('grades.3.from', aNumber(10)))).toThrow('has scores that no grade covers');
  });

  it.each([null, 'langfang', [], {}])('does not read %j', (other) => {
    expect(() => readRuleSet(other)).toThrow('rule set data: (no id)');
  });
});
