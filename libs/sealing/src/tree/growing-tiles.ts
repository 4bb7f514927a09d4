import { GrowingTree } from './growing-tree';
import type { Hash, HashSuite } from './hash-suite';
import { hashesIn, levelOfHeight, placeInTile, type Tile, type TilePlace, tileWidth } from './tiles';

/**
 * A tree that grows, and the tiles that grow with it. Started from the tiles along its right edge, it tells afterwards
 * which tiles have become longer: a few for thousands of entries.
 */
export class GrowingTiles {
  /** The tile at the right end of each level, full ones only until the next hash comes. */
  private readonly last: Row[] = [];
  private readonly changed = new Set<Row>();
  private readonly tree: GrowingTree;

  /**
   * @param size entries so far.
   * @param edge the tiles that `edgeOf(size)` names, as they are stored; `TileMissing` when one is not there or too short.
   */
  constructor(
    private readonly suite: HashSuite,
    size: number,
    edge: readonly Tile[],
  ) {
    this.tree = GrowingTree.standing(suite, size, hashesIn(suite, edge));
    for (const { level, number, count } of edgeRows(size)) {
      const tile = edge.find((one) => one.level === level && one.number === number);
      if (tile) this.last[level] = this.row(level, number, tile.hashes.subarray(0, count * suite.bytes));
    }
  }

  get size(): number {
    return this.tree.size;
  }

  append(leaf: Hash): void {
    this.tree.append(leaf, this.keep);
  }

  root(): Hash {
    return this.tree.root();
  }

  /** Every tile that was added or became longer, whole, since the last time this was asked. */
  takeChanged(): Tile[] {
    return this.take([...this.changed]);
  }

  /** Those of the changed tiles that are full and will not change any more. */
  takeFull(): Tile[] {
    return this.take([...this.changed].filter(({ count }) => count === tileWidth));
  }

  private take(rows: readonly Row[]): Tile[] {
    for (const row of rows) this.changed.delete(row);
    return rows.map(({ level, number, hashes, count }) => ({
      level,
      number,
      hashes: hashes.subarray(0, count * this.suite.bytes),
    }));
  }

  private readonly keep = (height: number, index: number, hash: Hash): void => {
    const level = levelOfHeight(height);
    if (level === undefined) return;
    const { number, at } = placeInTile(index);
    let row = this.last[level];
    if (row?.number !== number) row = this.last[level] = this.row(level, number);
    row.hashes.set(hash, at * this.suite.bytes);
    row.count = at + 1;
    this.changed.add(row);
  };

  private row(level: number, number: number, stored?: Buffer): Row {
    const hashes = Buffer.allocUnsafe(tileWidth * this.suite.bytes);
    if (stored) hashes.set(stored);
    return { level, number, hashes, count: (stored?.length ?? 0) / this.suite.bytes };
  }
}

interface Row extends TilePlace {
  /** Room for a full tile. */
  readonly hashes: Buffer;
  count: number;
}

/** The tiles at the right end of a tree that are not full: all that is needed to let it grow. */
export function edgeOf(size: number): TilePlace[] {
  return edgeRows(size).map(({ level, number }) => ({ level, number }));
}

function edgeRows(size: number): (TilePlace & { readonly count: number })[] {
  const rows = [];
  for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / tileWidth)) {
    const { number, at } = placeInTile(hashes);
    if (at > 0) rows.push({ level, number, count: at });
  }
  return rows;
}
