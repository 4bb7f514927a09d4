import type { EventReader } from './projection';

export interface LogFollowerOptions {
  readonly log: Pick<EventReader, 'onAppended'>;
  /** Takes in what is new, a batch at most. True: there may be more. */
  readonly step: () => Promise<boolean>;
  /** Told when a step failed. It must not fail itself. */
  readonly onError: (error: Error) => Promise<void>;
  /** Looks again after this long when nothing woke it, and rests as long after an error. */
  readonly pollMs: number;
  /** Rests this long after a wake-up, so that what comes in meanwhile is taken in one batch. */
  readonly restMs?: number;
}

/**
 * Follows the log, step by step: at once while there is more, else when something was appended or after a while. Polite stop: the
 * step under way is finished.
 */
export class LogFollower {
  private running: Promise<void> | undefined;
  private stopping = false;
  private wake: () => void = () => undefined;
  private forget: () => void = () => undefined;

  constructor(private readonly options: LogFollowerOptions) {}

  start(): void {
    this.forget = this.options.log.onAppended(() => {
      this.wake();
    });
    this.running ??= this.run();
  }

  /** Steps soon, as if something had been appended. */
  wakeUp(): void {
    this.wake();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.forget();
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    const { step, onError, pollMs, restMs = 0 } = this.options;
    while (!this.stopping) {
      const woken = this.nextWake(pollMs);
      try {
        if (await step()) continue;
        await woken;
        await this.pause(restMs);
      } catch (error) {
        await onError(error instanceof Error ? error : new Error(String(error)));
        await this.pause(pollMs); // appends by others are no reason to try the same again at once
      }
    }
  }

  /** Resolves at the next wake-up that comes after this call, or when `ms` are over. */
  private nextWake(ms: number): Promise<void> {
    this.wake(); // nobody waits for the one before any more; its timer must not stay
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
    const end = performance.now() + ms;
    while (!this.stopping && performance.now() < end) await this.nextWake(end - performance.now());
  }
}
