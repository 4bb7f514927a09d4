import type { AppendResult, ExpectedRevision, NewEvent } from '../event-log';

/** An append that waits for its turn, and the caller who waits for its answer. */
export interface PendingAppend {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
  resolve(result: AppendResult): void;
  reject(error: unknown): void;
}

/**
 * Group commit: while one batch commits, arriving appends queue and go together in the next, so that the writer lock and
 * the disk are paid once per batch. A caller waits at most one commit more than alone.
 */
export class AppendQueue {
  private waiting: PendingAppend[] = [];
  private committing = false;
  private idle: (() => void)[] = [];

  constructor(
    /** Writes a batch and settles every append in it. Never rejects. */
    private readonly write: (batch: readonly PendingAppend[]) => Promise<void>,
    private readonly eventsMax = 2_000,
  ) {}

  push(append: PendingAppend): void {
    this.waiting.push(append);
    if (!this.committing) {
      this.committing = true;
      // Appends of the same turn of the event loop travel together.
      setImmediate(() => void this.drain());
    }
  }

  /** Resolves when nothing is waiting or being written. */
  async drained(): Promise<void> {
    if (this.committing) await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) await this.write(this.takeBatch());
    this.committing = false;
    for (const resolve of this.idle.splice(0)) resolve();
  }

  /** In order of arrival; an append to a stream (or with an event id) already in the batch stays for the next one. */
  private takeBatch(): PendingAppend[] {
    const batch: PendingAppend[] = [];
    const later: PendingAppend[] = [];
    const streams = new Set<string>();
    const ids = new Set<string>();
    let events = 0;
    for (const append of this.waiting) {
      const full = batch.length > 0 && events + append.events.length > this.eventsMax;
      if (full || streams.has(append.stream) || append.events.some((event) => ids.has(event.id))) {
        later.push(append);
      } else {
        batch.push(append);
        events += append.events.length;
      }
      // Also for those that stay: two appends to one stream keep their order.
      streams.add(append.stream);
      for (const event of append.events) ids.add(event.id);
    }
    this.waiting = later;
    return batch;
  }
}
