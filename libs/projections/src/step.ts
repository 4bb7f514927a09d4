import type { SubjectStopped } from './apply-apart';
import type { Move } from './checkpoint';
import type { Follower } from './projection';
import type { Page } from './shared-pages';

/** How one follower takes in a page: in a transaction (a projection), or outside of one (a policy). */
export interface Stepper {
  readonly follower: Follower;
  /**
   * Takes in what it acts on and moves the checkpoint from `after` to the end of the page (not an empty one).
   *
   * @throws when no event, or one about nobody, is at fault: then the checkpoint stays
   */
  step(after: number, page: Page): Promise<Stepped>;
  /**
   * Tries its stopped subjects again: all of them, or those somebody asked for.
   *
   * @returns false: another process is working on it; to be tried again
   */
  resume(which: 'all' | 'asked'): Promise<boolean>;
}

/** What became of a step. */
export type Stepped =
  /** Another process is working on it, or has moved it from `after`: nothing was done, and nobody waited. */
  | 'not-here'
  | {
      readonly stopped: readonly SubjectStopped[];
      /** Somebody asks for a stopped subject to be resumed. */
      readonly resumeAsked: boolean;
    };

/**
 * The move that a page allows.
 *
 * @param begunAt when the transaction had begun (`performance.now()`); its beginning is the clock of `caught_up_at`. Whatever was
 *   visible when the page was asked for is in it, unless it is full; a shared page may have been asked for before.
 */
export function moveBehind(after: number, { events, full, readAt }: Page, begunAt: number): Move {
  return {
    position: events.at(-1)?.position ?? after,
    events: events.length,
    ...(!full && { caughtUpMsBefore: Math.max(0, begunAt - readAt) }),
  };
}
