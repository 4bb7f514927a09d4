import type { Pool } from 'pg';
import type { SubjectStopped } from './apply-apart';
import { applyBatch } from './apply-batch';
import { lockCheckpoint, moveCheckpoint, recordStop } from './checkpoint';
import { inTransaction } from './in-transaction';
import { LogFollower } from './log-follower';
import type { EventReader, Projection } from './projection';
import { type Resumed, resumeStopped } from './resume';
import { SharedPages } from './shared-pages';

export interface ProjectionRunnerOptions {
  readonly pool: Pool;
  readonly log: EventReader;
  readonly projection: Projection;
  /** Told when the whole projection stops, and of passing trouble. */
  readonly onTrouble: (trouble: ProjectionTrouble) => void;
  /** Told when an event stops its subject, and no other, in this projection. */
  readonly onSubjectStopped?: (projection: string, stopped: SubjectStopped) => void;
  /** Told what became of an attempt to let a stopped subject go on. */
  readonly onResumed?: (projection: string, resumed: Resumed) => void;
  /** Shared with the runners of other projections; of its own unless given. */
  readonly pages?: SharedPages;
  readonly batchSize?: number;
  readonly pollMs?: number;
  /** Stopped subjects are tried again at the start and after this long. Our default: 10 minutes. */
  readonly resumeEveryMs?: number;
}

export interface ProjectionTrouble {
  readonly projection: string;
  /** Position after which it stands; the event at fault, if one is, is among the next batch. */
  readonly after: number;
  readonly error: Error;
}

interface Step {
  /** There may be more to read. */
  readonly more: boolean;
  /** Somebody asks for a stopped subject to be resumed. */
  readonly resumeAsked: boolean;
}

/**
 * Runs one projection: reads the log after the checkpoint and changes rows and checkpoint in one transaction.
 *
 * An event that cannot be applied stops its subject (`apply-batch.ts`), and the others go on. On any other error the batch
 * is rolled back, the checkpoint stays, the trouble is reported, the reason is kept in the checkpoint row (readers
 * then answer "cannot answer now"), and the same batch is tried again after a while. Nothing is skipped. Polite stop: the batch
 * under way is finished. Pulled plug: the transaction is gone, the batch comes again. Several processes may run the same
 * projection: the checkpoint row's lock lets them take turns.
 */
export class ProjectionRunner {
  private readonly pages: SharedPages;
  private readonly follower: LogFollower;
  private resumeAt = 0;

  constructor(private readonly options: ProjectionRunnerOptions) {
    const { log, pages, batchSize, pollMs = 1_000 } = options;
    this.pages = pages ?? new SharedPages(log, batchSize === undefined ? {} : { limit: batchSize });
    this.follower = new LogFollower({
      log,
      step: () => this.resumeAndStep(),
      onError: (error) => this.reportTrouble(error),
      pollMs,
    });
  }

  start(): void {
    this.follower.start();
  }

  async stop(): Promise<void> {
    await this.follower.stop();
    if (this.options.pages === undefined) this.pages.close();
  }

  private async resumeAndStep(): Promise<boolean> {
    const { resumeEveryMs = 10 * 60_000 } = this.options;
    if (Date.now() >= this.resumeAt) {
      await this.resume('all');
      this.resumeAt = Date.now() + resumeEveryMs;
    }
    const { more, resumeAsked } = await this.step();
    if (resumeAsked) await this.resume('asked');
    return more;
  }

  /** Applies one batch. */
  private async step(): Promise<Step> {
    const { pool, projection, onSubjectStopped } = this.options;
    const { stopped, ...step } = await inTransaction(pool, async (client) => {
      const begunAt = performance.now();
      const after = await lockCheckpoint(client, projection.name);
      const { events, full, readAt } = await this.pages.read(after);
      const stoppedNow = events.length === 0 ? [] : await applyBatch(client, projection, after, events);
      const resumeAsked = await moveCheckpoint(client, projection.name, {
        position: events.at(-1)?.position ?? after,
        events: events.length,
        // Whatever was visible when the page was asked for is in it, unless it is full. A shared page may have been asked for
        // before this transaction began, whose beginning is the clock of `caught_up_at`.
        ...(!full && { caughtUpMsBefore: Math.max(0, begunAt - readAt) }),
      });
      return { more: full, resumeAsked, stopped: stoppedNow };
    });
    for (const one of stopped) onSubjectStopped?.(projection.name, one);
    return step;
  }

  private async resume(which: 'all' | 'asked'): Promise<void> {
    const { pool, log, projection, onResumed } = this.options;
    await resumeStopped(pool, log, projection, which, (resumed) => onResumed?.(projection.name, resumed));
  }

  private async reportTrouble(error: Error): Promise<void> {
    const { pool, projection, onTrouble } = this.options;
    let after = -1;
    try {
      after = await recordStop(pool, projection.name, error.message);
    } catch {
      // The database is what is in trouble; readers notice by the age of `caught_up_at`.
    }
    onTrouble({ projection: projection.name, after, error });
  }
}
