import type { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { Position } from '../event-log';
import type { Connection } from './connection';
import { type Checkpoint, requestToFollowOurs } from './reading';
import type { StreamNames } from './stream-names';

const retryMs = 1_000;

/**
 * Follows the newest of our events, to wake readers here when others append. Only a hint for readers, who poll as well:
 * while it reconnects nothing is lost, things are just a little later. A dropped subscription is taken up again from its
 * checkpoint.
 */
export class NewEventsSubscription {
  private checkpoint: Checkpoint | undefined;
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
  }

  private subscribe(): void {
    this.connection.follow(requestToFollowOurs(this.names, this.checkpoint), {
      answered: (answer) => {
        this.hear(answer);
      },
      ended: (error) => {
        if (!this.wanted) return;
        this.retry = setTimeout(() => {
          this.subscribe();
        }, retryMs);
        if (error) this.onTrouble(error);
      },
    });
  }

  private hear(answer: ReadResp): void {
    if (!this.wanted) return;
    const reached = answer.getCheckpoint() ?? answer.getEvent()?.getEvent();
    if (reached) this.checkpoint = { commit: reached.getCommitPosition(), prepare: reached.getPreparePosition() };
    // Whatever was appended before the server confirmed was missed: readers shall look for themselves.
    if (answer.hasConfirmation()) this.announce();
    else if (answer.hasEvent() && reached) this.announce(Number(reached.getCommitPosition()));
  }
}
