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

  constructor(
    private readonly options: BreakerOptions,
    private readonly now: () => number = () => performance.now(),
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
      return;
    }
    this.failures += 1;
    const patience = Math.max(
      0,
      ...answers.map((answer) => ('retryAfterMs' in answer ? (answer.retryAfterMs ?? 0) : 0)),
    );
    if (this.now() < this.closedUntil) {
      // It was under way when the rest began: the same outage, so the rest grows no longer by it.
      this.closedUntil = Math.max(this.closedUntil, this.now() + patience);
      return;
    }
    if (patience === 0 && this.failures < this.options.afterFailures) return;
    this.rests += 1;
    const rest = retryAfterMs(this.rests, Math.random(), this.options.rest);
    this.closedUntil = this.now() + Math.max(rest, patience);
  }
}
