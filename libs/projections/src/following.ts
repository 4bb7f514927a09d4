import type { Follower } from './projection';
import type { Page } from './shared-pages';
import type { Stepper } from './step';

/** What a process knows of one follower that it runs. The truth is the checkpoint; this is where it was last seen. */
export class Following {
  /** Undefined: not known, or another process has moved it. */
  position: number | undefined;
  /** It takes its own steps; no page may make it take one meanwhile. */
  working = false;
  /** Stopped subjects that are to be tried again. */
  resuming: 'all' | 'asked' | undefined;
  private caughtUpAt = -Infinity;
  private restsUntil = 0;

  /** @param isOurs whether this process may run it now; a policy is run by one at a time */
  constructor(
    readonly stepper: Stepper,
    private readonly isOurs: () => boolean = () => true,
  ) {}

  get follower(): Follower {
    return this.stepper.follower;
  }

  isWaiting(): boolean {
    return this.position !== undefined && this.isAtRest();
  }

  isToBeLookedUp(): boolean {
    return this.position === undefined && this.isAtRest();
  }

  found(position: number): void {
    this.position = position;
  }

  isElsewhere(): void {
    this.position = undefined;
  }

  reached(position: number, { full, readAt }: Page): void {
    this.position = position;
    if (!full) this.caughtUpAt = Math.max(this.caughtUpAt, readAt);
  }

  /** It may wait for the next page together with the others. */
  isBesideTheFirst(front: number): boolean {
    return this.position !== undefined && this.position >= front && this.resuming === undefined;
  }

  /** It is time to say again that it is caught up. Half the time of a look: each look says it of all, and no hint in between does. */
  isTired(pollMs: number): boolean {
    return performance.now() - this.caughtUpAt > pollMs / 2;
  }

  /** Appends by others are no reason to try the same again at once. */
  rest(ms: number): void {
    this.restsUntil = performance.now() + ms * 0.9; // awake when the next look comes
  }

  private isAtRest(): boolean {
    return !this.working && performance.now() >= this.restsUntil && this.isOurs();
  }
}
