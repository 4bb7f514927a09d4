import { holdable } from '@app/text';
import { retryAfterMs } from './backoff';
import type { DelivererOptions } from './deliverer';
import type { LaterAnswer, Outcome } from './endpoint';
import type { ClaimedSent, Settlement } from './outbox';

/** At most this many are asked about, or given up, at once. Our default. */
const handful = 1_000;

/**
 * What comes after sending: asks the body for the answers it owes, and gives up rejections that nobody has mended. Whatever goes wrong is
 * reported and tried again at the next round; a push in hand is asked about again when its lease has run out.
 */
export class Collector {
  private stopping = false;
  private rest: () => void = () => undefined;

  /** @param onRoom told when answers were written down: the next push of their lanes may be due. */
  constructor(
    private readonly options: Required<Omit<DelivererOptions, 'way'>>,
    private readonly signal: AbortSignal,
    private readonly onRoom: () => void,
  ) {}

  async run(): Promise<void> {
    while (!this.isStopping()) {
      const rested = this.rested();
      await this.attempt(async () => {
        while (this.options.closedForMs() === 0 && (await this.collect()) === handful && !this.isStopping());
      });
      await this.attempt(() => this.options.outbox.notPutOff(this.options.endpoint.name));
      await this.attempt(() => this.bury());
      await rested;
    }
  }

  /** @returns whether it was done; trouble is reported, and hinders nothing else. */
  private async attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.options.onTrouble(error);
      return false;
    }
  }

  stop(): void {
    this.stopping = true;
    this.rest();
  }

  /** @returns how many were asked about */
  private async collect(): Promise<number> {
    const { outbox, endpoint, leaseMs, askEveryMs } = this.options;
    const claimed = await outbox.claimSent(endpoint.name, handful, leaseMs);
    if (claimed.length === 0) return 0;
    const startedAt = performance.now();
    const signal = AbortSignal.any([this.signal, AbortSignal.timeout(leaseMs)]);
    const later = endpoint.collect ? holdable(await endpoint.collect(claimed, signal)) : claimed.map(takenOtherwise);
    const answers = new Map(later.map(({ pushId, answer }) => [pushId, answer]));
    const settlements: Settlement[] = [];
    const unanswered: ClaimedSent[] = [];
    await Promise.all(
      claimed.map(async (one) => {
        const answer = answers.get(one.push.pushId);
        const settlement = answer && (await this.settlement(one, answer, performance.now() - startedAt));
        if (settlement) settlements.push(settlement);
        else unanswered.push(one);
      }),
    );
    await outbox.settle(settlements);
    await outbox.askAgain(unanswered, askEveryMs);
    if (settlements.length > 0) this.onRoom();
    return claimed.length;
  }

  /** Undefined when there is none yet, or when the outcome could not be recorded: then it is asked for again. */
  private async settlement(
    { push, attempt, leaseId, redrives, unreadable, processing }: ClaimedSent,
    answer: LaterAnswer['answer'],
    tookMs: number,
  ): Promise<Settlement | undefined> {
    const { onOutcome, asRecorded, onTrouble, unreadableMax, askEveryMs, backoff } = this.options;
    const common = { pushId: push.pushId, attempt, leaseId, tookMs };
    if (answer.outcome === 'processing') {
      return processing ? undefined : { ...common, ...answer, retryAfterMs: askEveryMs };
    }
    if (answer.outcome === 'lost') {
      return { ...common, ...answer, retryAfterMs: retryAfterMs(attempt, Math.random(), backoff) };
    }
    if (answer.outcome === 'unreadable' && unreadable + 1 < unreadableMax) {
      return { ...common, ...answer, retryAfterMs: askEveryMs };
    }
    const outcome: Outcome =
      answer.outcome === 'unreadable'
        ? { outcome: 'dead', because: 'unreadable-answers', unreadable: unreadable + 1 }
        : answer;
    try {
      await onOutcome(push, outcome, redrives);
      return { ...common, ...(await asRecorded(push, outcome, redrives)) };
    } catch (error) {
      onTrouble(error);
      return undefined;
    }
  }

  private async bury(): Promise<void> {
    const { outbox, endpoint, mendWithinMs, mayGiveUp, onOutcome } = this.options;
    if (!(await mayGiveUp())) return;
    const rejections = await outbox.unmended(endpoint.name, mendWithinMs, handful);
    const recorded: typeof rejections = [];
    for (const rejection of rejections) {
      if (this.isStopping()) break;
      const { push, redrives } = rejection;
      const dead = { outcome: 'dead', because: 'rejection-not-mended', unreadable: 0 } as const;
      if (await this.attempt(() => onOutcome(push, dead, redrives))) recorded.push(rejection);
    }
    await outbox.bury(recorded);
  }

  private rested(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.options.askEveryMs);
      this.rest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private isStopping(): boolean {
    return this.stopping;
  }
}

/** Where every answer comes at once nothing waits for one: it was left by another way, before the settings of the body were changed. */
const takenOtherwise = ({ push: { pushId } }: ClaimedSent): LaterAnswer => ({
  pushId,
  answer: { outcome: 'lost', reason: 'it was left by another way than this one' },
});
