import type { EventLog, StoredEvent } from '@app/event-store';
import type { ClientBase } from 'pg';

/**
 * Something that follows from the log, and how events become its rows.
 *
 * `apply` gets every event of the log, in order, in batches. It changes rows only through `client`: rows and checkpoint
 * are one transaction, so each event is applied exactly once. Set-based: a few statements per batch, never one per event.
 * It names its tables without a schema, so that a rebuild can put others in their place.
 *
 * When it throws, `whose-fault.ts` says whether an event is to blame (then its subject stops, the others go on) or not
 * (then nothing moves). It may be called again with a part of the same batch, after a rollback.
 */
export interface Projection {
  /** Also its version: a changed projection gets a new name and is built beside the old one. */
  readonly name: string;
  /** The event types it acts on; undefined: every type. The others change nothing, whether they are given or not. */
  readonly types?: ReadonlySet<string>;
  /** The tables it fills, and which columns a replay must arrive at again (all, unless named). */
  readonly tables: readonly ProjectionTable[];
  apply(client: ClientBase, events: readonly StoredEvent[]): Promise<void>;
}

export interface ProjectionTable {
  readonly name: string;
  readonly columns?: readonly string[];
}

/** The log for those who only read it: a projection, a replay or a rebuild has no way to add to it. */
export type EventReader = Pick<EventLog, 'readAll' | 'head' | 'onAppended'>;

/** The same at run time: an object that has no `append`, whatever the log behind it can do. */
export const readerOf = (log: EventLog): EventReader => ({
  readAll: (page) => log.readAll(page),
  head: () => log.head(),
  onAppended: (listener) => log.onAppended(listener),
});
