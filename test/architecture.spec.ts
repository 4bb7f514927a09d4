import { parts, rules } from './architecture.rules';
import {
  bindingOf,
  circleAmong,
  sourceFiles,
  staleExceptionsOf,
  staleFacesOf,
  violationsOf,
  type SourceFile,
} from './support/import-rules';

const files = sourceFiles();
const withPlanted = (planted: SourceFile) => [...files.filter(({ path }) => path !== planted.path), planted];

/** Which way dependencies point; the rules stand in `architecture.rules.ts`. */
describe.each(rules.map((rule) => [rule.name, rule] as const))('%s', (_name, rule) => {
  it('holds', () => {
    expect(violationsOf(rule, files)).toEqual([]);
  });

  it('binds files that are there', () => {
    expect(files.filter(({ path }) => bindingOf(rule, path)).length).toBeGreaterThan(0);
  });

  it('has no exception that is not needed any more', () => {
    expect(staleExceptionsOf(rule, files)).toEqual([]);
  });

  it.each(rule.planted.map((planted) => [`${planted.path}: ${planted.text}`, planted] as const))(
    'reports %s',
    (_text, planted) => {
      expect(violationsOf(rule, withPlanted(planted)).map((violation) => violation.file)).toEqual([planted.path]);
    },
  );
});

describe.each(parts.map((one) => [one.name, one] as const))('no circle of imports among %s', (_name, one) => {
  it('holds', () => {
    expect(circleAmong(one, files)).toEqual([]);
  });

  it('has no face that nobody looks at any more', () => {
    expect(staleFacesOf(one, files)).toEqual([]);
  });

  it.each(one.planted.map((planted) => [`${planted.path}: ${planted.text}`, planted] as const))(
    'reports %s',
    (_text, planted) => {
      expect(circleAmong(one, withPlanted(planted))).toContain(one.partOf(planted.path));
    },
  );

  it.each(one.allowed.map((allowed) => [`${allowed.path}: ${allowed.text}`, allowed] as const))(
    'lets through %s',
    (_text, allowed) => {
      expect(circleAmong(one, withPlanted(allowed))).toEqual([]);
    },
  );
});
