import type { EventLog } from '@app/event-store';
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
  private running: Promise<void> | undefined;
  private stopping = false;
  private wake: () => void = () => undefined;
  private forget: () => void = () => undefined;

  constructor(private readonly options: SealerRunnerOptions) {}

  start(): void {
    this.forget = this.options.log.onAppended(() => {
      this.wake();
    });
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.forget();
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    const { sealer, pollMs = 1_000, restMs = 200, signEveryMs = signEveryMsDefault } = this.options;
    let signedAt = 0;
    while (!this.stopping) {
      const woken = this.nextWake(pollMs);
      try {
        const more = await sealer.sealNext();
        if (!more || Date.now() - signedAt >= signEveryMs) {
          await sealer.sign(signEveryMs);
          signedAt = Date.now();
        }
        if (more) continue;
        await woken;
        await this.pause(restMs);
      } catch (error) {
        await this.reportTrouble(error);
        await this.pause(pollMs);
      }
    }
  }

  /** Resolves at the next wake-up that comes after this call, or when `ms` are over. */
  private nextWake(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Waits, but not longer than until somebody wants us to stop. */
  private async pause(ms: number): Promise<void> {
    const end = Date.now() + ms;
    while (!this.stopping && Date.now() < end) await this.nextWake(end - Date.now());
  }

  private async reportTrouble(error: unknown): Promise<void> {
    const reason = error instanceof Error ? error : new Error(String(error));
    try {
      await stopSealing(this.options.pool, reason.message);
    } catch {
      // The database is what is in trouble; readers notice by the age of `caught_up_at`.
    }
    this.options.onTrouble(reason);
  }
}
