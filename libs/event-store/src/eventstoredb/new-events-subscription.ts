import { END, streamNameFilter } from '@eventstore/db-client';
import type { Position } from '../event-log';
import type { Connection } from './connection';
import type { StreamNames } from './stream-names';

const retryMs = 1_000;
/** In events looked at. Often enough that a subscription taken up again has little to look through. */
const checkpointWindow = 1_000;

/**
 * Follows the newest of our events, to wake readers here when others append. Only a hint for readers, who poll as well:
 * while it reconnects nothing is lost, things are just a little later. A dropped subscription is taken up again from its
 * checkpoint.
 */
export class NewEventsSubscription {
  private current: ReturnType<Connection['client']['subscribeToAll']> | undefined;
  private checkpoint: { readonly commit: bigint; readonly prepare: bigint } | undefined;
  private retry: NodeJS.Timeout | undefined;
  private wanted = false;

  constructor(
    private readonly connection: Connection,
    private readonly names: StreamNames,
    /** Told the position of an event, or nothing when there may be events. */
    private readonly announce: (position?: Position) => void,
    private readonly onTrouble: (error: Error) => void,
  ) {}

  start(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.subscribe();
  }

  /** The connection, when it closes, ends the subscription itself. */
  stop(): void {
    this.wanted = false;
    clearTimeout(this.retry);
    this.current = undefined;
  }

  private subscribe(): void {
    const subscription = this.connection.client.subscribeToAll({
      fromPosition: this.checkpoint ?? END,
      filter: streamNameFilter({
        prefixes: [this.names.prefix],
        maxSearchWindow: checkpointWindow,
        checkpointReached: (_, position) => {
          this.checkpoint = position;
        },
      }),
    });
    this.current = subscription;
    // Whatever was appended before the server confirmed was missed: readers shall look for themselves.
    subscription.on('confirmation', () => {
      this.announce();
    });
    subscription.on('data', ({ event }) => {
      if (!event?.position) return;
      this.checkpoint = event.position;
      this.announce(Number(event.position.commit));
    });
    subscription.on('error', (error) => {
      if (this.wanted) this.onTrouble(error);
      this.subscribeLater(subscription);
    });
    subscription.on('end', () => {
      this.subscribeLater(subscription);
    });
  }

  private subscribeLater(ended: object): void {
    if (!this.wanted || this.current !== ended) return;
    this.current = undefined;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      this.subscribe();
    }, retryMs);
  }
}
