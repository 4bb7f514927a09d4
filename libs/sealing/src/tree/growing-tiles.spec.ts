import fc from 'fast-check';
import { edgeOf, GrowingTiles } from './growing-tiles';
import { sha256Rfc6962 as suite } from './hash-suite';
import { naive, someLeaves } from './naive-tree.fixture';
import { rootAt } from './proofs';
import { hashesIn, type Tile, TileMissing } from './tiles';

const leaves = someLeaves(66_000);
type Stored = Map<string, Tile>;
const keyOf = ({ level, number }: { level: number; number: number }) => `${level}/${number}`;

const bytesOf = (stored: Stored) =>
  [...stored.values()].map((tile) => `${keyOf(tile)} ${tile.hashes.toString('base64')}`).sort();

/** Lets a stored tree grow to `size`, the way a sealer does: from its edge, in one go. */
function grow(stored: Stored, from: number, to: number): GrowingTiles {
  const edge = edgeOf(from).flatMap((place) => stored.get(keyOf(place)) ?? []);
  const tiles = new GrowingTiles(suite, from, edge);
  for (const leaf of leaves.slice(from, to)) tiles.append(leaf);
  for (const tile of tiles.takeChanged()) stored.set(keyOf(tile), { ...tile, hashes: Buffer.from(tile.hashes) });
  return tiles;
}

describe('tiles that grow', () => {
  it('are the same, however the growth is cut into batches', () => {
    const whole: Stored = new Map();
    grow(whole, 0, leaves.length);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: leaves.length }), { maxLength: 12 }), (cuts) => {
        const stored: Stored = new Map();
        let size = 0;
        for (const cut of [...cuts.sort((a, b) => a - b), leaves.length]) {
          const tiles = grow(stored, size, cut);
          size = cut;
          expect([tiles.size, tiles.root()]).toEqual([size, rootAt(suite, size, hashesIn(suite, [...whole.values()]))]);
        }
        expect(bytesOf(stored)).toEqual(bytesOf(whole));
      }),
      { numRuns: 8 },
    );
  });

  it('tell which of them changed: few', () => {
    const stored: Stored = new Map();
    const tiles = grow(stored, 0, 300);
    expect(tiles.takeChanged()).toEqual([]);
    const more = new GrowingTiles(suite, 300, [...stored.values()]);
    for (const leaf of leaves.slice(300, 600)) more.append(leaf);
    expect(more.takeChanged().map(keyOf)).toEqual(['0/1', '1/0', '0/2']);
    expect(more.root()).toEqual(naive.root(leaves.slice(0, 600)));
  });

  it('do not grow from an edge that is not there', () => {
    expect(() => new GrowingTiles(suite, 300, [])).toThrow(TileMissing);
  });
});
