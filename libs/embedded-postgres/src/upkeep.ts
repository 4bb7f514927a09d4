import { setTimeout as sleep } from 'node:timers/promises';
import type { Running } from './bring-up';

const firstWaitMs = 100;
const waitMsMax = 5_000;
/** A server that stayed up for so long was well: the next try comes soon again. */
const wellAfterMs = 30_000;

/** Watches a server by our connection to it and starts it again when it ends, until told to stop. */
export class Upkeep {
  private running: Running;
  private readonly stopping = new AbortController();
  private watching: Promise<void> | undefined;

  /** @param again brings the server up, or takes over what is there; rejects when it cannot, or when it is broken off */
  constructor(
    first: Running,
    private readonly again: (signal: AbortSignal) => Promise<Running>,
    private readonly log: (line: string) => void,
  ) {
    this.running = first;
  }

  /** The server that runs now, or ran last. */
  get latest(): Running {
    return this.running;
  }

  start(): void {
    this.watching ??= this.watch();
  }

  /** Resolves to the server that runs now, or ran last, when nothing is started any more. */
  async stop(): Promise<Running> {
    this.stopping.abort();
    await this.watching;
    return this.running;
  }

  private async watch(): Promise<void> {
    const { signal } = this.stopping;
    const told = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => {
        resolve();
      });
    });
    let waitMs = firstWaitMs;
    let upSince: number | undefined = Date.now();
    while (!this.isStopping()) {
      if (upSince !== undefined) {
        await Promise.race([this.running.session.ended, told]);
        if (Date.now() - upSince > wellAfterMs) waitMs = firstWaitMs;
      }
      await Promise.race([sleep(waitMs, undefined, { ref: false }), told]);
      waitMs = Math.min(waitMs * 2, waitMsMax);
      upSince = (await this.tried(signal)) ? Date.now() : undefined;
    }
  }

  private async tried(signal: AbortSignal): Promise<boolean> {
    if (this.isStopping()) return false;
    try {
      this.running = await this.again(signal);
    } catch (error) {
      if (!this.isStopping()) this.log(`PostgreSQL is away: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
    const { adopted, port, pid } = this.running;
    this.log(`PostgreSQL was away and ${adopted ? 'is back' : 'runs again'} on port ${port}, process ${pid}`);
    return true;
  }

  private isStopping(): boolean {
    return this.stopping.signal.aborted;
  }
}
