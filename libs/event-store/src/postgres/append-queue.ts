import type { AppendResult, ExpectedRevision, NewEvent } from '../event-log';

/** An append that waits for its turn, and the caller who waits for its answer. */
export interface PendingAppend {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
  resolve(result: AppendResult): void;
  reject(error: unknown): void;
}

/** What one batch may hold. An append that is larger goes alone. */
export interface BatchLimits {
  readonly events: number;
  /** Of the events' data. PostgreSQL takes 1 GB in a statement. */
  readonly bytes: number;
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
    private readonly limits: BatchLimits = { events: 1_000, bytes: 16 * 1024 * 1024 },
  ) {}

  push(append: PendingAppend): void {
    this.waiting.push(append);
    if (this.committing) return;
    this.committing = true;
    // Appends pushed by callers who woke together travel together; one who is alone does not wait for others.
    process.nextTick(() => void this.drain());
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

  /** In order of arrival, up to the limits; an append to a stream (or with an event id) that stands before it here stays for the next. */
  private takeBatch(): PendingAppend[] {
    const batch: PendingAppend[] = [];
    const later: PendingAppend[] = [];
    const streams = new Set<string>();
    const ids = new Set<string>();
    let [events, bytes, looked] = [0, 0, 0];
    for (const append of this.waiting) {
      const size = append.events.reduce((sum, { data }) => sum + data.length, 0);
      const full = events + append.events.length > this.limits.events || bytes + size > this.limits.bytes;
      if (batch.length > 0 && full) break;
      looked++;
      if (streams.has(append.stream) || append.events.some(({ id }) => ids.has(id))) {
        later.push(append);
      } else {
        batch.push(append);
        events += append.events.length;
        bytes += size;
      }
      // Also for those that stay: two appends to one stream keep their order.
      streams.add(append.stream);
      for (const { id } of append.events) ids.add(id);
    }
    this.waiting = later.concat(this.waiting.slice(looked));
    return batch;
  }
}
