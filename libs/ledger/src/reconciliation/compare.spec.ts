import * as fc from 'fast-check';
import type { HeldRow } from '@app/outbox';
import { FakeHoldings } from '@app/endpoints';
import { compare, type DifferenceFound, OutOfOrder } from './compare';
import type { Expected } from './domain/difference';

const going = new AbortController().signal;
const key = (n: number): string => `body:penalty:A:〔2026〕${String(n).padStart(3, '0')}:U:0`;
const told = (n: number, change: Partial<Expected> = {}): Expected => ({
  key: key(n),
  kind: 'penalty',
  pushId: `push-${n}`,
  lane: `penalty:A:〔2026〕${n}:U`,
  about: 'U',
  presence: 'must',
  fingerprint: `f${n}`,
  standing: 'shown',
  receiptNumber: `R${n}`,
  ...change,
});
const held = (n: number, change: Partial<HeldRow> = {}): HeldRow => ({
  key: key(n),
  kind: 'penalty',
  fingerprint: `f${n}`,
  state: 'shown',
  receiptNumber: `R${n}`,
  ...change,
});
async function* pages<Row>(rows: readonly Row[], size = 2): AsyncGenerator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += size) yield await Promise.resolve(rows.slice(at, at + size));
}
/** With all that was found, and how much of it was handed on at a time. */
async function compared(ours: readonly Expected[], theirs: readonly HeldRow[]) {
  const handedOn: DifferenceFound[][] = [];
  const comparison = await compare(pages(ours), new FakeHoldings('body', () => theirs).pages(going), (some) => {
    handedOn.push([...some]);
    return Promise.resolve();
  });
  return { ...comparison, named: handedOn.flat(), sizes: handedOn.map(({ length }) => length) };
}
const named = async (ours: readonly Expected[], theirs: readonly HeldRow[]) =>
  (await compared(ours, theirs)).named.map((one) => [one.difference, (one.expected ?? one.held)?.key]);

describe('comparing both sides', () => {
  it('finds nothing where they are the same, and gives both the same hash', async () => {
    const { kinds, differences } = await compared(
      [1, 2, 3].map((n) => told(n)),
      [3, 1, 2].map((n) => held(n)),
    );
    expect(differences).toBe(0);
    expect(kinds).toMatchObject([{ kind: 'penalty', told: 3, held: 3, differences: 0 }]);
    expect(kinds[0]?.heldHash).toBe(kinds[0]?.toldHash);
  });

  it('finds what is missing on either side, at the beginning, in the middle and at the end', async () => {
    const ours = [1, 3, 5].map((n) => told(n));
    expect(await named(ours, [held(3)])).toEqual([
      ['lost', key(1)],
      ['lost', key(5)],
    ]);
    expect(
      await named(
        ours,
        [0, 1, 2, 3, 5, 6].map((n) => held(n)),
      ),
    ).toEqual([
      ['surplus', key(0)],
      ['surplus', key(2)],
      ['surplus', key(6)],
    ]);
    expect(await named([], [held(1)])).toEqual([['surplus', key(1)]]);
    expect(await named([told(1)], [])).toEqual([['lost', key(1)]]);
  });

  it('finds what is held twice under one key', async () => {
    expect(await named([told(1), told(2)], [held(1), held(1, { receiptNumber: 'S' }), held(2)])).toEqual([
      ['doubled', key(1)],
    ]);
  });

  it('of two messages that came to one key expects the one that was acknowledged', async () => {
    const other = told(1, { presence: 'may', receiptNumber: null, fingerprint: 'other' });
    expect(await named([told(1), other], [held(1)])).toEqual([]);
    expect(await named([other, told(1)], [held(1)])).toEqual([]);
  });

  it('hands on all that it finds, and keeps no more than a handful', async () => {
    const { differences, sizes } = await compared(
      Array.from({ length: 999 }, (_, n) => told(n + 1)),
      [],
    );
    expect([differences, sizes]).toEqual([999, [500, 499]]);
  });

  it('counts each kind by itself', async () => {
    const { kinds } = await compared([told(1), told(2, { kind: 'list-entry' })], [held(2, { kind: 'list-entry' })]);
    expect(kinds).toMatchObject([
      { kind: 'list-entry', told: 1, held: 1, differences: 0 },
      { kind: 'penalty', told: 1, held: 0, differences: 1 },
    ]);
  });

  it('compares nothing with a body that gives another order than it promised', async () => {
    const asked = compare(pages([told(1)]), pages([held(2), held(1)]), () => Promise.resolve());
    await expect(asked).rejects.toThrow(OutOfOrder);
  });

  it('hashes differ exactly where something was found', async () => {
    const side = fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { maxLength: 12 });
    const damage = fc.constantFrom<Partial<HeldRow>>(
      {},
      {},
      { fingerprint: 'x' },
      { state: 'ended' },
      { receiptNumber: 'x' },
    );
    await fc.assert(
      fc.asyncProperty(side, side, damage, async (ours, theirs, change) => {
        const rows = [...ours].sort((one, other) => one - other).map((n) => told(n));
        const { kinds, differences } = await compared(
          rows,
          theirs.map((n) => held(n, change)),
        );
        expect(kinds.every(({ toldHash, heldHash }) => toldHash === heldHash)).toBe(differences === 0);
        expect(kinds.reduce((sum, kind) => sum + kind.differences, 0)).toBe(differences);
      }),
      { numRuns: 60 },
    );
  });
});
