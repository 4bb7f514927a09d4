import { rules } from './architecture.rules';
import {
  bindingOf,
  circleOfLibraries,
  sourceFiles,
  staleExceptionsOf,
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

describe('libraries do not import each other in a circle', () => {
  it('holds', () => {
    expect(circleOfLibraries(files)).toEqual([]);
  });

  it('reports a circle that somebody closes', () => {
    const planted = { path: 'libs/event-store/src/planted.ts', text: `import { replay } from '@app/projections';` };
    expect(circleOfLibraries(withPlanted(planted)).sort()).toEqual(
      expect.arrayContaining(['event-store', 'projections']),
    );
  });
});
