import { setMaxListeners } from 'node:events';
import { holdable } from '@app/text';
import { type Backoff, defaultBackoff, retryAfterMs } from './backoff';
import { Collector } from './collector';
import { BeforeSending, type BeforeSendingOptions, type Decision } from './before-sending';
import { Breaker, type BreakerOptions, defaultBreaker, type Rest } from './breaker';
import type { Answer, Endpoint, Failed, Outcome } from './endpoint';
import type { Awaits, ClaimedTurn, Outbox, Settlement, Stays } from './outbox';
import type { Push } from './push';

export interface DelivererOptions {
  readonly outbox: Pick<
    Outbox,
    'claim' | 'settle' | 'claimSent' | 'askAgain' | 'pushes' | 'unmended' | 'bury' | 'notPutOff'
  >;
  readonly endpoint: Endpoint;
  /** By which way the endpoint sends, as it stands with what the body has yet to answer. Our default: nobody notes it. */
  readonly way?: string | undefined;
  /**
   * Called when a push has its outcome, before its row says so. Must be idempotent: after a crash, or when it throws, the
   * push is sent or asked about again, meets its own receipt, and this is called again.
   *
   * @param redrives how often a person had the push sent once more before this outcome
   */
  readonly onOutcome: (push: Push, outcome: Outcome, redrives: number) => Promise<void>;
  /**
   * How it stands after `onOutcome`: the first answer of a round counts. A plug that was pulled between fact and row lets a push be told again that is
   * recorded as acknowledged, and a body that lost what it held may refuse it then. Our default: as it was answered.
   */
  readonly asRecorded?: (push: Push, outcome: Outcome, redrives: number) => Promise<Outcome>;
  /** Told of everything that went wrong on our own side (database, `onOutcome`). The deliverer goes on by itself. */
  readonly onTrouble: (error: unknown) => void;
  /** Requests to the body under way at once, each with as many pushes as the endpoint takes. Our default: 16. */
  readonly inParallel?: number;
  /** A push whose deliverer died is tried again after this. Longer than the endpoint's own time-out. Our default: 15 s. */
  readonly leaseMs?: number;
  /** How often to look for work when there was none. Our default: 250 ms. */
  readonly pollMs?: number;
  readonly backoff?: Backoff;
  /** When the body is left alone because nothing reaches it. */
  readonly breaker?: BreakerOptions;
  /** Told that the body is left alone, and by undefined that it answers: for people, nothing waits for it. Our default: nobody is told. */
  readonly onRest?: (rest: Rest | undefined) => Promise<void>;
  /** How long the body is not to be called yet, in milliseconds: its office hours. Our default: it may always be called. */
  readonly closedForMs?: () => number;
  /** Whether a person has it that nothing more is sent. Nothing is while that cannot be said. Our default: no. */
  readonly isPaused?: () => Promise<boolean>;
  /** What we ourselves know of pushes that the body would refuse, by push id: asked once for all that are about to leave. Our default: nothing. */
  readonly faultsKnown?: NonNullable<BeforeSendingOptions['faultsKnown']>;
  /** Whose publicity is over, by push id, with its last day: asked once for all that are about to leave. Our default: nobody's. */
  readonly publicityOver?: NonNullable<BeforeSendingOptions['publicityOver']>;
  /** How often a body is asked for its later answers. Our default: 30 s. */
  readonly askEveryMs?: number;
  /** After so many answers that nobody can read a push is dead. Our default: 20, more than an hour of them. */
  readonly unreadableMax?: number;
  /** A rejection that nobody has mended for so long is dead. Our default: 30 days. */
  readonly mendWithinMs?: number;
  /** Whether the time can be believed by which rejections are given up. Our default: always. */
  readonly mayGiveUp?: () => Promise<boolean>;
}

/** Our defaults, in one place. */
export const deliveryDefaults = {
  inParallel: 16,
  leaseMs: 15_000,
  pollMs: 250,
  askEveryMs: 30_000,
  unreadableMax: 20,
  mendWithinMs: 30 * 24 * 3_600_000,
  mayGiveUp: () => Promise.resolve(true),
  backoff: defaultBackoff,
  breaker: defaultBreaker,
  closedForMs: () => 0,
  isPaused: () => Promise.resolve(false),
  faultsKnown: () => Promise.resolve(new Map()),
  publicityOver: () => Promise.resolve(new Map()),
  onRest: () => Promise.resolve(),
  asRecorded: (_push: Push, outcome: Outcome) => Promise.resolve(outcome),
} as const;

/**
 * Takes pushes of one endpoint out of the outbox and delivers them, until stopped. One deliverer per endpoint: a body that
 * is down holds up nobody else. Several processes may run one for the same endpoint.
 *
 * - On an error: the push waits and is tried again; the others go on.
 * - On `stop()`: takes nothing new, lets what is under way finish for `graceMs`, writes down how it ended.
 * - On a pulled plug: leases run out, the pushes are sent or asked about again and recognised by their key.
 */
export class Deliverer {
  private readonly options: Required<Omit<DelivererOptions, 'way'>> & Pick<DelivererOptions, 'way'>;
  private readonly batch: number;
  private readonly collector: Collector;
  private readonly before: BeforeSending;
  private readonly breaker: Breaker;

  private readonly underWay = new Set<Promise<void>>();
  private readonly unsettled: Settlement[] = [];
  private readonly abort = new AbortController();
  private settling: Promise<void> | undefined;
  private running: Promise<void> | undefined;
  /** One after the other, so that what was said last stands. */
  private telling: Promise<void> = Promise.resolve();
  private stopping = false;
  private rouse: () => void = () => undefined;

  constructor(options: DelivererOptions) {
    this.options = { ...deliveryDefaults, ...options };
    this.batch = options.endpoint.batch ?? 1;
    const { onRest, onTrouble } = this.options;
    const breaker = new Breaker(this.options.breaker, undefined, (rest) => {
      this.telling = this.telling
        .then(() => onRest(rest))
        .catch((error: unknown) => {
          onTrouble(error);
          breaker.untold();
        });
    });
    this.breaker = breaker;
    this.before = new BeforeSending({
      ...this.options,
      onHeard: (holdings) => {
        breaker.heard(holdings);
      },
    });
    this.collector = new Collector(this.options, this.abort.signal, () => {
      this.rouse(); // the next push of these lanes may be due
    });
  }

  start(): void {
    this.running ??= Promise.all([this.run(), this.collector.run()]).then(() => undefined);
  }

  /** There may be work: look now instead of at the next poll. */
  wake(): void {
    this.rouse();
  }

  /** Resolves when nothing is under way any more. What lasts longer than `graceMs` is broken off and counts as failed. */
  async stop(graceMs = 5_000): Promise<void> {
    this.stopping = true;
    this.rouse();
    this.collector.stop();
    const timer = setTimeout(() => {
      this.abort.abort(new Error('the deliverer is stopping'));
    }, graceMs);
    await this.running;
    clearTimeout(timer);
  }

  private async run(): Promise<void> {
    while (!this.isStopping()) {
      const roused = this.roused();
      const claimedAt = performance.now();
      const claimed = await this.claim();
      if (claimed.length === 0) {
        this.breaker.over();
        await roused;
        continue;
      }
      // Past its lease a push may be in other hands: a late request could then overtake the lane's next push.
      const leftMs = Math.max(0, Math.floor(claimedAt + this.options.leaseMs - performance.now()));
      const whileOurs = AbortSignal.any([this.abort.signal, AbortSignal.timeout(leftMs)]);
      setMaxListeners(0, whileOurs); // every request of this claim listens
      for (let from = 0; from < claimed.length; from += this.batch) {
        this.begin(claimed.slice(from, from + this.batch), whileOurs);
      }
    }
    while (this.underWay.size > 0) await Promise.all(this.underWay);
    await this.settling;
    await this.telling;
  }

  /** Claims only when half of the places are free, so that claims come in handfuls and not one by one. */
  private async claim(): Promise<ClaimedTurn[]> {
    const { outbox, endpoint, inParallel, leaseMs, closedForMs, isPaused, onTrouble } = this.options;
    const free = inParallel - this.underWay.size;
    if (free * 2 < inParallel || closedForMs() > 0) return [];
    const requests = this.breaker.let(free);
    if (requests === 0) return [];
    try {
      if (await isPaused()) return [];
      return await outbox.claim(endpoint.name, requests * this.batch, leaseMs);
    } catch (error) {
      onTrouble(error);
      return [];
    }
  }

  private begin(claimed: readonly ClaimedTurn[], whileOurs: AbortSignal): void {
    const delivery = this.deliver(claimed, whileOurs)
      .then((settlements) => {
        this.settle(settlements);
      })
      .finally(() => {
        this.breaker.over();
        this.underWay.delete(delivery);
      });
    this.underWay.add(delivery);
  }

  private async deliver(claimed: readonly ClaimedTurn[], whileOurs: AbortSignal): Promise<Settlement[]> {
    const startedAt = performance.now();
    const { way } = this.options;
    const decided = await this.decided(claimed, whileOurs);
    const answers = await this.send(
      claimed.filter(({ push }) => !decided.has(push.pushId)),
      whileOurs,
    );
    return Promise.all(
      claimed.map(async (one): Promise<Settlement> => {
        const { push, attempt, leaseId } = one;
        const decision = decided.get(push.pushId);
        const said = this.lastStraw(one, decision?.ended ?? answers.get(push.pushId) ?? noAnswer);
        const ended = await this.recorded(one, said);
        const doubt = ended === decision?.ended ? { inDoubt: decision.inDoubt } : this.doubtOf(one, ended);
        const common = { pushId: push.pushId, attempt, leaseId, tookMs: performance.now() - startedAt, ...doubt };
        switch (ended.outcome) {
          case 'sent':
            return { ...common, ...ended, ...(way !== undefined && { way }), retryAfterMs: this.options.askEveryMs };
          case 'failed':
          case 'unreadable':
            return { ...common, ...ended, retryAfterMs: this.waitAfter(one, ended) };
          default:
            return { ...common, ...ended };
        }
      }),
    );
  }

  /** Nothing is sent of what could not be looked at once more. */
  private async decided(claimed: readonly ClaimedTurn[], signal: AbortSignal): Promise<ReadonlyMap<string, Decision>> {
    try {
      return await this.before.decide(claimed, signal);
    } catch (error) {
      this.options.onTrouble(error);
      const ended: Failed = { outcome: 'failed', reason: reasonOf(error), arrived: 'no' };
      return new Map(claimed.map(({ push, inDoubt }) => [push.pushId, { ended, inDoubt }]));
    }
  }

  /** What never reached the body leaves the doubt as it was. */
  private doubtOf({ inDoubt }: ClaimedTurn, ended: Said): { readonly inDoubt?: boolean } {
    return ended.outcome === 'failed' && ended.arrived === 'no' ? { inDoubt } : {};
  }

  private waitAfter({ attempt }: ClaimedTurn, ended: Said): number {
    const wait = retryAfterMs(attempt, Math.random(), this.options.backoff);
    return ended.outcome === 'failed' ? Math.max(wait, ended.retryAfterMs ?? 0) : wait;
  }

  /** @returns the answer to each, by push id */
  private async send(claimed: readonly ClaimedTurn[], signal: AbortSignal): Promise<ReadonlyMap<string, Answer>> {
    if (claimed.length === 0) return new Map();
    const pushes = claimed.map(({ push }) => push);
    try {
      const answers = await this.options.endpoint.send(pushes, signal);
      if (answers.length !== pushes.length) throw new Error(`${answers.length} answers for ${pushes.length} pushes`);
      this.breaker.heard(answers);
      const held = holdable(answers); // words of others, on their way into facts and rows
      return new Map(pushes.map(({ pushId }, index) => [pushId, held[index] ?? noAnswer]));
    } catch (error) {
      this.options.onTrouble(error);
      this.breaker.heard([]);
      return new Map(pushes.map(({ pushId }) => [pushId, { outcome: 'failed', reason: reasonOf(error) }]));
    }
  }

  /** One unreadable answer too many, and the push is dead. */
  private lastStraw({ unreadable }: ClaimedTurn, answer: Said): Said {
    if (answer.outcome !== 'unreadable' || unreadable + 1 < this.options.unreadableMax) return answer;
    return { outcome: 'dead', because: 'unreadable-answers', unreadable: unreadable + 1 };
  }

  /** The fact before the row. */
  private async recorded({ push, redrives }: ClaimedTurn, answer: Said): Promise<Said> {
    if (!isOutcome(answer)) return answer;
    try {
      await this.options.onOutcome(push, answer, redrives);
      return await this.options.asRecorded(push, answer, redrives);
    } catch (error) {
      this.options.onTrouble(error);
      return { outcome: 'failed', reason: reasonOf(error) };
    }
  }

  /** Everything that ends while one statement is being written is settled by the next one. */
  private settle(settlements: readonly Settlement[]): void {
    this.unsettled.push(...settlements);
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
      this.rouse(); // places are free, and the next push of these lanes may be due
    }
  }

  /** Resolves when there may be work: after a wake-up, or when it is time to look. */
  private roused(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.options.pollMs);
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

/** How it ended, one way or another. */
type Said = Answer | Outcome | Stays | Awaits;

const noAnswer: Answer = { outcome: 'failed', reason: 'the endpoint gave no answer for this push' };

/** Is it a fact? The others leave the push where it is. */
const isOutcome = (said: Said): said is Outcome =>
  !['sent', 'failed', 'unreadable', 'stays', 'awaits'].includes(said.outcome);

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
