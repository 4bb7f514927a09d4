import { Backoff, defaultBackoff, retryAfterMs } from './backoff';
import { DeliveryOutcome, Endpoint, FinalOutcome } from './endpoint';
import type { Claimed, Outbox, Settlement } from './outbox';
import { Push } from './push';

export interface DelivererOptions {
  readonly outbox: Pick<Outbox, 'claim' | 'settle'>;
  readonly endpoint: Endpoint;
  /**
   * Called when the endpoint has delivered or refused a push, before the push leaves the outbox. Must be idempotent: after
   * a crash, or when it throws, the push is delivered again, meets its own receipt, and this is called again.
   */
  readonly onOutcome: (push: Push, outcome: FinalOutcome) => Promise<void>;
  /** Told of everything that went wrong on our own side (database, `onOutcome`). The deliverer goes on by itself. */
  readonly onTrouble: (error: unknown) => void;
  /** Deliveries under way at once. Our default: 16. */
  readonly concurrency?: number;
  /** A push whose deliverer died is tried again after this. Longer than the endpoint's own time-out. Our default: 15 s. */
  readonly leaseMs?: number;
  /** How often to look for work when there was none. Our default: 250 ms. */
  readonly pollMs?: number;
  readonly backoff?: Backoff;
}

/**
 * Takes pushes of one endpoint out of the outbox and delivers them, until stopped. One deliverer per endpoint: a body that
 * is down holds up nobody else. Several processes may run one for the same endpoint.
 *
 * - On an error: the push waits and is tried again; the others go on.
 * - On `stop()`: takes nothing new, lets deliveries under way finish for `graceMs`, writes down how they ended.
 * - On a pulled plug: leases run out, the pushes are delivered again and recognised by their idempotency key.
 */
export class Deliverer {
  private readonly concurrency: number;
  private readonly leaseMs: number;
  private readonly pollMs: number;
  private readonly backoff: Backoff;

  private readonly underWay = new Set<Promise<void>>();
  private readonly unsettled: Settlement[] = [];
  private readonly abort = new AbortController();
  private settling: Promise<void> | undefined;
  private running: Promise<void> | undefined;
  private stopping = false;
  private rouse: () => void = () => undefined;

  constructor(private readonly options: DelivererOptions) {
    this.concurrency = options.concurrency ?? 16;
    this.leaseMs = options.leaseMs ?? 15_000;
    this.pollMs = options.pollMs ?? 250;
    this.backoff = options.backoff ?? defaultBackoff;
  }

  start(): void {
    this.running ??= this.run();
  }

  /** There may be work: look now instead of at the next poll. */
  wake(): void {
    this.rouse();
  }

  /** Resolves when nothing is under way any more. Deliveries that last longer than `graceMs` are broken off and count as failed. */
  async stop(graceMs = 5_000): Promise<void> {
    this.stopping = true;
    this.rouse();
    const timer = setTimeout(() => {
      this.abort.abort(new Error('the deliverer is stopping'));
    }, graceMs);
    await this.running;
    clearTimeout(timer);
  }

  private async run(): Promise<void> {
    while (!this.isStopping()) {
      const roused = this.roused();
      const claimedAt = Date.now();
      const claimed = await this.claim();
      for (const one of claimed) this.begin(one, claimedAt);
      if (claimed.length === 0) await roused;
    }
    while (this.underWay.size > 0) await Promise.all(this.underWay);
    await this.settling;
  }

  /** Claims only when half of the places are free, so that claims come in handfuls and not one by one. */
  private async claim(): Promise<Claimed[]> {
    const free = this.concurrency - this.underWay.size;
    if (free * 2 < this.concurrency) return [];
    try {
      return await this.options.outbox.claim(this.options.endpoint.name, free, this.leaseMs);
    } catch (error) {
      this.options.onTrouble(error);
      return [];
    }
  }

  private begin(claimed: Claimed, claimedAt: number): void {
    const delivery = this.deliver(claimed, claimedAt)
      .then((settlement) => {
        this.settle(settlement);
      })
      .finally(() => this.underWay.delete(delivery));
    this.underWay.add(delivery);
  }

  private async deliver({ push, attempt, leaseId }: Claimed, claimedAt: number): Promise<Settlement> {
    // Past its lease the push may be in other hands: a late request could then overtake the subject's next push.
    const leaseEnd = AbortSignal.timeout(Math.max(0, claimedAt + this.leaseMs - Date.now()));
    const startedAt = performance.now();
    const outcome = await this.attempt(push, AbortSignal.any([this.abort.signal, leaseEnd]));
    const common = { pushId: push.pushId, attempt, leaseId, tookMs: performance.now() - startedAt };
    return outcome.outcome === 'failed'
      ? { ...common, ...outcome, retryAfterMs: retryAfterMs(attempt, Math.random(), this.backoff) }
      : { ...common, ...outcome };
  }

  private async attempt(push: Push, signal: AbortSignal): Promise<DeliveryOutcome> {
    try {
      const outcome = await this.options.endpoint.deliver(push, signal);
      if (outcome.outcome !== 'failed') await this.options.onOutcome(push, outcome);
      return outcome;
    } catch (error) {
      this.options.onTrouble(error);
      return { outcome: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Everything that ends while one statement is being written is settled by the next one. */
  private settle(settlement: Settlement): void {
    this.unsettled.push(settlement);
    this.settling ??= this.settleAll().finally(() => {
      this.settling = undefined;
    });
  }

  private async settleAll(): Promise<void> {
    while (this.unsettled.length > 0) {
      try {
        await this.options.outbox.settle(this.unsettled.splice(0));
      } catch (error) {
        this.options.onTrouble(error); // their leases run out and they are delivered again
      }
      this.rouse(); // places are free, and the next push of these subjects may be due
    }
  }

  /** Resolves when there may be work: somebody rouses us, or it is time to look. */
  private roused(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.pollMs);
      this.rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private isStopping(): boolean {
    return this.stopping;
  }
}
