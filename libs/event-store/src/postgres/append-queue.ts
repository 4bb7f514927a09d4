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
 * Group commit: while a batch commits, arriving appends queue and go together in the next, so that the writer lock and
 * the disk are paid once per batch. With two lanes a caller waits for the batch that commits and the one behind it, at most,
 * before its own.
 *
 * Batches travel in lanes: while one commits, the next is already at the database, waiting for the writer lock. Appends to one
 * stream (or with one event id) never travel at the same time, so they keep the order in which they were pushed.
 */
export class AppendQueue<Lane> {
  private waiting: PendingAppend[] = [];
  private readonly idleLanes: Lane[];
  private readonly streamsUnderWay = new Set<string>();
  private readonly idsUnderWay = new Set<string>();
  private scheduled = false;
  private idle: (() => void)[] = [];

  constructor(
    private readonly lanes: readonly Lane[],
    /** Writes a batch and settles every append in it. Never rejects. */
    private readonly write: (batch: readonly PendingAppend[], lane: Lane) => Promise<void>,
    private readonly eventsMax = 1_000,
  ) {
    this.idleLanes = [...lanes];
  }

  push(append: PendingAppend): void {
    this.waiting.push(append);
    this.schedule();
  }

  /** Resolves when nothing is waiting or being written. */
  async drained(): Promise<void> {
    if (!this.isIdle()) await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  /** Appends pushed by callers who woke together travel together; one who is alone does not wait for others. */
  private schedule(): void {
    if (this.scheduled || this.waiting.length === 0 || this.idleLanes.length === 0) return;
    this.scheduled = true;
    process.nextTick(() => {
      this.scheduled = false;
      this.fillLanes();
    });
  }

  private fillLanes(): void {
    for (;;) {
      const lane = this.idleLanes.at(-1);
      if (lane === undefined) return;
      const batch = this.takeBatch();
      if (batch.length === 0) return;
      this.idleLanes.pop();
      void this.carry(batch, lane);
    }
  }

  private async carry(batch: readonly PendingAppend[], lane: Lane): Promise<void> {
    await this.write(batch, lane);
    for (const { stream, events } of batch) {
      this.streamsUnderWay.delete(stream);
      for (const { id } of events) this.idsUnderWay.delete(id);
    }
    this.idleLanes.push(lane);
    this.schedule();
    if (this.isIdle()) for (const resolve of this.idle.splice(0)) resolve();
  }

  private isIdle(): boolean {
    return this.waiting.length === 0 && this.idleLanes.length === this.lanes.length;
  }

  /** In order of arrival; an append to a stream (or with an event id) that is under way, or stands before it here, stays. */
  private takeBatch(): PendingAppend[] {
    const batch: PendingAppend[] = [];
    const later: PendingAppend[] = [];
    const streamsHeld = new Set<string>();
    const idsHeld = new Set<string>();
    let events = 0;
    let looked = 0;
    for (const append of this.waiting) {
      if (batch.length > 0 && events + append.events.length > this.eventsMax) break;
      looked++;
      if (this.isHeld(append, streamsHeld, idsHeld)) {
        later.push(append);
        // What stays holds back what comes after it: two appends to one stream keep their order.
        streamsHeld.add(append.stream);
        for (const { id } of append.events) idsHeld.add(id);
      } else {
        batch.push(append);
        events += append.events.length;
        this.streamsUnderWay.add(append.stream);
        for (const { id } of append.events) this.idsUnderWay.add(id);
      }
    }
    this.waiting = later.concat(this.waiting.slice(looked));
    return batch;
  }

  private isHeld({ stream, events }: PendingAppend, streamsHeld: Set<string>, idsHeld: Set<string>): boolean {
    return (
      this.streamsUnderWay.has(stream) ||
      streamsHeld.has(stream) ||
      events.some(({ id }) => this.idsUnderWay.has(id) || idsHeld.has(id))
    );
  }
}
