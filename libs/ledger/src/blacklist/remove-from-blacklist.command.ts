import { type Context, transact } from '@app/event-store';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { CLOCK, type Clock, EVENT_LOG, type EventLog, Receipt } from '../application';
import {
  normaliseName,
  notInFuture,
  optional,
  parseDay,
  parseDocumentTitle,
  parseUscc,
  readField,
  requiredText,
} from '../shared';
import { blacklistListing, remove, streamOf } from './domain/blacklist-listing';
import { REMOVAL_REASONS, type RemovalReason } from './domain/blacklist-listing.events';

const reasons = Object.keys(REMOVAL_REASONS);

export class RemoveFromBlacklistDto {
  @ApiProperty({ description: '移出原因：期满、提前、撤销', enum: reasons }) @IsIn(reasons) reason!: RemovalReason;
  @ApiProperty({ description: '移出日期' }) @IsString() @MaxLength(40) removedOn!: string;
  @ApiPropertyOptional({ description: '移出决定书文号；期满移出可不填' })
  @IsOptional()
  @IsString()
  @MaxLength(256)
  decisionNumber?: string;
  @ApiProperty({ description: '移出机关' }) @IsString() @MaxLength(400) removalBody!: string;
  @ApiProperty({ description: '移出机关统一社会信用代码' }) @IsString() @MaxLength(64) removalBodyCode!: string;
  @ApiProperty({ description: '说明' }) @IsString() @MaxLength(4_000) explanation!: string;
}

/** 移出. Refusals: those of the fields, then those of `remove`. */
export class RemoveFromBlacklist extends Command<Receipt> {
  constructor(
    readonly listingId: string,
    readonly body: RemoveFromBlacklistDto,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(RemoveFromBlacklist)
export class RemoveFromBlacklistHandler implements ICommandHandler<RemoveFromBlacklist> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ listingId, body, context }: RemoveFromBlacklist): Promise<Receipt> {
    const wanted = {
      listingId,
      reason: body.reason,
      removedOn: readField('removedOn', () => notInFuture(parseDay(body.removedOn), this.clock.today())),
      decisionNumber: readField('decisionNumber', () =>
        body.reason === 'expiry'
          ? optional(body.decisionNumber, parseDocumentTitle)
          : parseDocumentTitle(body.decisionNumber ?? ''),
      ),
      removalBody: readField('removalBody', () => normaliseName(requiredText(body.removalBody, 200))),
      removalBodyCode: readField('removalBodyCode', () => parseUscc(body.removalBodyCode)),
      explanation: readField('explanation', () => requiredText(body.explanation)),
    };
    const done = await transact(this.log, streamOf(listingId), blacklistListing, remove(wanted), context, {
      answeredBy: ['SubjectRemovedFromBlacklist'],
    });
    return new Receipt(listingId, done);
  }
}
