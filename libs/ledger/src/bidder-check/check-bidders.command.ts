import { isDeepStrictEqual } from 'node:util';
import { type Context, type EventLog, fold, transact } from '@app/event-store';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { CLOCK, type Clock, EVENT_LOG, Rules } from '../application';
import { type CreditDossier, Dossiers, type Reading } from '../credit-dossier';
import { answerFor, type Asked, dossiersFor, CreditStatusView, noAnswer, toCreditStatusView } from '../credit-status';
import type { RuleBook } from '../rule-set';
import { derivedId, mayBePersonalNumber, normaliseName, normaliseText, parseUscc, Refusal } from '../shared';
import { answer, bidderCheck, streamOf } from './domain/bidder-check';

export const biddersMax = 2_000;

export class BidderDto {
  @ApiProperty({ description: '统一社会信用代码' }) @IsString() @MaxLength(64) uscc!: string;
  @ApiPropertyOptional({ description: '名称；填写则核对名称与代码是否相符' })
  @IsOptional()
  @IsString()
  @MaxLength(400)
  name?: string;
}

export class CheckBiddersDto {
  @ApiProperty({ type: [BidderDto], description: `投标人，最多${biddersMax}家` })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(biddersMax)
  @ValidateNested({ each: true })
  @Type(() => BidderDto)
  bidders!: BidderDto[];
}

export const NAME_MATCHES = ['current', 'former', 'mismatch', 'not-given', 'not-checked'] as const;

/** One bidder's answer: the status as every channel gives it, or why this row could not be answered. */
export class BidderAnswer extends CreditStatusView {
  @ApiProperty({ description: '第几行，从1起' }) row!: number;
  @ApiProperty({ type: String, nullable: true, description: '所填名称' }) nameGiven!: string | null;
  @ApiProperty({ enum: NAME_MATCHES, description: '所填名称：现用名、曾用名、不符、未填、未核对' })
  nameMatch!: (typeof NAME_MATCHES)[number];
  @ApiProperty({ type: String, nullable: true, description: '本行的问题代码；没有问题时为 null' }) error!:
    string | null;
}

export class BidderCheckAnswer {
  @ApiProperty({ format: 'uuid', description: '核查编号，凭此调阅' }) checkId!: string;
  @ApiProperty({ description: '询问时间（UTC）' }) askedAt!: string;
  @ApiProperty({ description: '所有行共同依据的台账位置' }) position!: number;
  @ApiProperty({ type: [BidderAnswer] }) rows!: BidderAnswer[];
}

/**
 * 核查投标人: one consistent position for all rows; a row in error does not stop the rest. Question and answer are recorded,
 * so that both can be proved later; the same command id gets the first answer again. A row with what may be somebody's number
 * where the code should stand is answered as wrong, and neither number nor name is kept or given back.
 *
 * Refusals: `command-id-reused` (same id, other bidders), `read-model-unavailable`.
 */
export class CheckBidders extends Command<BidderCheckAnswer> {
  constructor(
    readonly bidders: readonly BidderDto[],
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(CheckBidders)
export class CheckBiddersHandler implements ICommandHandler<CheckBidders> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly dossiers: Dossiers,
    private readonly rules: Rules,
  ) {}

  async execute({ bidders, context }: CheckBidders): Promise<BidderCheckAnswer> {
    const checkId = derivedId('bidderCheck', context.actor.unitCode, context.commandId);
    const before = await this.answered(checkId);
    if (before) return sameQuestion(before, bidders);

    const read = bidders.map(readBidder);
    const now = this.clock.now().toISOString();
    const times: Omit<Asked, 'subjectId'> = { validAt: this.clock.today(), knownAt: now };
    const codes = read.flatMap(({ uscc, error }) => (error === null ? [uscc] : []));
    const reading = await dossiersFor(this.dossiers, times, codes);
    const data = {
      subjectId: null,
      checkId,
      askedAt: now,
      askedOn: times.validAt,
      position: reading.stand.position,
      rows: read.map((bidder, index) => ({ row: index + 1, ...toAnswer(this.rules.book, bidder, times, reading) })),
    };
    await transact(this.log, streamOf(checkId), bidderCheck, answer(data), context, {
      answeredBy: ['BidderCheckAnswered'],
    });
    const { askedAt, position, rows } = data;
    return { checkId, askedAt, position, rows };
  }

  /** An earlier answer, exactly as it was given; undefined when there is none. */
  async answered(checkId: string): Promise<BidderCheckAnswer | undefined> {
    const state = fold(bidderCheck, await this.log.readStream(streamOf(checkId)));
    if (state.status === 'absent') return undefined;
    const { askedAt, position, rows } = state.answer;
    return { checkId, askedAt, position, rows: rows as BidderAnswer[] };
  }
}

interface ReadBidder {
  readonly uscc: string;
  readonly nameGiven: string | null;
  readonly error: string | null;
}

function readBidder({ uscc, name }: BidderDto): ReadBidder {
  const given = normaliseName(name ?? '') || null;
  const nameGiven = given !== null && mayBePersonalNumber(given) ? '［未保存］' : given;
  try {
    return { uscc: parseUscc(uscc), nameGiven, error: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...kept(normaliseText(uscc), nameGiven), error: error.code };
  }
}

/** Question and answer stay in the log for good: a number in the wrong column does not, nor the name that goes with it. */
function kept(written: string, nameGiven: string | null): Pick<ReadBidder, 'uscc' | 'nameGiven'> {
  if (!mayBePersonalNumber(written)) return { uscc: written, nameGiven };
  return { uscc: '［疑为证件号码，未保存］', nameGiven: nameGiven === null ? null : '［未保存］' };
}

/** A name that does not go with the code: the wrong unit may have been asked for, so nothing is said about either. */
function toAnswer(
  rules: RuleBook,
  { uscc, nameGiven, error }: ReadBidder,
  times: Omit<Asked, 'subjectId'>,
  reading: Reading<CreditDossier | undefined>,
): Omit<BidderAnswer, 'row'> {
  const asked = { subjectId: uscc, ...times };
  const cannot = (reason: string) => toCreditStatusView(noAnswer(rules, asked, reading.stand, reason));
  if (error !== null) {
    return { ...cannot(error), nameGiven, nameMatch: 'not-checked', error };
  }
  const found = toCreditStatusView(answerFor(rules, asked, reading.of(uscc)));
  if (nameGiven === null) return { ...found, nameGiven, nameMatch: 'not-given', error: null };
  if (found.name === null) return { ...found, nameGiven, nameMatch: 'not-checked', error: null };
  if (normaliseName(found.name) === nameGiven) return { ...found, nameGiven, nameMatch: 'current', error: null };
  if (found.formerNames.some((former) => normaliseName(former) === nameGiven)) {
    return { ...found, nameGiven, nameMatch: 'former', error: null };
  }
  const mismatch = 'name-code-mismatch';
  return { ...cannot(mismatch), nameGiven, nameMatch: 'mismatch', error: mismatch };
}

function sameQuestion(before: BidderCheckAnswer, bidders: readonly BidderDto[]): BidderCheckAnswer {
  const asked = bidders.map(readBidder).map(({ uscc, nameGiven }) => [uscc, nameGiven]);
  const then = before.rows.map(({ uscc, nameGiven }) => [uscc, nameGiven]);
  if (!isDeepStrictEqual(asked, then)) throw new Refusal('command-id-reused', {}, 'Idempotency-Key');
  return before;
}
