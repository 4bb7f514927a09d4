import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ruleSets } from '../libs/ledger/src/rule-set/rule-sets';

interface Default {
  readonly path: string;
  readonly value: string;
  readonly ruleSets: string;
}

/** Every value marked `our-default` in a rule set: path -> value as text. */
function defaultsIn(node: unknown, path: string): [string, string][] {
  if (typeof node !== 'object' || node === null) return [];
  if ('mark' in node && 'value' in node) {
    return node.mark === 'our-default' ? [[path, [node.value].flat().join(', ')]] : [];
  }
  return Object.entries(node).flatMap(([key, child]) => defaultsIn(child, path === '' ? key : `${path}.${key}`));
}

function defaultsInForce(): Default[] {
  const sets = new Map<string, string[]>();
  for (const ruleSet of ruleSets) {
    for (const [path, value] of defaultsIn(ruleSet, '')) {
      const key = JSON.stringify([path, value]);
      sets.set(key, [...(sets.get(key) ?? []), ruleSet.id.replace('langfang-', '')]);
    }
  }
  return [...sets].map(([key, ids]) => {
    const [path = '', value = ''] = JSON.parse(key) as string[];
    return { path, value, ruleSets: ids.length === ruleSets.length ? 'all' : ids.join(', ') };
  });
}

function defaultsInDocs(): (Default & { readonly reason: string })[] {
  const page = readFileSync(join(__dirname, '../docs/decisions/0007-defaults-and-legal-basis.md'), 'utf8');
  const section = page.split('\n## ').find((part) => part.startsWith('Every `our-default`')) ?? '';
  return section.split('\n').flatMap((line) => {
    const [, path, value = '', sets = '', reason = ''] = line.split('|').map((cell) => cell.trim());
    const name = /^`(.+)`$/.exec(path ?? '')?.[1];
    return name === undefined ? [] : [{ path: name, value, ruleSets: sets, reason }];
  });
}

const byPath = (one: Default, other: Default) => (one.path + one.value < other.path + other.value ? -1 : 1);

describe('the list of our defaults in docs/decisions', () => {
  it('names every value that no text gave us, and no other', () => {
    const inDocs = defaultsInDocs().map(({ path, value, ruleSets: sets }) => ({ path, value, ruleSets: sets }));
    expect(inDocs.sort(byPath)).toEqual(defaultsInForce().sort(byPath));
  });

  it('gives a reason for each', () => {
    expect(defaultsInDocs().filter(({ reason }) => reason === '')).toEqual([]);
  });
});
