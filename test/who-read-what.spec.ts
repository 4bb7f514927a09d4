import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { routesOfTheApi } from './support/routes';

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly 'x-reading-recorded'?: string }>>>>;
}

const read = (path: string): string => readFileSync(join(__dirname, '..', path), 'utf8');
const { paths } = JSON.parse(read('docs/openapi.json')) as Described;
const gets = routesOfTheApi().filter(({ method }) => method === 'GET');
const saysOf = (path: string): string | undefined => paths[path]?.get?.['x-reading-recorded'];
const recorded = gets.filter(({ path }) => saysOf(path) === 'yes').map(({ path }) => path);

describe('every route that is asked with GET', () => {
  it('says whether who reads it goes on record, unless it is open to everybody', () => {
    expect(gets.filter(({ path, permission }) => permission !== null && saysOf(path) === undefined)).toEqual([]);
  });

  it('is on record when a subject is in its address, its question or its answer', () => {
    const description = read('docs/openapi.json');
    const { paths: all, components } = JSON.parse(description) as {
      paths: Record<string, { get?: { parameters?: { name?: string }[]; responses: Record<string, unknown> } }>;
      components: { schemas: Record<string, unknown> };
    };
    const named = /"(uscc|subjectId|subject)":/;
    const schemasIn = (text: string, seen = new Set<string>()): string => {
      for (const [, name = ''] of text.matchAll(/#\/components\/schemas\/([\w.-]+)/g)) {
        if (seen.has(name) || name.startsWith('Problem')) continue;
        seen.add(name);
        text += schemasIn(JSON.stringify(components.schemas[name]), seen);
      }
      return text;
    };
    const about = gets.filter(({ path }) => {
      const get = all[path]?.get;
      const asked = (get?.parameters ?? []).some(({ name = '' }) => /^(uscc|subjectId|subject)$/.test(name));
      return asked || named.test(schemasIn(JSON.stringify(get?.responses['200'] ?? {})));
    });
    expect(about.map(({ path }) => path)).toEqual(recorded);
    expect(recorded.length).toBeGreaterThan(9);
  });

  it('says in docs/access.md why it is not on record', () => {
    const rows = [...read('docs/access.md').matchAll(/^\| GET `(\S+)`\s+\| ([^|✓`]*?)\s*\|$/gm)];
    expect(rows.map(([, path, because]) => [path, because])).toEqual(
      gets
        .filter(({ path }) => saysOf(path) !== 'yes')
        .map(({ path, permission }) => [path, permission === null ? 'open to everybody' : saysOf(path)]),
    );
  });
});
