import { setTimeout as pause } from 'node:timers/promises';
import { binaryEvent, NO_STREAM, WrongExpectedVersionError } from '@eventstore/db-client';
import { whyNotAppendable } from '../appendable';
import {
  type AppendResult,
  type EventLog,
  EventRefused,
  type ExpectedRevision,
  LogUnavailable,
  type NewEvent,
  pageOf,
  type Position,
  type StoredEvent,
  whyNotAPage,
  whyNotYetTrue,
  WrongExpectedRevision,
  UnreadableEvent,
} from '../event-log';
import { Connection } from './connection';
import { whyNotAConnectionString } from './connection-string';
import { encodeEnvelope } from './envelope';
import { failureOfAppend, isInvalidPosition, unavailable } from './failures';
import { firstAnswer } from './first-answer';
import { NewEventsSubscription } from './new-events-subscription';
import { QuietStretch } from './quiet-stretch';
import {
  readNewestPosition,
  readOurNewest,
  readOursForwards,
  readServerStream,
  readWholeStream,
  toStoredEvent,
} from './reading';
import { pack } from './packing';
import { Reservations } from './reservations';
import { StreamNames } from './stream-names';
import { wayOut } from './way-out';

export interface EventStoreDbEventLogOptions {
  /**
   * Where the server is, and as whom to speak to it, TLS included; see `whyNotAConnectionString`. The authority that
   * signed the server's certificate is named by `tlsCAFile` (a path, from the working directory when relative) or by
   * NODE_EXTRA_CA_CERTS.
   */
  readonly url: string;
  /** The name our streams are known by on a shared server; `ledger` unless given. See `StreamNames`. */
  readonly streams?: string;
  /** How long a call may take, in milliseconds; 15,000 unless given. */
  readonly timeoutMs?: number;
  /** After how many milliseconds without an answer the other nodes of a cluster are asked who leads; 1,500 unless given. */
  readonly patienceMs?: number;
  /** What time it is, for the day of recording: the server does not look at events before it writes them. The system's clock unless given. */
  readonly now?: () => Date;
  /** Told of trouble that has no caller: a subscription that has to be taken up again. */
  readonly onTrouble?: (error: Error) => void;
}

/** Two thousand events in one append took a real server almost as long. Our choice. */
const timeoutDefaultMs = 15_000;
/** Somebody else writes to the same stream each time we look: give up after this many looks. */
const looksMax = 100;
/** Between two looks that saw the same. Our choice. */
const pauseMs = 20;

/**
 * The event log on EventStoreDB (and KurrentDB, its successor). Several processes may write to one server.
 *
 * An append is: reserve the ids and read the stream, write where that reading ends, read back what was written. One reading
 * says both that the events are not there yet and where to write: whoever says the same at the same time and is faster makes
 * the write fail. Every write names the very revision it expects, never "any": the server then compares a repeated write with
 * what stands there, event by event, instead of with its memory of recent ids. See `docs/decisions/0015-eventstoredb.md`.
 */
export class EventStoreDbEventLog implements EventLog {
  private readonly connection: Connection;
  private readonly names: StreamNames;
  private readonly reservations: Reservations;
  private readonly newEvents: NewEventsSubscription;
  private readonly quiet = new QuietStretch();
  private readonly listeners = new Set<() => void>();
  private readonly appends = new Set<Promise<unknown>>();
  private readonly now: () => Date;
  private announced: Position = 0;
  private closed = false;

  constructor(options: EventStoreDbEventLogOptions) {
    const fault = whyNotAConnectionString(options.url);
    if (fault !== undefined) throw new RangeError(`no connection string: ${fault}`);
    this.now = options.now ?? (() => new Date());
    this.connection = new Connection(options.url, {
      timeoutMs: options.timeoutMs ?? timeoutDefaultMs,
      ...(options.patienceMs !== undefined && { patienceMs: options.patienceMs }),
    });
    this.names = new StreamNames(options.streams ?? 'ledger');
    this.reservations = new Reservations(this.connection, this.names);
    this.newEvents = new NewEventsSubscription(
      this.connection,
      this.names,
      (position) => {
        this.announce(position);
      },
      options.onTrouble ?? (() => undefined),
    );
  }

  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    if (events.length === 0) return Promise.reject(new RangeError('append needs at least one event'));
    const refused = whyNotAppendable(stream, events);
    if (refused) return Promise.reject(refused);
    if (this.closed) return Promise.reject(new LogUnavailable(new Error('the log was closed')));
    const append = this.appendReserved(stream, expected, events).catch((error: unknown) => {
      throw unavailable(error);
    });
    this.appends.add(append);
    const settled = () => this.appends.delete(append);
    append.then(settled, settled);
    return append;
  }

  async readStream(stream: string): Promise<readonly StoredEvent[]> {
    const recorded = await readWholeStream(this.connection, this.names.onServer(stream));
    return recorded.map((event) => toStoredEvent(event, this.names));
  }

  async readAll({ after, limit }: { after: Position; limit: number }): Promise<readonly StoredEvent[]> {
    const fault = whyNotAPage({ after, limit });
    if (fault) throw fault;
    const look = this.quiet.beginLook();
    const found = pageOf(await this.readAfter(after, limit));
    if (found.length === 0 && this.quiet.isDue(look))
      this.quiet.foundNothing(look, after, await readNewestPosition(this.connection));
    return found;
  }

  async head(): Promise<Position> {
    const known = this.quiet.known();
    if (known && (await this.readAfter(known.end, 1)).length === 0) return known.newest;
    const newest = await readOurNewest(this.connection, this.names);
    return newest ? toStoredEvent(newest, this.names).position : 0;
  }

  onAppended(listener: () => void): () => void {
    if (this.closed) return () => undefined;
    this.listeners.add(listener);
    this.newEvents.start();
    return () => this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.allSettled(this.appends);
    this.listeners.clear();
    this.newEvents.stop();
    await this.connection.close();
  }

  private async readAfter(after: Position, limit: number): Promise<readonly StoredEvent[]> {
    const from = this.quiet.beginAfter(after);
    try {
      // The server reads from a position inclusively, and only from one at which an event begins: one more, less the first.
      const recorded = await readOursForwards(this.connection, this.names, from, limit + 1);
      return recorded
        .map((event) => toStoredEvent(event, this.names))
        .filter(({ position }) => position > after)
        .slice(0, limit);
    } catch (error) {
      this.quiet.forget(); // what was learned from one server may not be so on the one that answers next
      if (from === after && isInvalidPosition(error))
        throw new UnreadableEvent(
          `what follows position ${after}`,
          'no event stands there: it is a position of another log',
        );
      throw error;
    }
  }

  /**
   * Wakes the readers for the event at `position`, unless they were woken for that one or a later one: our own appends
   * come by again in the subscription. Undefined: something may have happened.
   */
  private announce(position?: Position): void {
    if (position !== undefined) {
      if (position <= this.announced) return;
      this.announced = position;
    }
    for (const listener of this.listeners) listener();
  }

  private async appendReserved(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ): Promise<AppendResult> {
    const fault = whyNeverStored(events, this.now());
    if (fault !== undefined) throw new EventRefused(stream, new Error(fault));
    const [reserved, seen] = await Promise.allSettled([
      this.reservations.reserve(
        stream,
        events.map(({ id }) => id),
      ),
      this.readStream(stream),
    ]);
    if (reserved.status === 'rejected') throw reserved.reason;
    if (seen.status === 'rejected') throw seen.reason;
    let stored = seen.value;
    for (let look = 1; look <= looksMax; look++) {
      const first = firstAnswer(stored, events);
      if (first) return first;
      const written = await this.write(stream, placeIn(stream, stored, expected), events);
      if (written) return written;
      // Somebody wrote first; it may have been this very append, said at the same time.
      const before = stored.length;
      stored = await this.readStream(stream);
      if (stored.length === before) await pause(pauseMs); // refused for what the server does not show yet
    }
    throw new LogUnavailable(new Error(`${stream} changed at each of ${looksMax} looks`));
  }

  /** Writes `events` behind revision `at`; undefined when the stream does not stand there. */
  private async write(stream: string, at: number, events: readonly NewEvent[]): Promise<AppendResult | undefined> {
    const expectedRevision = at === -1 ? NO_STREAM : BigInt(at);
    const appendBytes = events.reduce((sum, { data }) => sum + data.length, 0);
    const messages = events.map((event) => {
      const { bytes, packing } = pack(event.data, appendBytes);
      return binaryEvent({ id: event.id, type: event.type, data: bytes, metadata: encodeEnvelope(event, packing) });
    });
    try {
      await this.connection.call((options) =>
        this.connection.client.appendToStream(this.names.onServer(stream), messages, { ...options, expectedRevision }),
      );
    } catch (error) {
      if (error instanceof WrongExpectedVersionError) return undefined;
      throw failureOfAppend(stream, error);
    }
    const answer = await this.readBack(stream, at + 1, events);
    this.announce(answer.position);
    return answer;
  }

  /**
   * The server's own answer does not say when it wrote the events, and it calls it a success, too, when it finds these
   * ids at this place already. What stands there now is the answer in both cases; whose request it bears, has written it.
   */
  private async readBack(stream: string, from: number, events: readonly NewEvent[]): Promise<AppendResult> {
    const recorded = await readServerStream(this.connection, this.names.onServer(stream), from, events.length);
    const stored = (recorded ?? []).map((event) => toStoredEvent(event, this.names));
    const answer = firstAnswer(stored, events);
    if (!answer) throw new LogUnavailable(new Error(`what was written to ${stream} is not there yet`));
    if (answer.revision !== from + events.length - 1)
      throw new UnreadableEvent(this.names.onServer(stream), `it was deleted meanwhile: ${wayOut.hidden}`);
    const ours = stored.at(-1)?.requestId === events.at(-1)?.requestId;
    return ours ? { ...answer, outcome: 'recorded' } : answer;
  }
}

/** The revision to write behind, -1 for a new stream. `WrongExpectedRevision` when the stream that was read does not stand there. */
function placeIn(stream: string, stored: readonly StoredEvent[], expected: ExpectedRevision): number {
  const actual = stored.length - 1;
  const fits =
    expected === 'any' ||
    (expected === 'stream-exists' && actual >= 0) ||
    actual === (expected === 'no-stream' ? -1 : expected);
  if (!fits) throw new WrongExpectedRevision(stream, expected, actual);
  return actual;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const uuidOfNothing = /^[0-]+$/;

/** What no server will take is not sent: the reservations of its ids would remain. */
function whyNeverStored(events: readonly NewEvent[], now: Date): string | undefined {
  const ids = events.map(({ id }) => id.toLowerCase());
  const odd = ids.find((id) => !uuid.test(id) || uuidOfNothing.test(id));
  if (odd !== undefined) return `${odd} is no event id`;
  if (new Set(ids).size < ids.length) return 'two of the events have the same id';
  if (events.some(({ type }) => type === '')) return 'an event has no type';
  for (const { occurredOn } of events) {
    const fault = whyNotYetTrue(occurredOn, now);
    if (fault) return fault.message;
  }
  return undefined;
}
