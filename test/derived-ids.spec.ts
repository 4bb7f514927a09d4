import { eventIdOf } from '@app/event-store';
import { ROLES } from '../libs/ledger/src/access/access-table';
import { contextOf } from '../libs/ledger/src/access/caller.decorator';
import { derivedId, ID_NAMESPACES, idInstead, type IdNamespace } from '../libs/ledger/src/shared';
import { sourceFiles } from './support/import-rules';

const namespaces = Object.keys(ID_NAMESPACES) as IdNamespace[];
const code = sourceFiles().filter(({ path }) => !/\.(spec|contract|examples|fixture)\.ts$/.test(path));

/** The first argument of every call of `derivedId`, and the kind in every command id of the ledger's own, as written. */
const named = code.flatMap(({ path, text }) => {
  const calls = [...text.matchAll(/\bderivedId\(\s*(?!namespace)([^,)\s]+)/g)].map(([, first = '']) => first);
  return calls.map((first) => ({ path, first }));
});

describe('the name spaces of ids', () => {
  it('are all in the list: no call names another', () => {
    const known = new Set<string>([...namespaces.map((name) => `'${name}'`), '...key']);
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter(({ first }) => !known.has(first))).toEqual([]);
    // A key that is passed on is of a type that knows the list.
    expect(named.filter(({ first }) => first === '...key').map(({ path }) => path)).toEqual([
      'libs/ledger/src/application/system-context.ts',
    ]);
  });

  it('are all used', () => {
    const all = code.map(({ text }) => text.replace(/ID_NAMESPACES = \{[^]*?\} as const/, '')).join('\n');
    expect(namespaces.filter((name) => !all.includes(`'${name}'`))).toEqual([]);
  });

  it('have one for callers, which one file uses, and no other reads their header', () => {
    const sites = code.filter(({ text }) => /derivedId\(\s*'caller'|idempotency-key'\]/i.test(text));
    expect(sites.map(({ path }) => path)).toEqual(['libs/ledger/src/access/caller.decorator.ts']);
  });
});

describe('a caller', () => {
  const parts = ['', 'x', '91131002MA0CAA122M', derivedId('intake', 'x'), '廊消行罚决字〔2026〕第1号'];
  /** Ids as the ledger derives them, of every name space but the callers'. */
  const ours = namespaces
    .filter((name) => name !== 'caller')
    .flatMap((name) => [derivedId(name), ...parts.map((part) => derivedId(name, part, 'y'))])
    .flatMap((id) => [id, idInstead(id), eventIdOf(id, 0)]);
  const taken = new Set([...ours, ...ours.map((id) => eventIdOf(id, 0))]);

  it.each(ROLES)('cannot give an id that the ledger derives: %s', (role) => {
    const caller = { name: '王经办', unitName: '大队', unitCode: '1113100358CBJ3JHX9', role, recordsFor: [] };
    for (const key of ours) {
      const { commandId } = contextOf({ id: 'r', headers: { 'idempotency-key': key }, caller });
      expect(commandId).toBe(derivedId('caller', caller.unitCode, role, key));
      expect(taken.has(commandId) || taken.has(eventIdOf(commandId, 0))).toBe(false);
    }
  });
});
