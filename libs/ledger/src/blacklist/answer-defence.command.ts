import { type Context, transact } from '@app/event-store';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { CLOCK, type Clock, EVENT_LOG, type EventLog, Receipt } from '../application';
import { notInFuture, parseDay, parseDocumentTitle, readField, requiredText } from '../shared';
import { answerDefence, blacklistListing, streamOf } from './domain/blacklist-listing';
import { DEFENCE_OUTCOMES, type DefenceOutcome } from './domain/blacklist-listing.events';

export class AnswerDefenceDto {
  @ApiProperty({ description: '复核意见书文号' }) @IsString() @MaxLength(256) documentNumber!: string;
  @ApiProperty({ description: '答复日期' }) @IsString() @MaxLength(40) answeredOn!: string;
  @ApiProperty({ description: '采纳或不采纳', enum: DEFENCE_OUTCOMES })
  @IsIn(DEFENCE_OUTCOMES)
  outcome!: DefenceOutcome;
  @ApiProperty({ description: '理由' }) @IsString() @MaxLength(4_000) reasons!: string;
}

/** 复核答复. Refusals: those of the fields, then those of `answerDefence`. */
export class AnswerDefence extends Command<Receipt> {
  constructor(
    readonly listingId: string,
    readonly body: AnswerDefenceDto,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(AnswerDefence)
export class AnswerDefenceHandler implements ICommandHandler<AnswerDefence> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ listingId, body, context }: AnswerDefence): Promise<Receipt> {
    const wanted = {
      listingId,
      documentNumber: readField('documentNumber', () => parseDocumentTitle(body.documentNumber)),
      answeredOn: readField('answeredOn', () => notInFuture(parseDay(body.answeredOn), this.clock.today())),
      outcome: body.outcome,
      reasons: readField('reasons', () => requiredText(body.reasons)),
    };
    const done = await transact(this.log, streamOf(listingId), blacklistListing, answerDefence(wanted), context, {
      answeredBy: ['ListingDefenceAnswered'],
    });
    return new Receipt(listingId, done);
  }
}
