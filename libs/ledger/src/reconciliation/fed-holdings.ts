import type { EventLog } from '@app/event-store';
import {
  type AsIfTold,
  type BodyHoldings,
  FedSides,
  type HeldRow,
  passedOn,
  type PassedOn,
  type ToldContent,
} from '@app/outbox';
import { Inject, Injectable } from '@nestjs/common';
import type { ClientBase } from 'pg';
import { CLOCK, type Clock, EVENT_LOG, Rules } from '../application';
import { historiesUpTo, keyOfLane, lanesOf, PublicationEnds, pushesOf, type ReceivingBody } from '../push';
import type { Day } from '../shared';
import type { Expected } from './domain/difference';
import { isRecord } from './domain/standing';
import { expectedOf, standingFields } from './expected';

/** Who feeds a body, and what the body would be told if nobody did. */
export interface Fed {
  readonly by: string;
  readonly asIfTold: ReceivingBody;
}

/** So long the feeding body has for passing on what it was told. Our default: no rule says it. */
const passesOnWithinMs = 24 * 60 * 60_000;

interface FedBody {
  readonly holdings: BodyHoldings;
  readonly fed: Fed;
  readonly fingerprintOf: (push: ToldContent) => Promise<string | null>;
  readonly client: Pick<ClientBase, 'query'>;
  readonly signal: AbortSignal;
}

/** Both sides of a body that another one feeds. */
export interface BothSides {
  readonly told: AsyncIterable<readonly Expected[]>;
  readonly held: AsyncIterable<readonly HeldRow[]>;
  readonly close: () => Promise<void>;
}

/**
 * What a body ought to hold that another one feeds: what the table says of the events that the feeding body was told of, as if this one had
 * been told. It has no receipts of ours, and need not keep what was only said of a record; how the record stands has to follow.
 */
@Injectable()
export class FedHoldings {
  constructor(
    @Inject(EVENT_LOG) private readonly log: Pick<EventLog, 'readStream'>,
    @Inject(Rules) private readonly rules: Pick<Rules, 'book'>,
    @Inject(PublicationEnds) private readonly ends: Pick<PublicationEnds, 'filledIn'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Reads the body first and our own side after it: what it was passed on meanwhile is known here then, and what has to be there was told a day
   * before. So no difference needs a second look.
   */
  async sides(of: FedBody, today: Day): Promise<BothSides> {
    const sides = new FedSides(of.client, standingFields);
    await sides.open();
    const longBefore = new Date(this.clock.now().getTime() - passesOnWithinMs);
    for await (const page of of.holdings.pages(of.signal)) await sides.addHeld(page, paperOf);
    for await (const page of passedOn(of.client, of.fed.by, longBefore)) {
      of.signal.throwIfAborted();
      await sides.addTold(await this.asIfTold(page, of));
    }
    await sides.pair();
    return { told: this.expected(sides, today), held: sides.held(), close: () => sides.close() };
  }

  private async asIfTold(
    events: readonly PassedOn[],
    { fed, fingerprintOf }: Pick<FedBody, 'fed' | 'fingerprintOf'>,
  ): Promise<readonly AsIfTold[]> {
    const histories = await historiesUpTo(this.log, events);
    const told = histories.flatMap((history, at) =>
      pushesOf(fed.asIfTold, this.rules.book, history).map((push) => ({ push, arrived: events[at]?.long ?? false })),
    );
    return Promise.all(
      told.map(async ({ push, arrived }) => ({
        push,
        arrived,
        paper: keyOfLane(push.lane),
        fingerprint: await fingerprintOf(push),
      })),
    );
  }

  private async *expected(sides: FedSides, today: Day): AsyncGenerator<readonly Expected[]> {
    for await (const page of sides.told()) {
      const filled = await this.ends.filledIn(page);
      yield page.map(({ push, fingerprint, arrived, isHeld }, at): Expected => {
        const { story } = filled[at] ?? { story: [] };
        const expected = expectedOf({ push, receiptNumber: null, story, isToBeRestored: false }, fingerprint, today);
        const effect = story.find(({ key }) => key === push.key)?.effect;
        const isMissed = effect !== undefined && isRecord(effect) && expected.standing === 'shown';
        return { ...expected, presence: arrived && (isHeld || isMissed) ? 'must' : 'may' };
      });
    }
  }
}

const paperOf = (row: HeldRow): string | undefined => {
  const [lane] = lanesOf(row);
  return lane === undefined ? undefined : keyOfLane(lane);
};
