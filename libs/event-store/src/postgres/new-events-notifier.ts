import type pg from 'pg';

const everyMs = 20;

/**
 * Tells other processes that there are new events, at most every 20 ms however many batches are written. It is no part of the
 * append's transaction: a NOTIFY there would make every commit wait for the one before it. Only a hint, like everything
 * that listens to it: readers poll as well.
 */
export class NewEventsNotifier {
  private timer: NodeJS.Timeout | undefined;
  private notifying: Promise<void> = Promise.resolve();

  constructor(
    private readonly pool: pg.Pool,
    private readonly onTrouble: (error: Error) => void,
  ) {}

  announce(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.notifying = this.tell();
    }, everyMs);
  }

  /** Says what is still to be said. */
  async stop(): Promise<void> {
    if (this.timer) {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.notifying = this.tell();
    }
    await this.notifying;
  }

  private async tell(): Promise<void> {
    try {
      // Nothing is written that would have to survive: the commit need not wait for the disk.
      await this.pool.query(`SELECT set_config('synchronous_commit', 'off', true), pg_notify('ledger_events', '')`);
    } catch (error) {
      this.onTrouble(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
