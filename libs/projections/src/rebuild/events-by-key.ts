import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase, QueryArrayConfig } from 'pg';
import { from } from 'pg-copy-streams';
import { fromBytes, type SetAside, toBytes } from './event-bytes';

/** One event under the key of a row. */
export interface KeyedEvent extends SetAside {
  readonly key: string;
}

/** What is in memory beside the data of an event: its envelope and our lists. Estimated; our default. */
const envelopeBytes = 500;
/** Once more than the budget was set aside, the rest goes to the database in pieces of so many bytes. Our default. */
const pieceBytes = 4 * 2 ** 20;
const eventsPerFetch = 1_000;
/** For the database's sort. It spills to its disk beyond that. Our default. */
const sortMemory = '64MB';

/**
 * Takes events under keys in the order of the log and gives them back key by key, each key's in that order. Memory is bounded: what
 * is beyond the budget goes by COPY into a temporary table of the session, is sorted by the database, and comes back by a cursor
 * that holds no snapshot. What fits into the budget never leaves.
 */
export class EventsByKey {
  private waiting: KeyedEvent[] = [];
  private bytes = 0;
  private inTable = false;

  /** @param client ours alone, in no transaction */
  constructor(
    private readonly client: ClientBase,
    private readonly budgetBytes: number,
  ) {}

  /** Of the events in memory, at most the budget and one event more. */
  get bytesInMemory(): number {
    return this.bytes;
  }

  async add(events: readonly KeyedEvent[]): Promise<void> {
    for (const one of events) {
      this.waiting.push(one);
      this.bytes += one.event.data.length + envelopeBytes;
      if (this.bytes > (this.inTable ? Math.min(pieceBytes, this.budgetBytes) : this.budgetBytes)) await this.toTable();
    }
  }

  /** Everything that was added, in pieces. To be asked once. */
  async *inOrder(): AsyncGenerator<readonly KeyedEvent[]> {
    if (!this.inTable) {
      yield* this.fromMemory();
      return;
    }
    await this.toTable();
    await this.client.query(`
      BEGIN;
      SET LOCAL work_mem = '${sortMemory}';
      DECLARE folded_in_order NO SCROLL CURSOR WITH HOLD FOR
        SELECT key, event FROM pg_temp.folded_events ORDER BY key, position;
      COMMIT;
      DROP TABLE pg_temp.folded_events`);
    // The next ones are fetched while these are folded; two pieces are held at most.
    for (let next = this.fetch(); ;) {
      const { rows } = await next;
      if (rows.length === 0) return;
      next = this.fetch();
      next.catch(() => undefined); // reported when it is awaited, if it still is
      yield rows.map(([key, event]) => ({ key, ...fromBytes(event) }));
    }
  }

  private fetch(): Promise<{ rows: [string, Buffer][] }> {
    return this.client.query({
      text: `FETCH ${eventsPerFetch} FROM folded_in_order`,
      rowMode: 'array',
      binary: true,
    } as QueryArrayConfig);
  }

  /** Leaves nothing in the session, whatever happened. */
  async close(): Promise<void> {
    if (!this.inTable) return;
    await this.client.query('ROLLBACK'); // warns when nothing is open
    await this.client.query('CLOSE ALL; DROP TABLE IF EXISTS pg_temp.folded_events');
  }

  private *fromMemory(): Generator<readonly KeyedEvent[]> {
    const byKey = new Map<string, KeyedEvent[]>();
    for (const one of this.waiting) {
      const others = byKey.get(one.key);
      if (others) others.push(one);
      else byKey.set(one.key, [one]);
    }
    [this.waiting, this.bytes] = [[], 0];
    let piece: KeyedEvent[] = [];
    for (const events of byKey.values()) {
      for (const one of events) piece.push(one);
      if (piece.length < eventsPerFetch) continue;
      yield piece;
      piece = [];
    }
    yield piece;
  }

  private async toTable(): Promise<void> {
    if (!this.inTable) {
      // Kept in line and as they are: an event goes in once and comes out once.
      await this.client.query(`
        CREATE TEMP TABLE folded_events (key text COLLATE "C" NOT NULL, position bigint NOT NULL, event bytea STORAGE EXTERNAL NOT NULL)
        WITH (toast_tuple_target = 8160)`);
      this.inTable = true;
    }
    const events = this.waiting;
    this.waiting = [];
    this.bytes = 0;
    if (events.length === 0) return;
    const into = this.client.query(from('COPY pg_temp.folded_events FROM STDIN (FORMAT binary)'));
    await pipeline(Readable.from(binaryRows(events)), into);
  }
}

/** COPY's binary format: a head, per row the number of fields and each with its length, an end. */
function* binaryRows(events: readonly KeyedEvent[]): Generator<Buffer> {
  yield Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
  let chunk: Buffer[] = [];
  let bytes = 0;
  for (const one of events) {
    const key = Buffer.from(one.key, 'utf8');
    const event = toBytes(one);
    const head = Buffer.allocUnsafe(6 + key.length + 12 + 4);
    head.writeInt16BE(3, 0);
    head.writeInt32BE(key.length, 2);
    key.copy(head, 6);
    head.writeInt32BE(8, 6 + key.length);
    head.writeBigInt64BE(BigInt(one.event.position), 10 + key.length);
    head.writeInt32BE(event.length, 18 + key.length);
    chunk.push(head, event);
    bytes += head.length + event.length;
    if (bytes < chunkBytes) continue;
    yield Buffer.concat(chunk);
    [chunk, bytes] = [[], 0];
  }
  yield Buffer.concat([...chunk, Buffer.from([0xff, 0xff])]);
}

const chunkBytes = 256 * 1024;
