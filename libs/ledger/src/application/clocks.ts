import { clocksAgreeMs, clocksApartMs, type Day, dayOfInstant } from '../shared';
import type { Clock } from './ports';

/** After so long without a comparison nobody knows how the clocks stand: three that failed. Our default. */
const comparisonMaxAgeMs = 180_000;

/** A comparison that took longer says too little. Our default. */
const comparisonMaxMs = 1_000;

/** How often they are compared: while all is well, and while it is not. Our defaults. */
const compareEveryMs = 60_000;
const compareAgainMs = 5_000;

/**
 * How the clocks of application and database stand to each other: `agree`; `differ` by more than 2 s, a warning; `apart` by more than
 * 30 s, and neither can be believed; `unknown`, when they could not be compared for 3 minutes, a warning.
 */
export type ClocksVerdict = 'agree' | 'differ' | 'apart' | 'unknown';

export interface ClocksStanding {
  readonly verdict: ClocksVerdict;
  /** How much the database's clock is ahead of ours, in milliseconds; negative: behind; null: never compared. */
  readonly databaseAheadMs: number | null;
  /** How much the newest recording is ahead of both clocks, in milliseconds: one of them was ahead when it was written. 0: it is not. */
  readonly recordedAheadMs: number;
  /** Milliseconds since they were compared, by a clock that nobody sets; null: never. */
  readonly comparedMsAgo: number | null;
}

/** What the database says of time. */
export interface OtherClock {
  /** Its clock, and when the newest event was recorded; null: there is none, or only the engine of the log knows. */
  read(): Promise<{ readonly now: Date; readonly newestRecordedAt: Date | null }>;
}

export interface ClocksOptions {
  /** The clock of this process. */
  readonly own: Pick<Clock, 'now'>;
  readonly database: OtherClock;
  /** Told of comparisons that failed. */
  readonly onTrouble: (error: Error) => void;
  /** Milliseconds by a clock that nobody sets; `performance.now()` unless given. */
  readonly elapsed?: () => number;
}

interface Comparison {
  /** Their clock, in milliseconds since 1970. */
  readonly theirs: number;
  readonly newestRecordedAt: number;
  /** When they said so, by the clock that nobody sets. */
  readonly elapsed: number;
}

/**
 * The one place that knows clocks. Papers are dated by people, but what stands "today", what is "in the future" and what has run out
 * follows from a clock, and two clocks take part: ours says today, the database's says when an event was recorded.
 *
 * They are compared at the start and every minute. In between the clock that nobody sets (`performance.now()`) tells how both have moved
 * on, so a clock that is set shows at once, and asking costs nothing. The time is the earlier of the two: nothing is
 * dated on a day that has not come by both.
 *
 * It cannot tell when both clocks are wrong by the same.
 */
export class Clocks implements Clock {
  private last: Comparison | undefined;
  private recordedAt = -Infinity;
  private comparing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(private readonly options: ClocksOptions) {}

  /** Compares them, and from then on every minute; more often while something is wrong with them. */
  async start(): Promise<void> {
    await this.check();
    if (this.stopped) return;
    const nextMs = this.standing().verdict === 'agree' ? compareEveryMs : compareAgainMs;
    this.timer = setTimeout(() => void this.start(), nextMs).unref();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.comparing;
  }

  /** The earlier of both clocks; ours alone as long as they were never compared. */
  now(): Date {
    const ours = this.ours();
    return new Date(this.last ? Math.min(ours, this.theirsNow(this.last)) : ours);
  }

  /** The calendar day in Asia/Shanghai at `now`. */
  today(): Day {
    return dayOfInstant(this.now());
  }

  /**
   * More than 30 s apart, as far as anybody knows: no answer is given by them, and no command. That it has just become so may be a
   * machine that slept: they are compared at once.
   */
  areApart(): boolean {
    const apart = Math.abs(this.databaseAheadMs ?? 0) > clocksApartMs;
    if (apart && !this.stopped) void this.check();
    return apart;
  }

  standing(): ClocksStanding {
    const { databaseAheadMs } = this;
    const comparedMsAgo = this.last ? Math.round(this.elapsed() - this.last.elapsed) : null;
    const recordedAheadMs = Math.max(
      0,
      Math.round(Math.max(this.recordedAt, this.last?.newestRecordedAt ?? 0) - this.latest()),
    );
    return { verdict: this.verdict(comparedMsAgo), databaseAheadMs, recordedAheadMs, comparedMsAgo };
  }

  /** Compares them now. Several who ask at once share one comparison. Never fails: trouble is told, and what was known before stays. */
  check(): Promise<void> {
    this.comparing ??= this.compare()
      .catch((error: unknown) => {
        this.options.onTrouble(error instanceof Error ? error : new Error(String(error)));
      })
      .finally(() => {
        this.comparing = undefined;
      });
    return this.comparing;
  }

  /** Something was recorded at this instant (UTC), by the clock of the log. */
  recorded(recordedAt: string): void {
    this.recordedAt = Math.max(this.recordedAt, Date.parse(recordedAt));
  }

  private async compare(): Promise<void> {
    const before = this.elapsed();
    const { now, newestRecordedAt } = await this.options.database.read();
    const after = this.elapsed();
    if (after - before > comparisonMaxMs)
      throw new Error(`the database took ${Math.round(after - before)} ms to say what time it is`);
    this.last = {
      theirs: now.getTime(),
      newestRecordedAt: newestRecordedAt?.getTime() ?? 0,
      elapsed: (before + after) / 2,
    };
  }

  private ours(): number {
    return this.options.own.now().getTime();
  }

  private elapsed(): number {
    return this.options.elapsed?.() ?? performance.now();
  }

  private get databaseAheadMs(): number | null {
    return this.last ? Math.round(this.theirsNow(this.last) - this.ours()) : null;
  }

  private theirsNow({ theirs, elapsed }: Comparison): number {
    return theirs + (this.elapsed() - elapsed);
  }

  private latest(): number {
    return this.last ? Math.max(this.ours(), this.theirsNow(this.last)) : this.ours();
  }

  private verdict(comparedMsAgo: number | null): ClocksVerdict {
    const difference = Math.abs(this.databaseAheadMs ?? 0);
    if (difference > clocksApartMs) return 'apart';
    if (comparedMsAgo === null || comparedMsAgo > comparisonMaxAgeMs) return 'unknown';
    return difference > clocksAgreeMs ? 'differ' : 'agree';
  }
}
