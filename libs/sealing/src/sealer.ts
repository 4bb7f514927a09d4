import { type EventLog, isFullPage, type StoredEvent } from '@app/event-store';
import { inTransaction } from '@app/projections';
import type { Pool } from 'pg';
import { LeafFramer } from './leaf/leaf-framing';
import { ProcessMemory, type Remembered, type SignerMemory } from './memory/signer-memory';
import { SealAlarm } from './seal-alarm';
import { neverRestored, type RestoreWatch } from './restore-watch';
import { SealContradicted } from './seal-contradicted';
import { type SealKeys, trustedKeys } from './seal-keys';
import {
  lockSealState,
  moveSealState,
  type SealState,
  type StoredCheckpoint,
  type StoredTile,
  tilesAt,
  writeTiles,
} from './seal-records';
import { type GivenMemory, Seals } from './seals';
import { Signing } from './signing';
import { edgeOf, GrowingTiles } from './tree/growing-tiles';
import { type HashSuite, sha256Rfc6962 } from './tree/hash-suite';
import { hashAt, placeInTile, TileMissing, type TilePlace } from './tree/tiles';

export interface SealerOptions {
  /** Connections in the sealer's role; of a process that seals nothing, in any that reads the seals. */
  readonly pool: Pool;
  /** Whether this process may seal. Our default: it may. */
  readonly sealsHere?: boolean;
  /** The log as stored: never a view that decrypts or brings events up to date. */
  readonly log: EventLog;
  readonly keys: SealKeys;
  /** What this process gave out, where it is not the signer; as long as the process lives, unless a better one is given. */
  readonly given?: GivenMemory;
  /** What the signer remembers of its past; as long as the process lives, unless a better one is given. */
  readonly memory?: SignerMemory;
  /** What the log says of restores; nothing unless given. */
  readonly restores?: RestoreWatch;
  readonly suite?: HashSuite;
  /** Events sealed in one transaction at most. */
  readonly batchSize?: number;
  readonly now?: () => Date;
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
  readonly alarm: SealAlarm;
  private readonly memory: SignerMemory;
  private readonly seals: Seals;
  private readonly restores: RestoreWatch;
  private readonly signing: Signing | undefined;
  private readonly framer = new LeafFramer();
  private introduce: (() => Promise<void>) | undefined;
  /** How often this process, as the signer, has looked whether the tree continues what it remembers, and has found that it does. */
  looks = 0;
  private ahead: { readonly after: number; readonly page: Promise<Page> } | undefined;

  constructor(private readonly options: SealerOptions) {
    const { pool, keys, memory = new ProcessMemory(), suite = sha256Rfc6962, now = () => new Date() } = options;
    this.suite = suite;
    this.batchSize = options.batchSize ?? 1_000;
    this.memory = memory;
    this.alarm = new SealAlarm(pool, memory, now);
    this.restores = options.restores ?? neverRestored;
    const { restores } = this;
    this.seals = new Seals(pool, suite, trustedKeys(keys), options.given, restores);
    this.signing = keys.signer && new Signing({ pool, keys, signer: keys.signer, memory, suite, now, restores });
  }

  /** Whether there is a key to sign with. */
  get canSign(): boolean {
    return this.signing !== undefined;
  }

  /** Makes the signer's key known: done once, before anything is signed or looked at for signing. */
  introduceBy(introduce: () => Promise<void>): void {
    this.introduce = introduce;
  }

  /** Whether this process has the signer's memory: of several that have the key, one. */
  get isSigner(): boolean {
    return this.signing !== undefined && this.memory.held;
  }

  /** Whether this process may seal; others wait for the one that does. */
  get sealsHere(): boolean {
    return this.options.sealsHere ?? true;
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
   * Signs the head of the tree as it stands, unless the newest checkpoint is about this very tree. Before anything else it makes sure that
   * the tree continues the checkpoint that the signer remembers, also when there is nothing to sign.
   *
   * @param notBeforeMs signs only when the checkpoint before is at least as old. 0: at once.
   * @returns the newest checkpoint; undefined when there is none: no key, or no entry. In a process that is not the signer: the newest
   * that the signer has stored, looked at as far as this process can.
   * @throws SealContradicted, `TileMissing`
   */
  async sign(notBeforeMs = 0): Promise<StoredCheckpoint | undefined> {
    if (!this.signing || !(await this.memory.hold())) return this.seals.latest();
    const alarm = await this.alarm.recall();
    if (alarm && !(await this.signing.isSettled(alarm)))
      throw new SealContradicted('alarm-stands', `${alarm.code}: ${alarm.detail} (since ${alarm.since})`);
    if (await this.restores.isOpen())
      throw new SealContradicted('restore-open', 'what came back is being checked: npm run after-restore');
    if (alarm) await this.alarm.open();
    return this.signedBy(this.signing, notBeforeMs);
  }

  /**
   * Whether the signer could go on, whatever alarm stands: its memory is there, its key is introduced, the tree continues what was signed.
   *
   * @throws SealContradicted, `TileMissing`
   */
  async check(): Promise<void> {
    if (this.signing && this.memory.held) await this.signedBy(this.signing, Infinity);
  }

  private async signedBy(signing: Signing, notBeforeMs: number): Promise<StoredCheckpoint | undefined> {
    await this.introduce?.();
    this.introduce = undefined;
    const newest = await signing.sign(notBeforeMs);
    this.looks++;
    return newest;
  }

  /** What the signer remembers, in its process and between two signatures; undefined elsewhere. */
  remembered(): Promise<Remembered | undefined> {
    return this.memory.alone(async () => (this.isSigner ? this.memory.read() : undefined));
  }

  /**
   * The newest checkpoint, to be given away: in the signer's process the one that it remembers, in others the newest that holds good.
   * Nothing is given away that the tree does not continue.
   *
   * @throws SealContradicted, `TileMissing`
   */
  newest(): Promise<StoredCheckpoint | undefined> {
    return this.isSigner && this.signing ? this.signing.newest() : this.seals.latest();
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
