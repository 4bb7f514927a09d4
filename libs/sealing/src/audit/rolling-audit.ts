import type { EventLog, StoredEvent } from '@app/event-store';
import type { Pool } from 'pg';
import { LeafFramer } from '../leaf/leaf-framing';
import { sealState, type StoredTile, tilesAt } from '../seal-records';
import { GrowingTree } from '../tree/growing-tree';
import { type HashSuite, sha256Rfc6962 } from '../tree/hash-suite';
import { hashAt, placeInTile, type TilePlace, tileWidth } from '../tree/tiles';
import type { Finding } from './finding';

export interface RollingAuditOptions {
  /** The log as stored. */
  readonly log: EventLog;
  readonly pool: Pool;
  /** Tiles of 256 entries that a round looks at. */
  readonly tiles: number;
  /** Everything is looked at within so many rounds, if need be by more tiles in each. */
  readonly roundsMax: number;
  readonly suite?: HashSuite;
}

export interface AuditRound {
  readonly findings: readonly Finding[];
  /** This round came to the end: since the last such one, every entry was looked at. */
  readonly wholeLog: boolean;
}

const pageSize = 1_000;

/**
 * Looks at a part of the log at a time, over and over: events against the leaves sealed of them, and the tiles against those beneath
 * them. Small logs are looked at whole in each round. It finds that something is wrong and about where; `auditLog` then tells what.
 */
export class RollingAudit {
  private readonly suite: HashSuite;
  private readonly framer = new LeafFramer();
  private next = 0;

  constructor(private readonly options: RollingAuditOptions) {
    this.suite = options.suite ?? sha256Rfc6962;
  }

  async round(): Promise<AuditRound> {
    const { pool, tiles, roundsMax } = this.options;
    const { size } = await sealState(pool);
    const all = Math.ceil(size / tileWidth);
    if (this.next >= all) this.next = 0;
    const from = this.next;
    const until = Math.min(all, from + Math.max(tiles, Math.ceil(all / roundsMax)));
    this.next = until;
    return { findings: await this.lookAt(from, until, size), wholeLog: until >= all };
  }

  /** The tiles of entries from one up to another, and those above that end with one of them. */
  private async lookAt(from: number, until: number, size: number): Promise<Finding[]> {
    const numbers = Array.from({ length: until - from }, (_, index) => from + index);
    const columns = numbers.map((number) => [{ level: 0, number }, ...aboveOf(number)]);
    const before: TilePlace[] = from > 0 ? [{ level: 0, number: from - 1 }] : [];
    const stored = new Map<string, StoredTile>();
    for (const tile of await tilesAt(this.options.pool, [...columns.flat(), ...before])) stored.set(keyOf(tile), tile);
    const at = (place: TilePlace) => stored.get(keyOf(place));
    const events = this.eventsAfter(before[0] ? (at(before[0])?.positions.at(-1) ?? 0) : 0);
    const findings: Finding[] = [];
    for (const column of columns) {
      const number = column[0]?.number ?? 0;
      const tile = at({ level: 0, number });
      const start = number * tileWidth;
      const count = Math.min(tileWidth, size - start);
      if (!tile || tile.positions.length < count) {
        // Where the next tile goes on in the log, only this one said.
        return [...findings, { code: 'tile-missing', entry: start, what: `0/${number}` }];
      }
      const differing = this.firstThatDiffers(tile, await events(count), start, count);
      findings.push(...(differing ? [differing] : []), ...this.tilesAbove(column, at, size));
    }
    return findings;
  }

  /** Gives the next events of the log, so many at a time, out of pages; fewer at its end. */
  private eventsAfter(position: number): (count: number) => Promise<StoredEvent[]> {
    let held: StoredEvent[] = [];
    let last = position;
    return async (count) => {
      while (held.length < count) {
        const page = await this.options.log.readAll({ after: last, limit: pageSize });
        held = [...held, ...page];
        last = page.at(-1)?.position ?? last;
        if (page.length < pageSize) break;
      }
      const events = held.slice(0, count);
      held = held.slice(count);
      return events;
    };
  }

  private firstThatDiffers(
    tile: StoredTile,
    events: readonly StoredEvent[],
    start: number,
    count: number,
  ): Finding | undefined {
    for (let index = 0; index < count; index++) {
      const entry = start + index;
      const position = tile.positions[index] ?? 0;
      const event = events[index];
      if (!event) return { code: 'log-shorter', entry, position };
      if (event.position > position) return { code: 'event-missing', entry, position };
      if (event.position < position) return { code: 'event-inserted', entry, position: event.position };
      if (!this.suite.leaf(this.framer.frame(event)).equals(hashAt(this.suite, tile.hashes, index)))
        return { code: 'event-altered', entry, position };
    }
    return undefined;
  }

  /** Each full tile has its root as a hash in the tile above it. */
  private tilesAbove(
    places: readonly TilePlace[],
    at: (place: TilePlace) => StoredTile | undefined,
    size: number,
  ): Finding[] {
    for (const [index, place] of places.slice(0, -1).entries()) {
      const width = tileWidth ** (place.level + 1);
      const entry = place.number * width;
      if (entry + width > size) return [];
      const below = at(place);
      const above = at(places[index + 1] ?? place);
      const { number, at: nth } = placeInTile(place.number);
      const what = `${place.level + 1}/${number}`;
      if (!below || !above || above.hashes.length < (nth + 1) * this.suite.bytes)
        return [{ code: 'tile-missing', entry, before: entry + width, what }];
      if (!this.rootOf(below).equals(hashAt(this.suite, above.hashes, nth)))
        return [{ code: 'tile-altered', entry, before: entry + width, what }];
    }
    return [];
  }

  private rootOf(tile: StoredTile) {
    const tree = new GrowingTree(this.suite);
    for (let index = 0; index < tileWidth; index++) tree.append(hashAt(this.suite, tile.hashes, index));
    return tree.root();
  }
}

const keyOf = ({ level, number }: TilePlace): string => `${level}/${number}`;

/** The tiles above this tile of entries that have a hash for it, or for one that ends with it. */
function aboveOf(number: number): TilePlace[] {
  const places: TilePlace[] = [];
  for (let level = 1, below = number; ; level++) {
    const { number: above, at } = placeInTile(below);
    places.push({ level, number: above });
    if (at !== tileWidth - 1) return places;
    below = above;
  }
}
