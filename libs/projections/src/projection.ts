import type { EventLog, StoredEvent } from '@app/event-store';
import type { ClientBase } from 'pg';

/** A follower of the log: a projection or a policy. */
export interface Follower {
  /** Also its version: a changed projection gets a new name and is built beside the old one. */
  readonly name: string;
  /**
   * The types of events it acts on; undefined: every one. It is woken for these only and is given no other, and its checkpoint
   * passes the others as if it had read them. A follower whose rows tell of every event (a position, "known since") says none.
   */
  readonly types?: ReadonlySet<string> | undefined;
}

/**
 * Something that follows from the log, and how events become its rows.
 *
 * `apply` gets every event of the log that it acts on, in order, in batches. It changes rows only through `client`: rows and
 * checkpoint are one transaction, so each event is applied exactly once. Set-based: a few statements per batch, never one per
 * event. It names its tables without a schema, so that a rebuild can put others in their place.
 *
 * When it throws, `whose-fault.ts` says whether an event is to blame (then its subject stops, the others go on) or not
 * (then nothing moves). It may be called again with a part of the same batch, after a rollback.
 */
export interface Projection extends Follower {
  /** The tables it fills, and which columns a replay must arrive at again (all, unless named). */
  readonly tables: readonly ProjectionTable[];
  apply(client: ClientBase, events: readonly StoredEvent[]): Promise<void>;
}

export interface ProjectionTable {
  readonly name: string;
  readonly columns?: readonly string[];
  /** Which rows of a shared table are its own: SQL on columns that are constant for it, as `endpoint = 'credit-hebei'`. */
  readonly where?: string;
}

/**
 * Something that follows from the log and acts beyond its own rows: it gives commands, or destroys a key.
 *
 * `react` is called with no transaction open and no lock held; the checkpoint moves when it is done. So it may be given the
 * same events again (a pulled plug between the two), and what it does must be repeatable: commands whose ids are derived from
 * their cause. One process at a time runs it (`session-locks.ts`). When it throws, the same is asked as of a projection: the
 * event's fault, or not; what it did before is then simply done again.
 */
export interface Policy extends Follower {
  react(events: readonly StoredEvent[]): Promise<void>;
}

/** Does it act on this event? */
export const isConcerned = ({ types }: Follower, { type }: StoredEvent): boolean =>
  types === undefined || types.has(type);

/** Those of the events that it acts on, in order. */
export const concernedIn = (follower: Follower, events: readonly StoredEvent[]): readonly StoredEvent[] =>
  follower.types === undefined ? events : events.filter((event) => isConcerned(follower, event));

/** The log for those who only read it: a projection, a replay or a rebuild has no way to add to it. */
export type EventReader = Pick<EventLog, 'readAll' | 'head' | 'onAppended'>;

/** The same at run time: an object that has no `append`, whatever the log behind it can do. */
export const readerOf = (log: EventLog): EventReader => ({
  readAll: (page) => log.readAll(page),
  head: () => log.head(),
  onAppended: (listener) => log.onAppended(listener),
});
