import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '..');

const pages = [
  ...readdirSync(root).map((name) => join(root, name)),
  ...['docs', 'libs', 'apps', 'docker'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).map(({ parentPath, name }) =>
      join(parentPath, name),
    ),
  ),
].filter((path) => path.endsWith('.md'));

/** Files and folders of this repository that a page names in code marks; names with placeholders are left alone. */
function filesNamedIn(page: string): string[] {
  const named = [...page.matchAll(/`((?:apps|libs|test|docs|docker)\/[\w./-]+)`/g)].flatMap(([, path]) => path ?? []);
  return [...new Set(named)];
}

/** Written by a run, not by hand. */
const made = ['docs/benchmarks.md', 'docs/benchmarks.json', 'docs/openapi.json'];

describe.each(pages.map((path) => [relative(root, path), path] as const))('%s', (_name, path) => {
  it('names files that are there', () => {
    const gone = filesNamedIn(readFileSync(path, 'utf8')).filter((name) => !existsSync(join(root, name)));
    expect(gone.filter((name) => !made.includes(name))).toEqual([]);
  });
});

describe('the check itself', () => {
  it('finds a file that is not there', () => {
    expect(filesNamedIn('see `libs/nowhere/src/gone.ts` and `docs/<page>.md`')).toEqual(['libs/nowhere/src/gone.ts']);
  });
});
