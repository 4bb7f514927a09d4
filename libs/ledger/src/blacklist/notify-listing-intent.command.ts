import { type Context, transact } from '@app/event-store';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { CLOCK, type Clock, EVENT_LOG, type EventLog, Receipt } from '../application';
import { notInFuture, parseDay, parseDocumentTitle, readField, requiredText } from '../shared';
import { blacklistListing, notifyIntent, streamOf } from './domain/blacklist-listing';

export class NotifyListingIntentDto {
  @ApiProperty({ description: '列入告知书文号' }) @IsString() @MaxLength(256) noticeNumber!: string;
  @ApiProperty({ description: '送达日期' }) @IsString() @MaxLength(40) servedOn!: string;
  @ApiProperty({ description: '事由' }) @IsString() @MaxLength(4_000) reasons!: string;
  @ApiProperty({ description: '拟列入依据' }) @IsString() @MaxLength(4_000) legalBasis!: string;
}

/** 列入告知. Refusals: those of the fields, then those of `notifyIntent`. */
export class NotifyListingIntent extends Command<Receipt> {
  constructor(
    readonly listingId: string,
    readonly body: NotifyListingIntentDto,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(NotifyListingIntent)
export class NotifyListingIntentHandler implements ICommandHandler<NotifyListingIntent> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ listingId, body, context }: NotifyListingIntent): Promise<Receipt> {
    const wanted = {
      listingId,
      noticeNumber: readField('noticeNumber', () => parseDocumentTitle(body.noticeNumber)),
      servedOn: readField('servedOn', () => notInFuture(parseDay(body.servedOn), this.clock.today())),
      reasons: readField('reasons', () => requiredText(body.reasons)),
      legalBasis: readField('legalBasis', () => requiredText(body.legalBasis)),
    };
    const done = await transact(this.log, streamOf(listingId), blacklistListing, notifyIntent(wanted), context, {
      answeredBy: ['ListingIntentNotified'],
    });
    return new Receipt(listingId, done);
  }
}
