export interface RoundsOptions {
  /** Comes round again so long after the last round ended. */
  readonly everyMs: number;
  /** The first round, after the start. Our default: at once. */
  readonly firstAfterMs?: number;
  /** One round; `signal` tells it to come to its end. */
  readonly run: (signal: AbortSignal) => Promise<unknown>;
  /** Told when a round failed; the next one comes all the same. */
  readonly onTrouble: (error: Error) => void;
  /** A round that is woken waits so long for more to do, and no two begin closer together. Our default: a second. */
  readonly wakeMs?: number;
}

/** Comes round repeatedly, one round at a time: by a timer, and soon after it was woken. */
export class Rounds {
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private dueAt = Infinity;
  private running: Promise<void> | undefined;

  constructor(private readonly options: RoundsOptions) {}

  start(): void {
    this.within(this.options.firstAfterMs ?? 0);
  }

  /** Something happened: come round soon. Costs nothing, however often it is said. */
  wake(): void {
    this.within(this.options.wakeMs ?? 1_000);
  }

  /** Stops coming round; resolves when the round under way has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.timer);
    await this.running;
  }

  private within(ms: number): void {
    const at = performance.now() + ms;
    if (this.stopping.signal.aborted || this.running || at >= this.dueAt) {
      // A round under way does not know what happened since it began, so another one follows.
      if (this.running) this.dueAt = Math.min(this.dueAt, at);
      return;
    }
    this.dueAt = at;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.dueAt = Infinity;
      this.running = this.round().finally(() => {
        this.running = undefined;
        const wokenAt = this.dueAt;
        this.dueAt = Infinity;
        this.within(Math.min(this.options.everyMs, Math.max(0, wokenAt - performance.now())));
      });
    }, ms);
  }

  private async round(): Promise<void> {
    try {
      await this.options.run(this.stopping.signal);
    } catch (error) {
      this.options.onTrouble(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
