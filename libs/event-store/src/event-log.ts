/**
 * The event log as a promise. Three adapters keep it (memory, PostgreSQL, EventStoreDB), one contract suite proves
 * it (`event-log.contract.ts`), and nothing above this file knows which one is in use.
 *
 * - Durable: when `append` resolves, the events survive a pulled plug.
 * - All or nothing: the events of one append are stored together, next to each other, or not at all.
 * - Ordered: positions grow in the order in which appends became visible. A reader that asks `readAll({ after })` again
 *   and again with the last position it saw misses nothing and sees nothing twice.
 * - Immutable: there is no way through this port, nor for the application's database role, to change or remove an event.
 * - Exact: `data` comes back as the very bytes that were given. They will be hashed; nobody serialises them again.
 * - Fit for everybody behind it: no text is taken that a store, a read model, a platform or a file could not hold (`appendable.ts`),
 *   and no event with more than `eventBytesMax` bytes of data. What stands in a log from before is given as it is.
 * - Repeatable: after a lost answer the caller may append the same events (same ids) to the same stream again.
 *   If they are already there the first answer is given again as `already-recorded`, whatever the expected revision says.
 */
export interface EventLog {
  /**
   * Appends `events` (at least one, each with an id of its own) to `stream` if it stands at `expected`.
   *
   * Errors, in this order of precedence:
   * 1. (not an error) all ids already stand together in this stream, with the same types and bytes: the first result again,
   *    as `already-recorded`. Of several who append the same at the same time one is told `recorded`; on EventStoreDB they are told
   *    apart by their request ids;
   * 2. `EventIdTaken` one of the ids is in the log otherwise: elsewhere, or with other content. On EventStoreDB an id belongs to
   *    the first stream it was meant for, also when that append was refused then;
   * 3. `WrongExpectedRevision` the stream is not at `expected`;
   * 4. `EventRefused` the store cannot hold this event, or its day lies after the day on which it would be recorded, `EventTooLarge` when
   *    it has too much data; others appended at the same time are unharmed. What no log takes is refused first of all;
   * 5. `UnreadableEvent` what stands in the stream cannot be read, see `readStream`: nothing was written behind it;
   * 6. `LogUnavailable` nothing is known about the outcome; say it again with the same ids.
   */
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult>;

  /**
   * The stream from its first event, in order; empty when nobody has written to it, and only then: one that lost events cannot
   * be read. Streams here are short: a paper, not a life. Errors, of every reading method: `LogUnavailable`; `UnreadableEvent`.
   */
  readStream(stream: string): Promise<readonly StoredEvent[]>;

  /**
   * Up to `limit` events of all streams with a position greater than `after`, in order. `after` is 0, for the beginning, or
   * the position of an event of this log; between positions there is nothing to count on. `RangeError` when `after` could be no
   * position at all (a safe integer from 0 on), or `limit` is no whole number from 1 on. A page ends early with the event that
   * brings its data to `pageBytesMax`, so that a log with large events in it can be read like any other: `isFullPage` says whether
   * there may be more behind a page. An empty page is the end.
   */
  readAll(page: { readonly after: Position; readonly limit: number }): Promise<readonly StoredEvent[]>;

  /** The position of the newest visible event; 0 when the log is empty. */
  head(): Promise<Position>;

  /** Calls `listener` soon after events became visible, also those of other processes. A hint: it may be late, doubled or missing. */
  onAppended(listener: () => void): () => void;

  close(): Promise<void>;
}

/**
 * Bytes of data in one event, by whatever channel it comes: some four times the longest paper, and little enough for a page of them. What is
 * longer is said in several events of one append. Our default.
 */
export const eventBytesMax = 256 * 1024;

/** Bytes of data after which a page of the log ends: many thousand usual events, and far from what a process or a query cannot hold. Our default. */
export const pageBytesMax = 8 * 1024 * 1024;

/** Whether more may stand behind a page of `readAll` that was asked for with this limit. */
export const isFullPage = (page: readonly NewEvent[], limit: number): boolean =>
  page.length >= limit || dataBytesOf(page) >= pageBytesMax;

/** The events up to the one that brings their data to `pageBytesMax`. */
export function pageOf<Event extends NewEvent>(events: readonly Event[]): readonly Event[] {
  let bytes = 0;
  const last = events.findIndex(({ data }) => (bytes += data.length) >= pageBytesMax);
  return last < 0 ? events : events.slice(0, last + 1);
}

export const dataBytesOf = (events: readonly NewEvent[]): number =>
  events.reduce((sum, { data }) => sum + data.length, 0);

/** What cannot be asked of `readAll`; undefined when it can. */
export function whyNotAPage({ after, limit }: { readonly after: Position; readonly limit: number }) {
  if (!Number.isSafeInteger(after) || after < 0) return new RangeError(`after ${after} is no position`);
  if (!Number.isSafeInteger(limit) || limit < 1) return new RangeError(`limit ${limit} is no number of events`);
  return undefined;
}

/**
 * A place in the log: comparable, growing, otherwise opaque (PostgreSQL counts events from 1 without gaps; EventStoreDB
 * counts bytes). A safe integer: at a million events a second it lasts for centuries.
 */
export type Position = number;

/** A stream's revision is the number of its last event, counted from 0. */
export type ExpectedRevision = number | 'no-stream' | 'stream-exists' | 'any';

/** Who did it: a person or system acting for a unit in a role. Personal numbers never stand here. */
export interface Actor {
  readonly name: string;
  readonly unitName: string;
  readonly unitCode: string;
  readonly role: string;
  /** With which key: `fingerprintOf` it. Absent where no key was used, and in events from before keys were written down. */
  readonly key?: string;
}

export interface NewEvent {
  /** UUID, derived from the command that caused it, so that a retry meets itself. */
  readonly id: string;
  readonly type: string;
  readonly typeVersion: number;
  /** Whom it is about; null for events about nobody in particular. */
  readonly subjectId: string | null;
  /** When it was true: a calendar day on paper, Asia/Shanghai, `YYYY-MM-DD`. Never after the day on which it is recorded. */
  readonly occurredOn: string;
  readonly actor: Actor;
  /** The command this event answers (UUID). */
  readonly commandId: string;
  /** The event that caused the command, when a policy gave the order; null when a person did. */
  readonly causeId: string | null;
  readonly requestId: string;
  /** The facts, as the exact bytes to keep: a JSON text in UTF-8, or nothing. Of it the log looks at the characters only. */
  readonly data: Uint8Array;
}

export interface StoredEvent extends NewEvent {
  readonly position: Position;
  readonly stream: string;
  readonly revision: number;
  /**
   * When we wrote it: UTC, milliseconds, `…Z`. Every reader is told the same. It never goes back from one position to the
   * next on PostgreSQL; on EventStoreDB it is the clock of the node that led, and goes back when that clock did.
   */
  readonly recordedAt: string;
}

export interface AppendResult {
  /** Written by this append; or found: one with the same ids had written it before, or at the same time. */
  readonly outcome: 'recorded' | 'already-recorded';
  readonly revision: number;
  /** Position of the last event of this append. */
  readonly position: Position;
  readonly recordedAt: string;
}

export class WrongExpectedRevision extends Error {
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    /** -1 when the stream does not exist. */
    readonly actual: number,
  ) {
    super(`stream ${stream} stands at ${actual}, expected ${expected}`);
    this.name = 'WrongExpectedRevision';
  }
}

export class EventIdTaken extends Error {
  constructor(readonly eventIds: readonly string[]) {
    super(`an event with one of the ids ${eventIds.join(', ')} already stands elsewhere in the log`);
    this.name = 'EventIdTaken';
  }
}

export class EventRefused extends Error {
  constructor(stream: string, cause: unknown) {
    super(`the store cannot hold this event of ${stream}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
    this.name = 'EventRefused';
  }
}

/** More data than an event may have: see `eventBytesMax`. */
export class EventTooLarge extends EventRefused {
  constructor(
    stream: string,
    readonly bytes: number,
  ) {
    super(stream, new RangeError(`its data has ${bytes} bytes, of at most ${eventBytesMax}`));
    this.name = 'EventTooLarge';
  }
}

export class LogUnavailable extends Error {
  constructor(cause: unknown) {
    super(`the event log did not answer: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'LogUnavailable';
  }
}

/**
 * There is something in the log that this log did not write, or not like this: an envelope of an unknown version, a position that does not
 * fit, a stream whose beginning is gone. Reading stops here; nothing is guessed and nothing skipped. To say it again does not help: somebody has to look at
 * the store, and the message says what to do there.
 */
export class UnreadableEvent extends Error {
  constructor(where: string, why: string) {
    super(`${where} cannot be read: ${why}`);
    this.name = 'UnreadableEvent';
  }
}

/** China has kept UTC+8 without summer time since 1991. */
const shanghaiAheadMs = 8 * 3_600_000;

/** The calendar day in Asia/Shanghai on which something is recorded at this instant, `YYYY-MM-DD`. */
const dayOfRecording = (at: Date): string => new Date(at.getTime() + shanghaiAheadMs).toISOString().slice(0, 10);

/** Why an event cannot have been true when it was recorded; undefined when it can. */
export function whyNotYetTrue(occurredOn: string, recordedAt: Date): Error | undefined {
  const day = dayOfRecording(recordedAt);
  return occurredOn > day
    ? new RangeError(`occurredOn ${occurredOn} lies after the day of recording, ${day}`)
    : undefined;
}
