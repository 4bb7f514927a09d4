import { type Context, transact } from '@app/event-store';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { CLOCK, type Clock, EVENT_LOG, type EventLog, Receipt } from '../application';
import { notInFuture, parseDay, readField, requiredText } from '../shared';
import { blacklistListing, receiveDefence, streamOf } from './domain/blacklist-listing';

export class ReceiveDefenceDto {
  @ApiProperty({ description: '收到日期' }) @IsString() @MaxLength(40) receivedOn!: string;
  @ApiProperty({ description: '陈述申辩意见' }) @IsString() @MaxLength(8_000) summary!: string;
}

/** 收到陈述申辩. Refusals: those of the fields, then those of `receiveDefence`. */
export class ReceiveDefence extends Command<Receipt> {
  constructor(
    readonly listingId: string,
    readonly body: ReceiveDefenceDto,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(ReceiveDefence)
export class ReceiveDefenceHandler implements ICommandHandler<ReceiveDefence> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ listingId, body, context }: ReceiveDefence): Promise<Receipt> {
    const wanted = {
      listingId,
      receivedOn: readField('receivedOn', () => notInFuture(parseDay(body.receivedOn), this.clock.today())),
      summary: readField('summary', () => requiredText(body.summary)),
    };
    const done = await transact(this.log, streamOf(listingId), blacklistListing, receiveDefence(wanted), context, {
      answeredBy: ['ListingDefenceReceived'],
    });
    return new Receipt(listingId, done);
  }
}
