import type { StoredEvent } from '@app/event-store';
import type { ClientBase } from 'pg';

/**
 * A read model and how events become its rows.
 *
 * `apply` gets every event of the log, in order, in batches. It changes rows only through `client`: rows and checkpoint
 * are one transaction, so each event is applied exactly once. Set-based: a few statements per batch, never one per event.
 * It names its tables without a schema, so that a rebuild can put others in their place.
 */
export interface Projection {
  /** Also its version: a changed read model gets a new name and is built beside the old one. */
  readonly name: string;
  /** The tables it fills, and which columns a rebuild must arrive at again (all, unless named). */
  readonly tables: readonly { readonly name: string; readonly columns?: readonly string[] }[];
  apply(client: ClientBase, events: readonly StoredEvent[]): Promise<void>;
}
