import type { EventLog } from '@app/event-store';
import { LogFollower } from '@app/projections';
import type { Pool } from 'pg';
import { stopSealing } from './seal-records';
import type { Sealer } from './sealer';

export interface SealerRunnerOptions {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly sealer: Sealer;
  readonly onTrouble: (error: Error) => void;
  /** How long after one checkpoint the next is signed, when entries have come. Our default: 60 s. */
  readonly signEveryMs?: number;
  readonly pollMs?: number;
  /** Rest after having caught up, so that what comes in meanwhile is sealed in one batch. */
  readonly restMs?: number;
}

export const signEveryMsDefault = 60_000;

/**
 * Seals the log as it grows and signs a checkpoint now and then.
 *
 * On an error nothing was sealed; the reason is kept in the state's row and reported, and it is tried again after a while: what
 * passes, passes, and a log that was changed underneath is reported until it is as it was. Polite stop: the batch under way is
 * finished. Pulled plug: the transaction is gone, the batch comes again.
 */
export class SealerRunner {
  private readonly follower: LogFollower;
  private signedAt = 0;

  constructor(private readonly options: SealerRunnerOptions) {
    const { log, pollMs = 1_000, restMs = 200 } = options;
    this.follower = new LogFollower({
      log,
      step: () => this.step(),
      onError: (error) => this.reportTrouble(error),
      pollMs,
      restMs,
    });
  }

  start(): void {
    this.follower.start();
  }

  stop(): Promise<void> {
    return this.follower.stop();
  }

  private async step(): Promise<boolean> {
    const { sealer, signEveryMs = signEveryMsDefault } = this.options;
    const more = await sealer.sealNext();
    if (!more || Date.now() - this.signedAt >= signEveryMs) {
      await sealer.sign(signEveryMs);
      this.signedAt = Date.now();
    }
    return more;
  }

  private async reportTrouble(error: Error): Promise<void> {
    try {
      await stopSealing(this.options.pool, error.message);
    } catch {
      // The database is what is in trouble; readers notice by the age of `caught_up_at`.
    }
    this.options.onTrouble(error);
  }
}
