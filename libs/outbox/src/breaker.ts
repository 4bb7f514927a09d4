import { type Backoff, retryAfterMs } from './backoff';
import type { Answer, Holding } from './endpoint';

export interface BreakerOptions {
  /** So many requests in a row without an answer of the body, and it is left alone. */
  readonly afterFailures: number;
  /** For how long, the first time and at most. */
  readonly rest: Backoff;
}

/** Our default: after five, for a second, doubling, at most five minutes. */
export const defaultBreaker: BreakerOptions = { afterFailures: 5, rest: { firstMs: 1_000, capMs: 300_000 } };

/** A body is left alone: from now on for so long, the how-manieth time in a row. */
export interface Rest {
  readonly forMs: number;
  readonly rests: number;
}

/**
 * Leaves a body alone that does not answer: after some failures in a row nothing is sent to it for a while, then one request, the probe. When that
 * one is answered everything goes on; when not the rest doubles. A body that asks for patience (`Retry-After`) is left alone for
 * as long as it says. In memory, of one process: a restart asks once more.
 */
export class Breaker {
  private failures = 0;
  private rests = 0;
  private closedUntil = 0;
  private probing = false;
  /** What was told last; a process that begins does not know what another one told before it. */
  private told: 'nothing' | 'rest' | 'answers' = 'nothing';

  /** @param onChange told of each rest, and by undefined that the body answers (again) */
  constructor(
    private readonly options: BreakerOptions,
    private readonly now: () => number = () => performance.now(),
    private readonly onChange: (rest: Rest | undefined) => void = () => undefined,
  ) {}

  /** @returns how many requests of the `wanted` may be sent now */
  let(wanted: number): number {
    if (this.rests === 0) return wanted;
    if (this.probing || this.now() < this.closedUntil) return 0;
    this.probing = true;
    return Math.min(1, wanted);
  }

  /** What was let is over, whether anything was asked of the body or not: another probe may follow. */
  over(): void {
    this.probing = false;
  }

  /** What a request brought: the answers of the body to each push; nothing at all when it threw. Refusals are answers. */
  heard(answers: readonly (Answer | Holding)[]): void {
    if (answers.some(({ outcome }) => outcome !== 'failed')) {
      this.failures = 0;
      this.rests = 0;
      if (this.told !== 'answers') this.onChange(undefined);
      this.told = 'answers';
      return;
    }
    this.failures += 1;
    const patience = Math.max(
      0,
      ...answers.map((answer) => ('retryAfterMs' in answer ? (answer.retryAfterMs ?? 0) : 0)),
    );
    if (this.now() < this.closedUntil) {
      // It was under way when the rest began: the same outage, so the rest grows no longer by it.
      if (this.now() + patience > this.closedUntil) this.restFor(patience);
      return;
    }
    if (patience === 0 && this.failures < this.options.afterFailures) return;
    this.rests += 1;
    const rest = retryAfterMs(this.rests, Math.random(), this.options.rest);
    this.restFor(Math.max(rest, patience));
  }

  /** What was told last did not get through: the next answer says it once more. */
  untold(): void {
    this.told = 'nothing';
  }

  private restFor(forMs: number): void {
    this.closedUntil = this.now() + forMs;
    this.told = 'rest';
    this.onChange({ forMs, rests: this.rests });
  }
}
