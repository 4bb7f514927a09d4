export const faultModes = ['fail', 'delay', 'answer-twice', 'drop-answer', 'refuse'] as const;

/**
 * How to misbehave, for the next `times` messages.
 *
 * - `fail`          answers `status` (503), with `Retry-After` when `retryAfterSeconds` is given, and stores nothing
 * - `delay`         waits `delayMs`, then behaves
 * - `answer-twice`  behaves, then sends the answer again on the same connection, after `delayMs` (0)
 * - `drop-answer`   stores, then breaks the connection off without an answer
 * - `refuse`        sends it back with 1001, whatever it says
 */
export interface Fault {
  readonly mode: (typeof faultModes)[number];
  readonly times: number;
  readonly delayMs?: number;
  readonly status?: number;
  readonly retryAfterSeconds?: number;
}

export class Faults {
  private planned: Fault | undefined;
  private left = 0;

  plan(fault: Fault): void {
    this.planned = fault;
    this.left = fault.times;
  }

  clear(): void {
    this.planned = undefined;
    this.left = 0;
  }

  current(): (Fault & { readonly left: number }) | null {
    return this.planned && this.left > 0 ? { ...this.planned, left: this.left } : null;
  }

  /** The fault for the message that has just arrived, if one is due. */
  next(): Fault | undefined {
    if (this.left === 0) return undefined;
    this.left -= 1;
    return this.planned;
  }
}
