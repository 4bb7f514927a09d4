import { type EventLog, isFullPage, type StoredEvent } from '@app/event-store';
import { inTransaction } from '@app/projections';
import type { Pool, PoolClient } from 'pg';
import { LeafFramer } from './leaf/leaf-framing';
import { type Checkpoint, checkpointIn, checkpointText } from './note/checkpoint';
import { type NoteSigner, type NoteVerifier, type OpenedNote, openNote, signNote } from './note/signed-note';
import type { SealKeys } from './seal-keys';
import {
  addCheckpoint,
  checkpointOfSize,
  latestCheckpoint,
  lockSealState,
  moveSealState,
  type SealState,
  type StoredCheckpoint,
  storedKeys,
  type StoredTile,
  tilesAt,
  writeTiles,
} from './seal-records';
import { edgeOf, GrowingTiles } from './tree/growing-tiles';
import { type Hash, type HashSuite, sha256Rfc6962 } from './tree/hash-suite';
import { rootAt, subtreesNeeded } from './tree/proofs';
import { hashAt, hashesIn, placeInTile, TileMissing, type TilePlace, tilesOf } from './tree/tiles';

export interface SealerOptions {
  /** Connections in the application's role. */
  readonly pool: Pool;
  /** The log as stored: never a view that decrypts or brings events up to date. */
  readonly log: EventLog;
  readonly keys: SealKeys;
  readonly suite?: HashSuite;
  /** Events sealed in one transaction at most. */
  readonly batchSize?: number;
  readonly now?: () => Date;
}

/**
 * What was sealed is no longer what stands there: somebody changed the log, the tiles or the checkpoints underneath. No
 * checkpoint is signed until it is as it was; `npm run ledger:verify` names the first bad entry.
 */
export class SealContradicted extends Error {
  constructor(
    /** `log-changed`, `log-shorter`, `checkpoint-contradicted`, `checkpoint-not-ours`, `origin-changed`, `suite-changed`. */
    readonly code: string,
    detail: string,
  ) {
    super(`${code}: ${detail}`);
    this.name = 'SealContradicted';
  }
}

/**
 * Lets the Merkle tree grow over the log, and signs its head.
 *
 * A batch is one transaction: tiles and state, or nothing; wherever the plug is pulled, the tree is whole and the batch comes again. Several
 * processes may seal: the lock on the state's row lets them take turns. Appends never wait for any of it.
 */
export class Sealer {
  private readonly suite: HashSuite;
  private readonly batchSize: number;
  private readonly now: () => Date;
  private readonly framer = new LeafFramer();
  private ahead: { readonly after: number; readonly page: Promise<Page> } | undefined;
  /** The last checkpoint this process signed: it does not forget it, whatever the tables say later. */
  private signedHere: Checkpoint | undefined;

  constructor(private readonly options: SealerOptions) {
    this.suite = options.suite ?? sha256Rfc6962;
    this.batchSize = options.batchSize ?? 1_000;
    this.now = options.now ?? (() => new Date());
  }

  /** Whether there is a key to sign with. */
  get canSign(): boolean {
    return this.options.keys.signer !== undefined;
  }

  /**
   * Seals the next events, at most a batch.
   *
   * @returns whether there may be more.
   * @throws SealContradicted when the last sealed event is no longer the one that was sealed. (Each page is read from one event
   * earlier, so that this is looked at all the time.) `TileMissing` when a tile of the tree's edge is gone.
   */
  async sealNext(): Promise<boolean> {
    return inTransaction(this.options.pool, async (client) => {
      // What a crash would lose is sealed again, from a log that is on disk; so the commit need not wait for the disk.
      await client.query('SET LOCAL synchronous_commit TO OFF');
      const state = await lockSealState(client);
      const edge = await tilesAt(client, edgeAndLastEntries(state.size));
      const { events, full } = await this.pageAfter(state, edge);
      const tiles = new GrowingTiles(this.suite, state.size, edge);
      const positions = positionsIn(edge);
      let lastPosition = state.lastPosition;
      for (const event of events) {
        if (event.position <= lastPosition)
          throw new SealContradicted('log-changed', `position ${event.position} does not follow ${lastPosition}`);
        positions.add(tiles.size, event.position);
        tiles.append(this.suite.leaf(this.framer.frame(event)));
        lastPosition = event.position;
      }
      if (events.length > 0) await writeTiles(client, positions.with(tiles.takeChanged()));
      await moveSealState(client, { size: tiles.size, lastPosition, caughtUp: !full });
      return full;
    });
  }

  /**
   * Signs the head of the tree as it stands, unless the newest checkpoint is about this very tree.
   *
   * Before it signs it makes sure that the tree continues the one signed last: nobody is ever given two checkpoints that
   * contradict each other.
   *
   * @param notBeforeMs signs only when the newest checkpoint is at least as old. 0: at once.
   * @returns the newest checkpoint; undefined when there is none: no key, or no entry.
   * @throws SealContradicted, `TileMissing`
   */
  async sign(notBeforeMs = 0): Promise<StoredCheckpoint | undefined> {
    const { signer } = this.options.keys;
    const { checkpoint, head } = await inTransaction(this.options.pool, async (client) => {
      const { size } = await lockSealState(client);
      const latest = await latestCheckpoint(client);
      const now = this.now();
      const tooSoon =
        latest !== undefined && notBeforeMs > 0 && now.getTime() - latest.signedAt.getTime() < notBeforeMs;
      if (!signer || size === 0 || tooSoon) return { checkpoint: latest, head: undefined };
      // Looked for by our own key: while the key is being changed, others sign with another.
      const same = latest?.size === size && (await checkpointOfSize(client, size, signer.verifier.keyId));
      if (same) return { checkpoint: same, head: undefined };
      // Clocks of several processes differ; the times of checkpoints never go back all the same.
      const signedAt = latest && latest.signedAt > now ? latest.signedAt : now;
      const root = await this.rootContinuing(client, size, await this.earlier(client, latest, signer));
      return this.signHead(client, signer, { size, root, signedAt });
    });
    this.signedHere = head ?? this.signedHere;
    return checkpoint;
  }

  /** The checkpoints that a new one has to continue: the newest that is stored, and the newest of this process. */
  private async earlier(
    client: PoolClient,
    latest: StoredCheckpoint | undefined,
    signer: NoteSigner,
  ): Promise<Checkpoint[]> {
    const here = this.signedHere ? [this.signedHere] : [];
    if (!latest) return here;
    const checkpoint = believed(latest, [signer.verifier, ...(await storedKeys(client))]);
    if (checkpoint.origin !== signer.verifier.name)
      throw new SealContradicted(
        'origin-changed',
        `signed before as ${checkpoint.origin}, now as ${signer.verifier.name}`,
      );
    if (checkpoint.suite !== this.suite.name)
      throw new SealContradicted('suite-changed', `signed before by ${checkpoint.suite}, now by ${this.suite.name}`);
    return [checkpoint, ...here];
  }

  private async rootContinuing(client: PoolClient, size: number, earlier: readonly Checkpoint[]): Promise<Hash> {
    const beyond = earlier.find((checkpoint) => checkpoint.size > size);
    if (beyond)
      throw new SealContradicted('log-shorter', `the tree has ${size} entries, ${beyond.size} were signed before`);
    const sizes = [size, ...earlier.map((checkpoint) => checkpoint.size)];
    const needed = subtreesNeeded(this.suite, (hashOf) => sizes.map((one) => rootAt(this.suite, one, hashOf)));
    const hashOf = hashesIn(this.suite, await tilesAt(client, tilesOf(needed)));
    for (const checkpoint of earlier) {
      if (!rootAt(this.suite, checkpoint.size, hashOf).equals(checkpoint.root))
        throw new SealContradicted(
          'checkpoint-contradicted',
          `the tree does not continue the one of ${checkpoint.size} entries signed at ${checkpoint.time}`,
        );
    }
    return rootAt(this.suite, size, hashOf);
  }

  private async signHead(
    client: PoolClient,
    signer: NoteSigner,
    { size, root, signedAt }: { readonly size: number; readonly root: Hash; readonly signedAt: Date },
  ): Promise<{ readonly checkpoint: StoredCheckpoint; readonly head: Checkpoint }> {
    const { name: origin, scheme, keyId, vkey } = signer.verifier;
    const head: Checkpoint = { origin, size, root, suite: this.suite.name, scheme, time: signedAt.toISOString() };
    const checkpoint = { size, keyId, signedAt, note: signNote(checkpointText(head), [signer]) };
    await addCheckpoint(client, checkpoint, vkey);
    return { checkpoint, head };
  }

  /**
   * The events after the last sealed one. The page begins with that one, which has to be what was sealed; unless it is
   * the page after the one just sealed, which was read ahead meanwhile. One read ahead that is not full is read again:
   * what came since belongs to it, before anybody says that all is sealed.
   */
  private async pageAfter(state: SealState, edge: readonly StoredTile[]): Promise<Page> {
    const { ahead } = this;
    this.ahead = undefined;
    const readAhead = ahead?.after === state.lastPosition ? await ahead.page : undefined;
    const page = readAhead?.full ? readAhead : await this.readAfter(state, edge);
    const last = page.events.at(-1);
    if (last && page.full) this.readAhead(last.position);
    return page;
  }

  private async readAfter(state: SealState, edge: readonly StoredTile[]): Promise<Page> {
    if (state.size === 0) return this.read(0, this.batchSize);
    const { events, full } = await this.read(positionOf(edge, state.size - 2), this.batchSize + 1);
    const [last, ...following] = events;
    this.mustBeSealed(last, state, edge);
    // The last one may be so large that it is a page by itself.
    return following.length === 0 && full ? this.read(state.lastPosition, this.batchSize) : { events: following, full };
  }

  private mustBeSealed(
    event: StoredEvent | undefined,
    { size, lastPosition }: SealState,
    edge: readonly StoredTile[],
  ): void {
    if (!event) throw new SealContradicted('log-shorter', `entry ${size - 1} at position ${lastPosition} is gone`);
    const { number, at } = placeInTile(size - 1);
    const tile = edge.find((one) => one.level === 0 && one.number === number);
    const sealed = tile && hashAt(this.suite, tile.hashes, at);
    if (event.position !== lastPosition || !sealed?.equals(this.suite.leaf(this.framer.frame(event))))
      throw new SealContradicted('log-changed', `entry ${size - 1} at position ${lastPosition} is not what was sealed`);
  }

  private readAhead(after: number): void {
    const page = this.read(after, this.batchSize);
    page.catch(() => undefined); // whoever takes the page hears of it
    this.ahead = { after, page };
  }

  private async read(after: number, limit: number): Promise<Page> {
    const events = await this.options.log.readAll({ after, limit });
    return { events, full: isFullPage(events, limit) };
  }
}

interface Page {
  readonly events: readonly StoredEvent[];
  /** There may be more behind it. */
  readonly full: boolean;
}

/** What the newest checkpoint says, if one of our keys signed it. */
function believed({ note, size }: StoredCheckpoint, ours: readonly NoteVerifier[]): Checkpoint {
  const notOurs = (reason: string) =>
    new SealContradicted('checkpoint-not-ours', `the newest checkpoint (size ${size}): ${reason}`);
  let opened: OpenedNote;
  try {
    opened = openNote(note, ours);
  } catch (error) {
    throw notOurs(error instanceof Error ? error.message : String(error));
  }
  if (opened.signedBy.length === 0) throw notOurs('no signature of ours');
  return checkpointIn(opened.text);
}

/** The tiles to go on from, and those that say which event was sealed last and where the page before it ends. */
function edgeAndLastEntries(size: number): TilePlace[] {
  const entries = [size - 2, size - 1, size].filter((entry) => entry >= 0).map((entry) => placeInTile(entry).number);
  return [
    ...[...new Set(entries)].map((number) => ({ level: 0, number })),
    ...edgeOf(size).filter(({ level }) => level > 0),
  ];
}

/** The position of an entry; 0 for the one before the first. */
function positionOf(tiles: readonly StoredTile[], entry: number): number {
  if (entry < 0) return 0;
  const { number, at } = placeInTile(entry);
  const position = tiles.find((tile) => tile.level === 0 && tile.number === number)?.positions[at];
  if (position === undefined) throw new TileMissing({ level: 0, number });
  return position;
}

/** Positions of entries, tile by tile, beside the hashes that `GrowingTiles` keeps. */
function positionsIn(edge: readonly StoredTile[]) {
  const byTile = new Map(
    edge.filter(({ level }) => level === 0).map(({ number, positions }) => [number, [...positions]]),
  );
  return {
    add(entry: number, position: number): void {
      const { number } = placeInTile(entry);
      const positions = byTile.get(number);
      if (positions) positions.push(position);
      else byTile.set(number, [position]);
    },
    with: (tiles: readonly Omit<StoredTile, 'positions'>[]): StoredTile[] =>
      tiles.map((tile) => ({ ...tile, positions: tile.level === 0 ? (byTile.get(tile.number) ?? []) : [] })),
  };
}
