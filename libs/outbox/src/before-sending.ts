import { holdable } from '@app/text';
import type {
  Answer,
  Endpoint,
  Failed,
  Fault,
  Held,
  Holding,
  NothingThere,
  Over,
  Overtaken,
  Unreadable,
} from './endpoint';
import { inOneTurn } from './in-one-turn';
import { type Fate, fateOf, type LanePlace } from './lane';
import type { Awaits, ClaimedTurn, Outbox, Stays } from './outbox';
import type { Push } from './push';

/** What is to be written down of a push that is not sent. */
export interface Decision {
  readonly ended: Answer | Held | Overtaken | Over | NothingThere | Stays | Awaits;
  /** Whether the body may have it. */
  readonly inDoubt: boolean;
}

export interface BeforeSendingOptions {
  readonly endpoint: Pick<Endpoint, 'askByKey' | 'faultsOf'>;
  readonly outbox: Pick<Outbox, 'pushes'>;
  /** What we ourselves know of pushes that their body would refuse, by push id: asked once for all that are about to leave. */
  readonly faultsKnown?: (pushes: readonly Push[]) => Promise<ReadonlyMap<string, readonly Fault[]>>;
  /** Whose publicity is over, by push id, with its last day: asked once for all that are about to leave. */
  readonly publicityOver?: (pushes: readonly Push[]) => Promise<ReadonlyMap<string, string>>;
  readonly onTrouble: (error: unknown) => void;
  /** Told what every asking brought; nothing at all when it threw. */
  readonly onHeard: (holdings: readonly Holding[]) => void;
}

/**
 * Looks once more at pushes before they leave: what their lanes have come to since they were queued, what the body holds of them
 * already, whether it may still show them, and what it would refuse about them.
 */
export class BeforeSending {
  /** A body that takes one at a time has as many requests under way as may be: all of them look together. */
  private readonly allKnown: (pushes: readonly Push[]) => Promise<KnownFaults>;
  private readonly allOver: (pushes: readonly Push[]) => Promise<LastDays>;

  constructor(private readonly options: BeforeSendingOptions) {
    const { faultsKnown, publicityOver } = options;
    this.allKnown = faultsKnown ? inOneTurn(faultsKnown) : () => Promise.resolve(new Map());
    this.allOver = publicityOver ? inOneTurn(publicityOver) : () => Promise.resolve(new Map());
  }

  /** @returns what becomes of those that are not sent, by push id; the others leave */
  async decide(claimed: readonly ClaimedTurn[], signal: AbortSignal): Promise<ReadonlyMap<string, Decision>> {
    const fates = claimed.map((one) => ({ one, fate: fateOf(one.push.pushId, one.lane) }));
    const holdings = await this.holdings(fates, signal);
    const decisions = new Map<string, Decision>();
    const decide = (one: ClaimedTurn, ended: Decision['ended'] | undefined) => {
      if (ended) decisions.set(one.push.pushId, { ended, inDoubt: isStillInDoubt(one, holdings) });
      return ended !== undefined;
    };
    const wanted = fates.flatMap(({ one, fate }) => (decide(one, this.decision(one, fate, holdings)) ? [] : [one]));
    const over = await this.publicityOver(wanted.map(({ push }) => push));
    const leaving = wanted.filter((one) => !decide(one, endedBy(over, one)));
    const checked = leaving.filter(({ unchecked }) => !unchecked);
    const known = await this.faultsKnown(checked.map(({ push }) => push));
    for (const one of checked) decide(one, 'outcome' in known ? known : await this.held(one, known));
    return decisions;
  }

  /** What the body holds of what is in doubt and of what is spoken of; by push id, empty where nobody can be asked. */
  private async holdings(
    fates: readonly { readonly one: ClaimedTurn; readonly fate: Fate }[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Holding>> {
    const { endpoint, outbox, onTrouble, onHeard } = this.options;
    if (!endpoint.askByKey) return new Map();
    const own = fates.flatMap(({ one, fate }) => (one.inDoubt && fate.fate !== 'wait' ? [one.push] : []));
    const spokenOf = fates.flatMap(({ fate }) => (fate.fate === 'nothing-there' ? fate.of : []));
    if (own.length + spokenOf.length === 0) return new Map();
    const asked = [...own, ...(spokenOf.length > 0 ? await outbox.pushes(spokenOf) : [])];
    try {
      const said = await endpoint.askByKey(asked, signal);
      if (said.length !== asked.length) throw new Error(`${said.length} answers for ${asked.length} keys`);
      onHeard(said);
      return new Map(holdable(said).map((holding, index) => [asked[index]?.pushId ?? '', holding]));
    } catch (error) {
      onTrouble(error);
      onHeard([]);
      const failed: Failed = { outcome: 'failed', reason: error instanceof Error ? error.message : String(error) };
      return new Map(asked.map(({ pushId }) => [pushId, failed]));
    }
  }

  private decision(
    one: ClaimedTurn,
    fate: Fate,
    holdings: ReadonlyMap<string, Holding>,
  ): Answer | Overtaken | NothingThere | Stays | Awaits | undefined {
    if (fate.fate === 'wait') return { outcome: 'stays' };
    const own = holdings.get(one.push.pushId);
    if (own && own.outcome !== 'absent' && !(own.outcome === 'rejected' && fate.fate !== 'send')) return own;
    switch (fate.fate) {
      case 'send':
        return one.awaits === null ? undefined : { outcome: 'awaits' };
      case 'overtaken':
      case 'mended':
        return { outcome: fate.fate, by: fate.by };
      case 'nothing-there': {
        const isUnasked = ({ pushId, inDoubt }: LanePlace) =>
          inDoubt && fate.of.includes(pushId) && !holdings.has(pushId);
        if (one.lane.some(isUnasked)) return undefined; // it may have arrived, and nobody can say
        const there = fate.of.flatMap((pushId) => holdings.get(pushId) ?? []);
        const unknown = there.find(isNoWord);
        if (unknown) return { outcome: 'failed', reason: `what it speaks of: ${unknown.reason}` };
        const holds = there.some(({ outcome }) => outcome === 'acknowledged' || outcome === 'sent');
        return holds ? undefined : { outcome: 'nothing-there', revives: fate.revives };
      }
    }
  }

  private async publicityOver(pushes: readonly Push[]): Promise<LastDays | Failed> {
    if (pushes.length === 0) return new Map();
    try {
      return await this.allOver(pushes);
    } catch (error) {
      return this.couldNotCheck(error);
    }
  }

  private async faultsKnown(pushes: readonly Push[]): Promise<KnownFaults | Failed> {
    if (pushes.length === 0) return new Map();
    try {
      return await this.allKnown(pushes);
    } catch (error) {
      return this.couldNotCheck(error);
    }
  }

  private async held({ push }: ClaimedTurn, known: KnownFaults): Promise<Held | Failed | undefined> {
    try {
      const faults = [...((await this.options.endpoint.faultsOf?.(push)) ?? []), ...(known.get(push.pushId) ?? [])];
      return faults.length > 0 ? { outcome: 'held', faults } : undefined;
    } catch (error) {
      return this.couldNotCheck(error);
    }
  }

  private couldNotCheck(error: unknown): Failed {
    this.options.onTrouble(error);
    return { outcome: 'failed', reason: `the check failed: ${String(error)}`, arrived: 'no' };
  }
}

type KnownFaults = ReadonlyMap<string, readonly Fault[]>;
type LastDays = ReadonlyMap<string, string>;

function endedBy(over: LastDays | Failed, { push }: ClaimedTurn): Over | Failed | undefined {
  if ('outcome' in over) return over;
  const through = over.get(push.pushId);
  return through === undefined ? undefined : { outcome: 'overtaken', through };
}

const isNoWord = (holding: Holding): holding is Failed | Unreadable =>
  holding.outcome === 'failed' || holding.outcome === 'unreadable';

/** Doubt ends by the body's word alone. */
function isStillInDoubt({ inDoubt, push }: ClaimedTurn, holdings: ReadonlyMap<string, Holding>): boolean {
  const own = holdings.get(push.pushId);
  return inDoubt && (own === undefined || isNoWord(own));
}
