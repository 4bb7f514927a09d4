import { whyNotAppendable } from '../appendable';
import {
  type AppendResult,
  EventIdTaken,
  type EventLog,
  EventRefused,
  type ExpectedRevision,
  type NewEvent,
  pageOf,
  type Position,
  type StoredEvent,
  whyNotAPage,
  whyNotYetTrue,
  WrongExpectedRevision,
} from '../event-log';

/** The event log in memory: for specs and examples. Keeps every promise of the port but durability. */
export class MemoryEventLog implements EventLog {
  private readonly events: StoredEvent[] = [];
  private readonly streams = new Map<string, StoredEvent[]>();
  private readonly ids = new Map<string, StoredEvent>();
  private readonly listeners = new Set<() => void>();

  /** @param now UTC instant used for `recordedAt`; settable in specs. */
  constructor(private readonly now: () => Date = () => new Date()) {}

  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    const refused = whyNotAppendable(stream, events);
    return refused ? Promise.reject(refused) : this.appendUnseen(stream, expected, events);
  }

  /** The same without the look at what no log takes: programs from before there was one have left such events. */
  appendUnseen(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    return Promise.resolve().then(() => this.appendNow(stream, expected, events));
  }

  readStream(stream: string): Promise<readonly StoredEvent[]> {
    return Promise.resolve([...(this.streams.get(stream) ?? [])]);
  }

  readAll({ after, limit }: { after: Position; limit: number }): Promise<readonly StoredEvent[]> {
    const fault = whyNotAPage({ after, limit });
    if (fault) return Promise.reject(fault);
    return Promise.resolve(pageOf(this.events.slice(after, after + limit)));
  }

  head(): Promise<Position> {
    return Promise.resolve(this.events.length);
  }

  onAppended(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  close(): Promise<void> {
    this.listeners.clear();
    return Promise.resolve();
  }

  private appendNow(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): AppendResult {
    if (events.length === 0) throw new RangeError('append needs at least one event');
    const known = events.map((event) => this.ids.get(event.id));
    const first = known[0];
    if (known.some((event) => event !== undefined)) {
      const together =
        first !== undefined &&
        known.every((event, index) => event?.stream === stream && event.revision === first.revision + index) &&
        known.every((event, index) => event && sameContent(event, events[index]));
      const last = known.at(-1);
      if (together && last) return foundAs(last);
      throw new EventIdTaken(events.filter((_, index) => known[index] !== undefined).map((event) => event.id));
    }
    const before = this.streams.get(stream) ?? [];
    const actual = before.length - 1;
    if (!stands(expected, actual)) throw new WrongExpectedRevision(stream, expected, actual);
    if (new Set(events.map(({ id }) => id)).size < events.length)
      throw new EventRefused(stream, new Error('two of the events have the same id'));

    const now = this.now().toISOString();
    const newest = this.events.at(-1)?.recordedAt ?? now;
    const recordedAt = now < newest ? newest : now;
    for (const { occurredOn } of events) {
      const fault = whyNotYetTrue(occurredOn, new Date(recordedAt));
      if (fault) throw new EventRefused(stream, fault);
    }
    const stored = events.map((event, index): StoredEvent => ({
      ...event,
      data: Uint8Array.from(event.data),
      stream,
      revision: actual + 1 + index,
      position: this.events.length + 1 + index,
      recordedAt,
    }));
    for (const event of stored) this.ids.set(event.id, event);
    this.events.push(...stored);
    this.streams.set(stream, [...before, ...stored]);
    for (const listener of this.listeners) queueMicrotask(listener);
    return { outcome: 'recorded', revision: actual + stored.length, position: this.events.length, recordedAt };
  }
}

function foundAs({ revision, position, recordedAt }: StoredEvent): AppendResult {
  return { outcome: 'already-recorded', revision, position, recordedAt };
}

function stands(expected: ExpectedRevision, actual: number): boolean {
  if (expected === 'any') return true;
  if (expected === 'no-stream') return actual === -1;
  if (expected === 'stream-exists') return actual >= 0;
  return expected === actual;
}

function sameContent(a: NewEvent, b: NewEvent | undefined): boolean {
  return a.type === b?.type && Buffer.compare(a.data, b.data) === 0;
}
