import type { Pool } from 'pg';
import { type Checkpoint, checkpointIn } from './note/checkpoint';
import { type NoteVerifier, openNote } from './note/signed-note';
import { declaredBranches, isGivenUp } from './note/branch-note';
import { neverRestored, type RestoreWatch } from './restore-watch';
import { SealContradicted } from './seal-contradicted';
import {
  checkpointsOfSize,
  newestCheckpoints,
  type SealState,
  sealState,
  type StoredCheckpoint,
  storedKeys,
  tileOfPosition,
  tilesAt,
} from './seal-records';
import { type Hash, type HashSuite, sha256Rfc6962 } from './tree/hash-suite';
import { consistencyProof, inclusionProof, rootAt, type SubtreeHash, subtreesNeeded } from './tree/proofs';
import { hashesIn, placeInTile, TileMissing, tilesOf, tileWidth } from './tree/tiles';

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

/** Where a process remembers the newest checkpoint that it gave out, as a note. */
export interface GivenMemory {
  /** Undefined: none was given out, as far as is remembered. */
  read(): string | undefined;
  write(note: string): void;
}

/** As long as the process lives. */
export class GivenInProcess implements GivenMemory {
  private note: string | undefined;
  read = (): string | undefined => this.note;
  write = (note: string): void => {
    this.note = note;
  };
}

/** So many rows are looked at for one that holds good. Where keys are named, rows of theirs only. */
const rowsLookedAt = 16;

/**
 * What can be asked of the seals. Reads a few tiles per question, however long the log is.
 *
 * A checkpoint is given out only when it holds good: it can be read, one of the trusted keys signed it, its row says the same, and its root
 * is that of the tree. Where no key is known, whose signature it is cannot be looked at. What was given out is remembered: a tree
 * that does not continue it is a contradiction, which stands from then on, also when it seems to have passed: the database may have been
 * put back to yesterday, and this process may be the only one that knows of today.
 */
export class Seals {
  private given: Checkpoint | undefined;
  private contradiction: SealContradicted | undefined;

  /** @param trusted the keys of this log, as its operator names them; none: signatures cannot be looked at. */
  constructor(
    private readonly pool: Pool,
    private readonly suite: HashSuite = sha256Rfc6962,
    private readonly trusted: readonly NoteVerifier[] = [],
    /** What this process gave out before it started; nothing unless said. */
    private readonly memory: GivenMemory = new GivenInProcess(),
    private readonly restores: Pick<RestoreWatch, 'branches'> = neverRestored,
  ) {
    const note = memory.read();
    this.given = note === undefined ? undefined : this.believed(note)?.checkpoint;
  }

  /** Whether it is known which keys are this log's; where none is, nothing is ever signed. */
  get knowsKeys(): boolean {
    return this.trusted.length > 0;
  }

  state(): Promise<SealState> {
    return sealState(this.pool);
  }

  /**
   * The newest checkpoint that holds good; undefined: there is none yet.
   *
   * @throws SealContradicted when the tree does not continue the one given out last
   */
  async latest(): Promise<StoredCheckpoint | undefined> {
    const { size } = await sealState(this.pool);
    await this.mustStillHold(size);
    const rows = await newestCheckpoints(this.pool, {
      upTo: size,
      keyIds: this.trusted.map(({ keyId }) => keyId),
      limit: rowsLookedAt,
    });
    for (const row of rows) {
      const head = await this.holdsGood(row);
      if (!head) continue;
      if (this.given === undefined || head.size > this.given.size) {
        this.given = head;
        this.memory.write(row.note);
      }
      return row;
    }
    return undefined;
  }

  /** The checkpoint of exactly this size that holds good, if one was signed. */
  async ofSize(size: number): Promise<StoredCheckpoint | undefined> {
    for (const row of await checkpointsOfSize(this.pool, size, rowsLookedAt)) {
      if (await this.holdsGood(row)) return row;
    }
    return undefined;
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

  /** The position of an entry. @throws `TileMissing` when there is no such entry */
  async positionOf(entry: number): Promise<number> {
    const { number, at } = placeInTile(entry);
    const [tile] = await tilesAt(this.pool, [{ level: 0, number }]);
    const position = tile?.positions[at];
    if (position === undefined) throw new TileMissing({ level: 0, number });
    return position;
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

  /** A contradiction stands until a declared branch leads past it: the tree has to continue what both histories have. */
  private async mustStillHold(size: number): Promise<void> {
    try {
      if (this.contradiction) throw this.contradiction;
      await this.mustContinue(size);
    } catch (error) {
      if (!(error instanceof SealContradicted)) throw error;
      this.contradiction = error;
      if (!(await this.followBranch())) throw error;
      this.contradiction = undefined;
      await this.mustStillHold(size);
    }
  }

  /** @returns whether what was given out is of a history that was given up; then what both histories have takes its place. */
  private async followBranch(): Promise<boolean> {
    const { given } = this;
    if (!given) return false;
    const branch = declaredBranches(await this.restores.branches(), this.trusted).find((one) => isGivenUp(one, given));
    if (branch) this.given = branch.good;
    return branch !== undefined;
  }

  private async mustContinue(size: number): Promise<void> {
    const { given } = this;
    if (!given) return;
    if (given.size > size)
      throw new SealContradicted(
        'log-shorter',
        `the tree has ${size} entries, a checkpoint of ${given.size} was given out`,
      );
    if (!(await this.rootOf(given.size)).equals(given.root))
      throw new SealContradicted(
        'checkpoint-contradicted',
        `the tree does not continue the one of ${given.size} entries that was given out`,
      );
  }

  private async holdsGood({ note, size, keyId, signedAt }: StoredCheckpoint): Promise<Checkpoint | undefined> {
    const head = this.believed(note);
    if (head?.checkpoint.size !== size || (head.keyId !== undefined && head.keyId !== keyId)) return undefined;
    if (head.checkpoint.time !== signedAt.toISOString()) return undefined;
    return (await this.rootOf(size)).equals(head.checkpoint.root) ? head.checkpoint : undefined;
  }

  private believed(note: string): { readonly checkpoint: Checkpoint; readonly keyId: string | undefined } | undefined {
    try {
      const { text, signedBy } = openNote(note, this.trusted);
      const [key] = signedBy;
      return this.trusted.length > 0 && !key ? undefined : { checkpoint: checkpointIn(text), keyId: key?.keyId };
    } catch {
      return undefined; // somebody's row that is no checkpoint of ours; the audit names it
    }
  }

  private async rootOf(size: number): Promise<Hash> {
    const make = (hashOf: SubtreeHash) => rootAt(this.suite, size, hashOf);
    const tiles = await tilesAt(this.pool, tilesOf(subtreesNeeded(this.suite, make)));
    return make(hashesIn(this.suite, tiles));
  }
}
