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
   * 4. `EventRefused` the store cannot hold this event; others appended at the same time are unharmed;
   * 5. `LogUnavailable` nothing is known about the outcome; say it again with the same ids.
   */
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult>;

  /**
   * The stream from its first event, in order; empty when nobody has written to it. Streams here are short: a paper, not a
   * life. Errors, of every reading method: `LogUnavailable`; or whatever says that what stands there cannot be read.
   */
  readStream(stream: string): Promise<readonly StoredEvent[]>;

  /**
   * Up to `limit` events of all streams with a position greater than `after`, in order. `after` is 0, for the beginning, or
   * the position of an event of this log; between positions there is nothing to count on.
   */
  readAll(page: { readonly after: Position; readonly limit: number }): Promise<readonly StoredEvent[]>;

  /** The position of the newest visible event; 0 when the log is empty. */
  head(): Promise<Position>;

  /** Calls `listener` soon after events became visible, also those of other processes. A hint: it may be late, doubled or missing. */
  onAppended(listener: () => void): () => void;

  close(): Promise<void>;
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
  /** When it was true: a calendar day on paper, Asia/Shanghai, `YYYY-MM-DD`. */
  readonly occurredOn: string;
  readonly actor: Actor;
  /** The command this event answers (UUID). */
  readonly commandId: string;
  /** The event that caused the command, when a policy gave the order; null when a person did. */
  readonly causeId: string | null;
  readonly requestId: string;
  /** The facts, as the exact bytes to keep (UTF-8 JSON here, but the log does not look inside). */
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

export class LogUnavailable extends Error {
  constructor(cause: unknown) {
    super(`the event log did not answer: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'LogUnavailable';
  }
}
