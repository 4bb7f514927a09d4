import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller, ShownSubject } from '../access';
import type { Clock } from '../application';
import { Refusal } from '../shared';
import { type AccessRecord, type AccessRecords } from './access-records';

/** How the recorder waits and how much it holds. Our figures. */
export interface RecorderLimits {
  /** Records are written so long after the first of them at the latest: what a pulled plug of the process can lose. */
  readonly everyMs: number;
  /** So many are written at a time; when they are together nobody waits for the time. */
  readonly batch: number;
  /** After a failure it is tried again so much later. */
  readonly retryMs: number;
  /** When the oldest has waited so long, nobody is answered any more. */
  readonly oldestMs: number;
  /** Nor when so many wait: some twenty megabytes. */
  readonly waitingMax: number;
  /** So long a polite stop waits for the database. */
  readonly stopMs: number;
}
export const recorderLimits: RecorderLimits = {
  everyMs: 100,
  batch: 1_000,
  retryMs: 500,
  oldestMs: 10_000,
  waitingMax: 50_000,
  stopMs: 4_000,
};

/** An answer that is about to leave. */
export interface Reading {
  readonly caller: Pick<Caller, 'key' | 'name' | 'unitCode' | 'role'>;
  /** As the api describes it: `GET /subjects/{uscc}/status`. Never the address that was asked. */
  readonly route: string;
  readonly requestId: string;
  /** Of the log, on which the answer stands; null: it says none. */
  readonly position: number | null;
  /** Empty: no subject, and the reading is on record all the same. */
  readonly shown: readonly ShownSubject[];
}

interface Waiting {
  readonly record: AccessRecord;
  /** By a clock that nobody sets, in milliseconds. */
  readonly since: number;
}

/**
 * Puts on record who read what, in batches, so that an answer does not wait for it. What waits is held in memory: at most `everyMs` of
 * it while the database takes it, and while it does not, no more than the limits say; then nobody is answered. Each record has its id
 * from the beginning, so a batch of which nobody knows whether it arrived can be sent again.
 */
export class AccessRecorder {
  private waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;
  private failing = false;
  private stopped = false;

  constructor(
    private readonly records: Pick<AccessRecords, 'add'>,
    private readonly clock: Pick<Clock, 'now'>,
    private readonly onTrouble: (message: string) => void,
    private readonly limits: RecorderLimits = recorderLimits,
    /** Milliseconds of a clock that nobody sets. */
    private readonly elapsed: () => number = () => performance.now(),
  ) {}

  /** How many records wait to be written. */
  get waitingCount(): number {
    return this.waiting.length;
  }

  /** Refusal: `cannot-record-access` what was answered before is not on record yet, and has waited too long. */
  mayAnswer(more = 1): void {
    const oldest = this.waiting[0];
    const tooOld = oldest !== undefined && this.elapsed() - oldest.since > this.limits.oldestMs;
    if (this.stopped || tooOld || this.waiting.length + more > this.limits.waitingMax)
      throw new Refusal('cannot-record-access');
  }

  /** Takes down a reading before its answer leaves. Refusal: that of `mayAnswer`; then it must not leave. */
  record({ caller, route, requestId, position, shown }: Reading): void {
    const all = shown.length === 0 ? [{ subjectId: null }] : shown;
    this.mayAnswer(all.length);
    const at = this.clock.now();
    const since = this.elapsed();
    for (const { subjectId, itemId = null, purpose = null, status = null } of all) {
      const record: AccessRecord = {
        id: randomUUID(),
        at,
        key: caller.key ?? '',
        holder: caller.name,
        unitCode: caller.unitCode,
        role: caller.role,
        route,
        subjectId,
        itemId,
        purpose,
        status,
        position,
        requestId,
      };
      this.waiting.push({ record, since });
    }
    this.schedule();
  }

  /** Writes what waits, and takes nothing more. Gives up after `stopMs`, and says how many are lost then. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    const end = performance.now() + this.limits.stopMs;
    while (this.waiting.length > 0 && performance.now() < end) {
      this.writing ??= this.writeSome();
      await Promise.race([this.writing, sleep(end - performance.now(), undefined, { ref: false })]);
      if (this.failing) await sleep(Math.min(this.limits.retryMs, Math.max(0, end - performance.now())));
    }
    if (this.waiting.length > 0)
      this.onTrouble(`${this.waiting.length} readings were not put on record before the end`);
  }

  /** The next batch comes when its time has come, or at once when it is full; after a failure only when its time has come. */
  private schedule(): void {
    if (this.writing || this.stopped || this.waiting.length === 0) return;
    const full = this.waiting.length >= this.limits.batch && !this.failing;
    if (this.timer && !full) return;
    clearTimeout(this.timer);
    if (full) this.writing = this.writeSome();
    else
      this.timer = setTimeout(
        () => {
          this.timer = undefined;
          this.writing ??= this.writeSome();
        },
        this.failing ? this.limits.retryMs : this.limits.everyMs,
      ).unref();
  }

  private async writeSome(): Promise<void> {
    this.timer = undefined;
    const batch = this.waiting.slice(0, this.limits.batch).map(({ record }) => record);
    try {
      await this.records.add(batch);
      this.waiting.splice(0, batch.length);
      this.failing = false;
    } catch (error) {
      if (!this.failing) this.onTrouble(`readings wait to be put on record: ${String(error)}`);
      this.failing = true;
    }
    this.writing = undefined;
    this.schedule();
  }
}
