import type { EventLog } from '@app/event-store';
import { LogFollower } from '@app/projections';
import type { Pool } from 'pg';
import { SealContradicted, waitsOnly } from './seal-contradicted';
import { showLook, stopSealing } from './seal-records';
import type { Sealer } from './sealer';
import { TileMissing } from './tree/tiles';

export interface SealerRunnerOptions {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly sealer: Sealer;
  readonly onTrouble: (error: Error) => void;
  /** How long after one checkpoint the next is signed, when entries have come. Our default: 1 s. */
  readonly signEveryMs?: number;
  readonly pollMs?: number;
  /** Rest after having caught up, so that what comes in meanwhile is sealed in one batch. */
  readonly restMs?: number;
}

export const signEveryMsDefault = 1_000;

/**
 * Seals the log as it grows and signs a checkpoint now and then.
 *
 * On an error nothing was sealed; the reason is kept in the state's row and reported, and it is tried again after a while: what
 * passes, passes. A contradiction raises the alarm, which stays when it has passed: nothing is signed until an audit passes. Polite
 * stop: the batch under way is finished. Pulled plug: the transaction is gone, the batch comes again.
 */
export class SealerRunner {
  private readonly follower: LogFollower;
  private signedAt = 0;
  private said: string | undefined;

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
    const ageMs = Date.now() - this.signedAt;
    if (!more || ageMs >= signEveryMs || ageMs < 0) {
      await sealer.sign(signEveryMs);
      this.signedAt = Date.now();
    }
    return more;
  }

  private async reportTrouble(error: Error): Promise<void> {
    const { pool, sealer, onTrouble } = this.options;
    try {
      if (error instanceof SealContradicted && !waitsOnly.has(error.code))
        await sealer.alarm.raise(error.code, error.detail);
      if (error instanceof TileMissing) await sealer.alarm.raise('tile-missing', error.message);
      if (sealer.isSigner) {
        await sealer.alarm.show();
        if (sealer.alarm.standing) await showLook(pool);
      }
      await stopSealing(pool, error.message);
    } catch {
      // The database is what is in trouble; readers notice by the age of `caught_up_at`.
    }
    // An alarm or a check stands for long; it is said once, and shown by health and metrics all the time.
    const standing = error instanceof SealContradicted && waitsOnly.has(error.code);
    if (!standing || this.said !== error.message) onTrouble(error);
    if (standing) this.said = error.message;
  }
}
