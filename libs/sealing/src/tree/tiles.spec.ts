import { GrowingTree } from './growing-tree';
import { sha256Rfc6962 as suite } from './hash-suite';
import { naive, someLeaves } from './naive-tree.fixture';
import { inclusionProof, rootAt, subtreesNeeded } from './proofs';
import { hashesIn, levelOfHeight, placeInTile, type Tile, TileMissing, tilesOf } from './tiles';

const size = 256 * 256 + 300;
const leaves = someLeaves(size);

/** The tiles of the whole tree, as the sealer lets them grow. */
function tilesGrown(): Tile[] {
  const rows = new Map<string, { level: number; number: number; hashes: Buffer[] }>();
  const tree = new GrowingTree(suite);
  for (const leaf of leaves) {
    tree.append(leaf, (height, index, hash) => {
      const level = levelOfHeight(height);
      if (level === undefined) return;
      const { number } = placeInTile(index);
      const row = rows.get(`${level}/${number}`) ?? { level, number, hashes: [] };
      row.hashes.push(hash);
      rows.set(`${level}/${number}`, row);
    });
  }
  return [...rows.values()].map(({ hashes, ...place }) => ({ ...place, hashes: Buffer.concat(hashes) }));
}
const tiles = tilesGrown();
const tilesAt = (level: number) => tiles.filter((tile) => tile.level === level).length;

describe('tiles', () => {
  it('are full but for the last of each level', () => {
    expect([tilesAt(0), tilesAt(1), tilesAt(2), tilesAt(3)]).toEqual([258, 2, 1, 0]);
    const partial = tiles.filter(({ hashes }) => hashes.length < 256 * 32).map(({ level }) => level);
    expect(partial.sort()).toEqual([0, 1, 2]);
  });

  it('give the root of any size', () => {
    for (const n of [1, 2, 255, 256, 257, 4_095, 65_536, size])
      expect(rootAt(suite, n, hashesIn(suite, tiles))).toEqual(naive.root(leaves.slice(0, n)));
  });

  it('that a proof needs are few, and enough', () => {
    const needed = tilesOf(subtreesNeeded(suite, (hashOf) => inclusionProof(suite, 70, size, hashOf)));
    const found = tiles.filter(({ level, number }) =>
      needed.some((one) => one.level === level && one.number === number),
    );

    expect(found.length).toBe(needed.length);
    expect(found.length).toBeLessThanOrEqual(6);
    expect(inclusionProof(suite, 70, size, hashesIn(suite, found))).toEqual(naive.path(70, leaves));
  });

  it('that are missing or too short are named', () => {
    const without = tiles.filter(({ level, number }) => level !== 0 || number !== 1);
    expect(() => hashesIn(suite, without)(0, 300)).toThrow(TileMissing);
    const short = without.concat({ level: 0, number: 1, hashes: leaves[256] ?? suite.empty });
    expect(hashesIn(suite, short)(0, 256)).toEqual(leaves[256]);
    expect(() => hashesIn(suite, short)(0, 257)).toThrow('tile 1 of level 0 is missing or too short');
  });
});
