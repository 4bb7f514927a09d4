import type { Pool } from 'pg';
import { applyBatch } from './apply-batch';
import { moveCheckpoint, tryLockCheckpoint } from './checkpoint';
import { inTransaction } from './in-transaction';
import type { Limit } from './limit';
import type { EventReader, Projection } from './projection';
import { type Resumed, resumeStopped } from './resume';
import type { Page } from './shared-pages';
import { moveBehind, type Stepped, type Stepper } from './step';

export interface ProjectionStepperOptions {
  readonly pool: Pool;
  /** Bounds how many connections of the pool are in use at once: nobody waits for one with a time limit. */
  readonly limit: Limit;
  readonly log: EventReader;
  /** Of which server pages are to be by now (`SharedPagesOptions.line`). */
  readonly line: () => number;
  readonly onResumed: (resumed: Resumed) => void;
}

/** A projection's rows and its checkpoint change in one transaction. */
export class ProjectionStepper implements Stepper {
  constructor(
    readonly follower: Projection,
    private readonly options: ProjectionStepperOptions,
  ) {}

  step(after: number, page: Page): Promise<Stepped> {
    const { pool, limit, line } = this.options;
    const projection = this.follower;
    return limit.run(() =>
      inTransaction(pool, async (client): Promise<Stepped> => {
        const begunAt = performance.now();
        if ((await tryLockCheckpoint(client, projection.name)) !== after || page.line !== line()) return 'not-here';
        const stopped = await applyBatch(client, projection, after, page.events);
        const resumeAsked = await moveCheckpoint(client, projection.name, moveBehind(after, page, begunAt));
        return { stopped, resumeAsked };
      }),
    );
  }

  resume(which: 'all' | 'asked'): Promise<boolean> {
    const { pool, limit, log, onResumed } = this.options;
    return limit.run(() => resumeStopped(pool, log, this.follower, which, onResumed));
  }
}
