import type { StoredEvent } from '@app/event-store';
import type { Pool } from 'pg';
import { applyApart } from './apply-apart';
import { goingOn, setAside } from './apply-batch';
import { moveCheckpoint, tryLockCheckpoint } from './checkpoint';
import { inTransaction } from './in-transaction';
import type { Limit } from './limit';
import type { EventReader, Policy } from './projection';
import { type Resumed, resumeReacting } from './resume';
import type { Page } from './shared-pages';
import { moveBehind, type Stepped, type Stepper } from './step';
import { stoppedAmong } from './stopped-subjects';
import { isTheEventsFault } from './whose-fault';

export interface PolicyStepperOptions {
  /** Of the policies alone: for short reads and moves, never while a command runs. */
  readonly pool: Pool;
  readonly limit: Limit;
  readonly log: EventReader;
  /** Whether this process is still the one that runs it. */
  readonly isOurs: () => boolean;
  /** Of which server pages are to be by now (`SharedPagesOptions.line`). */
  readonly line: () => number;
  readonly onResumed: (resumed: Resumed) => void;
}

/**
 * A policy reads, decides and gives its commands with no transaction open, no lock and no connection held; only then its
 * checkpoint moves, in a short transaction, if it still stands where it stood. Otherwise the same comes again: at least once.
 */
export class PolicyStepper implements Stepper {
  constructor(
    readonly follower: Policy,
    private readonly options: PolicyStepperOptions,
  ) {}

  async step(after: number, page: Page): Promise<Stepped> {
    const { pool, limit, isOurs, line } = this.options;
    const policy = this.follower;
    if (!isOurs() || page.line !== line()) return 'not-here';
    const { events } = page;
    const stoppedBefore = await limit.run(() => stoppedAmong(pool, policy.name, events));
    const stopped = await applyApart(goingOn(policy, events, stoppedBefore), (part) => tryToReact(policy, part));
    return limit.run(() =>
      inTransaction(pool, async (client): Promise<Stepped> => {
        const begunAt = performance.now();
        if ((await tryLockCheckpoint(client, policy.name)) !== after || page.line !== line()) return 'not-here';
        await setAside(client, policy, { after, events, stoppedBefore, stopped });
        const resumeAsked = await moveCheckpoint(client, policy.name, moveBehind(after, page, begunAt));
        return { stopped, resumeAsked };
      }),
    );
  }

  resume(which: 'all' | 'asked'): Promise<boolean> {
    const { pool, log, onResumed } = this.options;
    return resumeReacting(pool, log, this.follower, which, onResumed);
  }
}

/** Gives the error when one of the events is at fault. What was done for others before is repeatable, and done again. */
async function tryToReact(policy: Policy, events: readonly StoredEvent[]): Promise<Error | undefined> {
  try {
    await policy.react(events);
    return undefined;
  } catch (error) {
    if (!isTheEventsFault(error)) throw error;
    return error instanceof Error ? error : new Error(String(error));
  }
}
