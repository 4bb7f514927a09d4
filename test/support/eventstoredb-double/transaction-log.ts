import { randomUUID } from 'node:crypto';

export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface RecordedEvent extends ProposedEvent {
  readonly stream: string;
  readonly revision: number;
  /** In bytes from the beginning of the log; the next event stands where this one ends. */
  readonly position: number;
  /** Ticks of 100 ns since 1970. */
  readonly created: bigint;
}

export type Expected = number | 'any' | 'no-stream' | 'stream-exists';

export type Written =
  | { readonly outcome: 'success'; readonly revision: number; readonly position: number }
  | { readonly outcome: 'wrong-expected-version'; readonly current: number };

export type Filter = (event: RecordedEvent) => boolean;

/** The position asked for is none at which an event begins. */
export class InvalidPosition extends Error {}

/** The stream was deleted for good. */
export class StreamTombstoned extends Error {}

/** `$tb` of a stream that was deleted softly, and the revision of a tombstone: the largest there is. */
export const deletedStream = '9223372036854775807';

const recordOverhead = 61;
const foreignEvery = 5;

/**
 * What a server keeps, and by which rules it takes events: those of EventStoreDB 23.10, `IndexWriter.CheckCommit`.
 * Between the events written by others stand its own (`$…`) and those of a shop that shares the server.
 */
export class TransactionLog {
  private readonly events: RecordedEvent[] = [];
  private readonly streams = new Map<string, RecordedEvent[]>();
  private readonly tombstones = new Set<string>();
  private readonly recentIds = new Map<string, RecordedEvent>();
  private readonly followers = new Set<(event: RecordedEvent) => void>();
  /** How many events reads of all have looked at so far. */
  searched = 0;
  private end = 0;
  private writes = 0;

  constructor(private readonly now: () => number = Date.now) {
    this.put('$$$settings', [aSystemEvent('$metadata')]);
    this.put('$users', [aSystemEvent('$User')]);
    this.put('shop.order-1', [aSystemEvent('OrderPlaced')]);
  }

  write(stream: string, expected: Expected, events: readonly ProposedEvent[]): Written {
    if (this.tombstones.has(stream)) throw new StreamTombstoned(stream);
    const stored = this.streams.get(stream) ?? [];
    const current = stored.length - 1;
    const wrong: Written = { outcome: 'wrong-expected-version', current };
    if (expected === 'stream-exists' && current === -1) return wrong;
    if (expected === 'any' || expected === 'stream-exists') {
      const known = events.map(({ id }) => this.recentIds.get(id)).map((event) => event?.stream === stream && event);
      if (known[0]) {
        const last = known.at(-1);
        return last && known.every(Boolean) ? successAt(last) : wrong; // some known and some not: "corrupted idempotency"
      }
    } else {
      const revision = expected === 'no-stream' ? -1 : expected;
      if (revision > current) return wrong;
      if (revision < current) {
        // Said again? Every event must stand just where it was wanted then. Only ids are compared, never bytes.
        const there = events.map(({ id }, index) => {
          const event = stored[revision + 1 + index];
          return event?.id === id ? event : false;
        });
        const last = there.at(-1);
        if (last && there.every(Boolean)) return successAt(last);
        const isNewAgain = expected === 'no-stream' && there[0] === false && this.isSoftDeleted(stream);
        if (!isNewAgain) return wrong;
      }
    }
    if (this.isSoftDeleted(stream)) this.setMetadata(stream, { $tb: current + 1 });
    const ofStream = stream.startsWith('$$') ? stream.slice(2) : undefined;
    const revives = ofStream !== undefined && this.isSoftDeleted(ofStream);
    const last = this.put(stream, events);
    // Metadata written to a deleted stream begins it anew: the server hides what was there by metadata of its own.
    if (revives) {
      const written = this.metadataOf(ofStream);
      this.setMetadata(ofStream, { ...written, $tb: this.streams.get(ofStream)?.length ?? 0 });
    }
    this.writes++;
    if (this.writes % foreignEvery === 0) this.put('shop.order-1', [aSystemEvent('OrderPaid')]);
    if (this.writes % foreignEvery === 3) this.put('$stats-127.0.0.1:2113', [aSystemEvent('$statsCollected')]);
    return successAt(last);
  }

  /** A soft delete: nobody sees the events any more, and the next writer goes on behind them. */
  softDelete(stream: string): number {
    if (this.tombstones.has(stream)) throw new StreamTombstoned(stream);
    return this.setMetadata(stream, { ...this.metadataOf(stream), $tb: deletedStream }).position;
  }

  /** The way back from a soft delete, as an administrator goes it: the metadata written again, twice. */
  restore(stream: string): void {
    const asBefore = (): ProposedEvent => ({ ...aSystemEvent('$metadata'), data: Buffer.from('{}') });
    this.write(`$$${stream}`, 'any', [asBefore()]);
    this.write(`$$${stream}`, 'any', [asBefore()]);
  }

  /** Nobody reads or writes the stream again; in `$all` its events stay, and the tombstone behind them. */
  tombstone(stream: string): number {
    const { position } = this.put(stream, [aSystemEvent('$streamDeleted')]);
    this.tombstones.add(stream);
    return position;
  }

  private setMetadata(stream: string, metadata: Readonly<Record<string, unknown>>): RecordedEvent {
    const json = JSON.stringify(metadata).replace(`"${deletedStream}"`, deletedStream);
    return this.put(`$$${stream}`, [{ ...aSystemEvent('$metadata'), data: Buffer.from(json) }]);
  }

  /** What others write: `count` events of the shop. */
  writeForeign(count: number): void {
    for (let n = 0; n < count; n++) this.put('shop.order-2', [aSystemEvent('OrderPaid')]);
  }

  /** The server remembers recent ids only; now it remembers none. */
  forgetRecentIds(): void {
    this.recentIds.clear();
  }

  /** Undefined when the stream does not exist. From `from`, or from the end backwards. */
  stream(
    name: string,
    from: number | 'end',
    direction: 'forwards' | 'backwards',
    count: number,
  ): readonly RecordedEvent[] | undefined {
    if (this.tombstones.has(name)) throw new StreamTombstoned(name);
    const all = this.streams.get(name);
    if (!all || this.isSoftDeleted(name)) return undefined;
    const stored = this.visible(name, all);
    const wanted = (event: RecordedEvent) =>
      from === 'end'
        ? direction === 'backwards'
        : direction === 'backwards'
          ? event.revision <= from
          : event.revision >= from;
    const found = stored.filter(wanted);
    return (direction === 'backwards' ? found.reverse() : found).slice(0, count);
  }

  /** Forwards from a position, which is included. */
  forwards(from: number | 'end', filter: Filter, count = Infinity): readonly RecordedEvent[] {
    const found: RecordedEvent[] = [];
    for (let at = this.indexOf(from); at < this.events.length && found.length < count; at++) {
      const event = this.events[at];
      this.searched++;
      if (event && filter(event)) found.push(event);
    }
    return found;
  }

  /** Backwards from a position, which is not included. */
  backwards(from: number | 'end', filter: Filter, count: number): readonly RecordedEvent[] {
    const found: RecordedEvent[] = [];
    for (let at = this.indexOf(from) - 1; at >= 0 && found.length < count; at--) {
      const event = this.events[at];
      this.searched++;
      if (event && filter(event)) found.push(event);
    }
    return found;
  }

  follow(follower: (event: RecordedEvent) => void): () => void {
    this.followers.add(follower);
    return () => this.followers.delete(follower);
  }

  private put(stream: string, events: readonly ProposedEvent[]): RecordedEvent {
    const stored = this.streams.get(stream) ?? [];
    this.streams.set(stream, stored);
    let last: RecordedEvent | undefined;
    for (const event of events) {
      last = {
        ...event,
        stream,
        revision: stored.length,
        position: this.end,
        created: BigInt(this.now()) * 10_000n + 1_234n,
      };
      this.end += recordOverhead + Buffer.byteLength(stream) + event.data.length + event.metadata.length;
      stored.push(last);
      this.events.push(last);
      this.recentIds.set(event.id, last);
    }
    if (!last) throw new Error('nothing to write');
    for (const event of stored.slice(-events.length)) for (const follower of this.followers) follower(event);
    return last;
  }

  /** What the stream's metadata, the newest event of `$$name`, lets readers see; `$all` is not affected. */
  private visible(name: string, stored: readonly RecordedEvent[]): readonly RecordedEvent[] {
    const { $maxCount = Infinity, $tb = 0, $maxAge = Infinity } = this.metadataOf(name);
    const oldest = this.now() - Number($maxAge) * 1_000;
    return stored
      .slice(-Number($maxCount))
      .filter(({ revision, created }) => revision >= Number($tb) && Number(created / 10_000n) >= oldest);
  }

  private isSoftDeleted(name: string): boolean {
    return Number(this.metadataOf(name).$tb ?? 0) === Number(deletedStream);
  }

  private metadataOf(name: string): Readonly<Partial<Record<'$tb' | '$maxAge' | '$maxCount', unknown>>> {
    const newest = this.streams.get(`$$${name}`)?.at(-1);
    if (!newest) return {};
    return JSON.parse(Buffer.from(newest.data).toString('utf8')) as Readonly<Record<string, unknown>>;
  }

  private indexOf(position: number | 'end'): number {
    if (position === 'end' || position === this.end) return this.events.length;
    if (position > (this.events.at(-1)?.position ?? 0)) return this.events.length; // inside the last one: nothing there, and nothing wrong
    let low = 0;
    let high = this.events.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const at = this.events[middle]?.position ?? 0;
      if (at === position) return middle;
      if (at < position) low = middle + 1;
      else high = middle - 1;
    }
    throw new InvalidPosition(`no event begins at ${position}`);
  }
}

const successAt = ({ revision, position }: RecordedEvent): Written => ({ outcome: 'success', revision, position });

const aSystemEvent = (type: string): ProposedEvent => ({
  id: randomUUID(),
  type,
  contentType: 'application/json',
  data: Buffer.from('{}'),
  metadata: Buffer.from(''),
});
