export interface Backoff {
  /** Longest wait after the first failure. */
  readonly firstMs: number;
  /** No wait is longer than this, however often it failed. */
  readonly capMs: number;
}

/** Our default: half a second, doubling, at most five minutes. After an outage of any length everything is on its way again within five minutes. */
export const defaultBackoff: Backoff = { firstMs: 500, capMs: 300_000 };

/**
 * How long to wait after the `attempt`-th failure (from 1): the doubled wait, of which the last half is left to chance so
 * that a thousand pushes that failed together do not return together.
 *
 * @param chance 0 ≤ chance < 1
 * @returns milliseconds, between half of the doubled wait and all of it
 */
export function retryAfterMs(attempt: number, chance: number, { firstMs, capMs }: Backoff = defaultBackoff): number {
  const doubled = Math.min(capMs, firstMs * 2 ** Math.min(attempt - 1, 40));
  return Math.round(doubled * (0.5 + chance / 2));
}
