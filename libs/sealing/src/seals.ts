import type { Pool } from 'pg';
import type { NoteVerifier } from './note/signed-note';
import {
  checkpointOfSize,
  latestCheckpoint,
  type SealState,
  sealState,
  type StoredCheckpoint,
  storedKeys,
  tileOfPosition,
  tilesAt,
} from './seal-records';
import { type Hash, type HashSuite, sha256Rfc6962 } from './tree/hash-suite';
import { consistencyProof, inclusionProof, rootAt, type SubtreeHash, subtreesNeeded } from './tree/proofs';
import { hashesIn, placeInTile, tilesOf, tileWidth } from './tree/tiles';

export interface InclusionProof {
  readonly entry: number;
  readonly position: number;
  readonly size: number;
  readonly root: Hash;
  /** The hash of the entry's leaf. */
  readonly leaf: Hash;
  /** Nearest first. */
  readonly proof: readonly Hash[];
}

export interface ConsistencyProof {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: Hash;
  readonly toRoot: Hash;
  readonly proof: readonly Hash[];
}

/** What can be asked of the seals. Reads a few tiles per question, however long the log is. */
export class Seals {
  constructor(
    private readonly pool: Pool,
    private readonly suite: HashSuite = sha256Rfc6962,
  ) {}

  state(): Promise<SealState> {
    return sealState(this.pool);
  }

  /** The checkpoint of the largest tree; undefined: none was signed yet. */
  latest(): Promise<StoredCheckpoint | undefined> {
    return latestCheckpoint(this.pool);
  }

  /** The checkpoint of exactly this size, if one was signed. */
  ofSize(size: number): Promise<StoredCheckpoint | undefined> {
    return checkpointOfSize(this.pool, size);
  }

  /** The public keys that have signed here, the first one first. */
  keys(): Promise<readonly NoteVerifier[]> {
    return storedKeys(this.pool);
  }

  /** The number of the entry that stands at a position; undefined: none does, or it is not sealed yet. */
  async entryAt(position: number): Promise<number | undefined> {
    const tile = await tileOfPosition(this.pool, position);
    const at = tile?.positions.indexOf(position) ?? -1;
    return !tile || at < 0 ? undefined : tile.number * tileWidth + at;
  }

  /** Needs `entry < size`, and `size` no larger than the tree (RangeError, `TileMissing`). */
  async inclusion(entry: number, size: number): Promise<InclusionProof> {
    const make = (hashOf: SubtreeHash) => ({
      leaf: hashOf(0, entry),
      root: rootAt(this.suite, size, hashOf),
      proof: inclusionProof(this.suite, entry, size, hashOf),
    });
    const tiles = await tilesAt(this.pool, tilesOf(subtreesNeeded(this.suite, make)));
    const { number, at } = placeInTile(entry);
    const position = tiles.find((tile) => tile.level === 0 && tile.number === number)?.positions[at] ?? 0;
    return { entry, position, size, ...make(hashesIn(this.suite, tiles)) };
  }

  /** Needs `from <= to`, and `to` no larger than the tree (RangeError, `TileMissing`). */
  async consistency(from: number, to: number): Promise<ConsistencyProof> {
    const make = (hashOf: SubtreeHash) => ({
      fromRoot: rootAt(this.suite, from, hashOf),
      toRoot: rootAt(this.suite, to, hashOf),
      proof: consistencyProof(this.suite, from, to, hashOf),
    });
    const tiles = await tilesAt(this.pool, tilesOf(subtreesNeeded(this.suite, make)));
    return { from, to, ...make(hashesIn(this.suite, tiles)) };
  }
}
