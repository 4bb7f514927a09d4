import type { Hash, HashSuite } from './hash-suite';
import type { Subtree, SubtreeHash } from './proofs';

/**
 * The tree cut into tiles, as C2SP tlog-tiles has it: a tile keeps up to 256 hashes that lie side by side, of complete
 * subtrees of height 0 (level 0: the leaves), 8 (level 1), 16 (level 2) … What lies between is hashed from them.
 */
export const tileWidth = 256;
const tileHeight = 8;

export interface TilePlace {
  readonly level: number;
  /** Counted from 0 at each level. */
  readonly number: number;
}

export interface Tile extends TilePlace {
  /** The hashes one after the other. A tile that is not yet full keeps as many as there are. */
  readonly hashes: Buffer;
}

/** The level whose tiles keep subtrees of this height themselves; undefined: they are hashed from those below. */
export const levelOfHeight = (height: number): number | undefined =>
  height % tileHeight === 0 ? height / tileHeight : undefined;

/** Which tile a hash of a level lies in, and as which one. */
export const placeInTile = (index: number): { readonly number: number; readonly at: number } => ({
  number: Math.floor(index / tileWidth),
  at: index % tileWidth,
});

/** The tiles out of which these subtrees can be hashed, each once. */
export function tilesOf(subtrees: readonly Subtree[]): TilePlace[] {
  const places = new Map<string, TilePlace>();
  for (const subtree of subtrees) {
    const { level, number } = locate(subtree);
    places.set(keyOf({ level, number }), { level, number });
  }
  return [...places.values()];
}

/** Reads subtrees out of tiles. A tile or hash that is not there is a `TileMissing`. */
export function hashesIn(suite: HashSuite, tiles: readonly Tile[]): SubtreeHash {
  const byPlace = new Map(tiles.map((tile) => [keyOf(tile), tile]));
  return (height, index) => {
    const { level, number, at, count } = locate({ height, index });
    const tile = byPlace.get(keyOf({ level, number }));
    if (!tile || tile.hashes.length < (at + count) * suite.bytes) throw new TileMissing({ level, number });
    return hashRow(suite, tile.hashes, at, count);
  };
}

/** A tile that the tree's size calls for is not there, or shorter than it. */
export class TileMissing extends Error {
  constructor(readonly tile: TilePlace) {
    super(`tile ${tile.number} of level ${tile.level} is missing or too short`);
    this.name = 'TileMissing';
  }
}

/** The `at`-th hash of a row of hashes. */
export const hashAt = (suite: HashSuite, hashes: Buffer, at: number): Hash =>
  hashes.subarray(at * suite.bytes, (at + 1) * suite.bytes);

function locate({ height, index }: Subtree): TilePlace & { readonly at: number; readonly count: number } {
  const level = Math.floor(height / tileHeight);
  const count = 2 ** (height % tileHeight);
  return { level, ...placeInTile(index * count), count };
}

function hashRow(suite: HashSuite, hashes: Buffer, at: number, count: number): Hash {
  if (count === 1) return hashAt(suite, hashes, at);
  const half = count / 2;
  return suite.node(hashRow(suite, hashes, at, half), hashRow(suite, hashes, at + half, half));
}

const keyOf = ({ level, number }: TilePlace): string => `${level}/${number}`;
