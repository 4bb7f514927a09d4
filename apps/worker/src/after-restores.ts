import { mayHaveLeft, type Restoration, sequenceAt } from '@app/ledger';
import {
  type Answer,
  type ClaimedTurn,
  type Endpoint,
  type Fault,
  type Holding,
  type LaterAnswer,
  Outbox,
  type Push,
  type SentPush,
} from '@app/outbox';

/** What the log says of restores. */
type AskRestorations = () => Promise<Pick<Restoration, 'past'>>;

/**
 * The outbox of a ledger that was put back: what its rows say of events that came back may be of yesterday, so those messages are in doubt, and
 * their body is asked by key before one of them is sent.
 */
export class OutboxAfterRestores extends Outbox {
  constructor(
    private readonly restorations: AskRestorations,
    ...outbox: ConstructorParameters<typeof Outbox>
  ) {
    super(...outbox);
  }

  override async claim(endpoint: string, limit: number, leaseMs: number): Promise<ClaimedTurn[]> {
    const claimed = await super.claim(endpoint, limit, leaseMs);
    if (claimed.length === 0) return claimed;
    const restorations = await this.restorations();
    return claimed.map((turn) => (mayHaveLeft(restorations, turn.push.position) ? inDoubt(turn) : turn));
  }
}

function inDoubt(turn: ClaimedTurn): ClaimedTurn {
  const { pushId } = turn.push;
  return {
    ...turn,
    inDoubt: true,
    lane: turn.lane.map((place) => (place.pushId === pushId ? { ...place, inDoubt: true } : place)),
  };
}

/**
 * An endpoint whose body sees sequences that never go back: after a restore positions come again, and messages about the events that took the place
 * of lost ones go on behind all that it was told before.
 */
export class EndpointAfterRestores implements Endpoint {
  readonly name: string;
  readonly batch: number;
  readonly collect?: (sent: readonly SentPush[], signal: AbortSignal) => Promise<readonly LaterAnswer[]>;
  readonly askByKey?: (pushes: readonly Push[], signal: AbortSignal) => Promise<readonly Holding[]>;
  readonly faultsOf?: (push: Push) => Promise<readonly Fault[]>;

  constructor(
    private readonly endpoint: Endpoint,
    private readonly restorations: AskRestorations,
  ) {
    this.name = endpoint.name;
    this.batch = endpoint.batch ?? 1;
    if (endpoint.collect) this.collect = (sent, signal) => this.collectInSequence(sent, signal);
    if (endpoint.askByKey) this.askByKey = (pushes, signal) => this.askInSequence(pushes, signal);
    if (endpoint.faultsOf) this.faultsOf = (push) => this.faultsInSequence(push);
  }

  async send(pushes: readonly Push[], signal: AbortSignal): Promise<readonly Answer[]> {
    return this.endpoint.send(await this.inSequence(pushes), signal);
  }

  private async collectInSequence(sent: readonly SentPush[], signal: AbortSignal): Promise<readonly LaterAnswer[]> {
    const pushes = await this.inSequence(sent.map(({ push }) => push));
    const asked = sent.map((one, at) => ({ ...one, push: pushes[at] ?? one.push }));
    return (await this.endpoint.collect?.(asked, signal)) ?? [];
  }

  private async askInSequence(pushes: readonly Push[], signal: AbortSignal): Promise<readonly Holding[]> {
    return (await this.endpoint.askByKey?.(await this.inSequence(pushes), signal)) ?? [];
  }

  private async faultsInSequence(push: Push): Promise<readonly Fault[]> {
    const [said = push] = await this.inSequence([push]);
    return (await this.endpoint.faultsOf?.(said)) ?? [];
  }

  private async inSequence(pushes: readonly Push[]): Promise<readonly Push[]> {
    const restorations = await this.restorations();
    if (restorations.past.length === 0) return pushes;
    return pushes.map((push) => ({ ...push, position: sequenceAt(restorations, push.position) }));
  }
}
