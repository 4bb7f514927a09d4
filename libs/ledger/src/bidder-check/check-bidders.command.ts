import { setImmediate } from 'node:timers/promises';
import { CommandIdReused, type Context, type EventLog, transact } from '@app/event-store';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CLOCK, type Clock, EVENT_LOG, Rules } from '../application';
import { Dossiers } from '../credit-dossier';
import { dossiersFor } from '../credit-status';
import { dayOfInstant, derivedId, Refusal } from '../shared';
import { answerBidder } from './answer-bidder';
import { BidderChecks } from './bidder-checks';
import { type Bidder, bidderLimits, readBidder, type ReadBidder } from './domain/bidder';
import { answer, type BidderCheck, bidderCheck, firstAnswer, streamOf } from './domain/bidder-check';
import type { BidderRow } from './domain/bidder-check.events';

/**
 * Bidders in one check. All of its events are appended together, and EventStoreDB takes 1 MiB at once: packed, 2,000 rows come to
 * 0.2 to 0.6 MB (one to eight contributions each), 10,000 rows to 1.1 MB and more, which is refused there.
 */
export const biddersMax = 10_000;

/** Rows answered before others get a turn: some milliseconds. Our choice. */
export const rowsAtOnce = 100;

/** What a body says of one bidder (`read-bidders.ts`). */
export class BidderDto implements Bidder {
  @ApiProperty({ description: `统一社会信用代码；超过${bidderLimits.uscc}字的一行按有误答复` }) uscc!: string;
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: `名称；填写则核对名称与代码是否相符，超过${bidderLimits.name}字的一行按有误答复`,
  })
  name?: string;
}

export class CheckBiddersDto {
  @ApiProperty({ type: [BidderDto], minItems: 1, maxItems: biddersMax, description: `投标人，最多${biddersMax}家` })
  bidders!: BidderDto[];
}

/**
 * 核查投标人: one consistent position for all rows; a row in error does not stop the rest. Question and answer are recorded,
 * so that both can be proved later; the same command id gets the first answer again. A row that may hold a personal
 * number in place of the code is answered as wrong, and neither number nor name is kept or given back.
 *
 * Refusal: `command-id-reused` (same id, other bidders). Errors: those of the read models and of `transact`.
 */
export class CheckBidders extends Command<BidderCheck> {
  constructor(
    readonly bidders: readonly Bidder[],
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(CheckBidders)
export class CheckBiddersHandler implements ICommandHandler<CheckBidders> {
  private readonly underWay = new Map<string, Promise<BidderCheck>>();

  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly dossiers: Dossiers,
    private readonly rules: Rules,
    private readonly checks: BidderChecks,
  ) {}

  /** The same question that comes while it is being answered waits for that answer. */
  async execute({ bidders, context }: CheckBidders): Promise<BidderCheck> {
    const checkId = checkIdOf(context, context.commandId);
    const read = bidders.map(readBidder);
    const underWay = this.underWay.get(checkId);
    if (underWay) return firstAnswer(await underWay, read);
    const answered = this.firstOrNew(checkId, read, context);
    this.underWay.set(checkId, answered);
    try {
      return await answered;
    } finally {
      this.underWay.delete(checkId);
    }
  }

  private async firstOrNew(checkId: string, read: readonly ReadBidder[], context: Context): Promise<BidderCheck> {
    const before = (await this.checks.answered(checkId)) ?? (await this.formerly(context));
    if (before) return firstAnswer(before, read);

    const check = await this.answerAll(checkId, read);
    try {
      await transact(this.log, streamOf(checkId), bidderCheck, answer(check), context, {
        answeredBy: ['BidderCheckAnswered'],
      });
    } catch (error) {
      // Said twice at once: the other one was recorded first, at another instant, and is the answer.
      const first =
        error instanceof CommandIdReused || isTaken(error) ? await this.checks.answered(checkId) : undefined;
      if (first) return firstAnswer(first, read);
      throw error;
    }
    return check;
  }

  /** What the same key of this unit was answered before keys of callers had a name space of their own. */
  private formerly({ actor, formerCommandId }: Context): Promise<BidderCheck | undefined> {
    if (formerCommandId === undefined) return Promise.resolve(undefined);
    return this.checks.answered(checkIdOf({ actor }, formerCommandId));
  }

  /** Every row from one snapshot. A long list is answered in slices, so that nobody else has to wait for the end of it. */
  private async answerAll(checkId: string, bidders: readonly ReadBidder[]): Promise<BidderCheck> {
    const askedAt = this.clock.now().toISOString();
    const askedOn = dayOfInstant(askedAt);
    const asked = bidders.flatMap(({ uscc, error }) => (error === null ? [uscc] : []));
    const times = { validAt: askedOn, knownAt: null, askedAt };
    const reading = await dossiersFor(this.dossiers, times, asked);
    const { book } = this.rules;
    const rows: BidderRow[] = [];
    for (const [index, bidder] of bidders.entries()) {
      if (index % rowsAtOnce === 0) await setImmediate();
      rows.push(answerBidder(book, index + 1, bidder, times, reading));
    }
    return { checkId, askedAt, askedOn, position: reading.stand.position, rows };
  }
}

const checkIdOf = ({ actor }: Pick<Context, 'actor'>, commandId: string): string =>
  derivedId('bidderCheck', actor.unitCode, commandId);

const isTaken = (error: unknown): boolean => error instanceof Refusal && error.code === 'bidder-check-exists';
