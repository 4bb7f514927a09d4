import { type Context, transact } from '@app/event-store';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { CLOCK, type Clock, EVENT_LOG, type EventLog, Receipt } from '../application';
import { notInFuture, parseDay, readField, requiredText } from '../shared';
import { blacklistListing, dismiss, streamOf } from './domain/blacklist-listing';

export class DismissCandidateDto {
  @ApiProperty({ description: '不予列入日期' }) @IsString() @MaxLength(40) dismissedOn!: string;
  @ApiProperty({ description: '理由' }) @IsString() @MaxLength(4_000) reason!: string;
}

/** 不予列入. Refusals: those of the fields, then those of `dismiss`. */
export class DismissCandidate extends Command<Receipt> {
  constructor(
    readonly listingId: string,
    readonly body: DismissCandidateDto,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(DismissCandidate)
export class DismissCandidateHandler implements ICommandHandler<DismissCandidate> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ listingId, body, context }: DismissCandidate): Promise<Receipt> {
    const wanted = {
      listingId,
      dismissedOn: readField('dismissedOn', () => notInFuture(parseDay(body.dismissedOn), this.clock.today())),
      reason: readField('reason', () => requiredText(body.reason)),
    };
    const done = await transact(this.log, streamOf(listingId), blacklistListing, dismiss(wanted), context, {
      answeredBy: ['ListingCandidateDismissed'],
    });
    return new Receipt(listingId, done);
  }
}
