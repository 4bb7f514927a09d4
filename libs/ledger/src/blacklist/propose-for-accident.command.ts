import { type Context, transact } from '@app/event-store';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { CLOCK, type Clock, EVENT_LOG, type EventLog, Receipt } from '../application';
import {
  normaliseName,
  notInFuture,
  parseDay,
  parseDocumentTitle,
  parseUscc,
  readField,
  requiredText,
} from '../shared';
import { blacklistListing, listingIdOf, propose, streamOf } from './domain/blacklist-listing';

/** 火灾事故责任 (measure 九): an investigation report finds a party liable. The other grounds are found by the ledger itself. */
export class ProposeForAccidentDto {
  @ApiProperty({ description: '统一社会信用代码' }) @IsString() @MaxLength(64) uscc!: string;
  @ApiProperty({ description: '单位名称' }) @IsString() @MaxLength(400) subjectName!: string;
  @ApiProperty({ description: '火灾事故调查报告文号' }) @IsString() @MaxLength(256) reportNumber!: string;
  @ApiProperty({ description: '调查报告日期' }) @IsString() @MaxLength(40) reportedOn!: string;
}

/** Refusals: those of the fields. The same report and subject again: the first answer. */
export class ProposeForAccident extends Command<Receipt> {
  constructor(
    readonly body: ProposeForAccidentDto,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(ProposeForAccident)
export class ProposeForAccidentHandler implements ICommandHandler<ProposeForAccident> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ body, context }: ProposeForAccident): Promise<Receipt> {
    const today = this.clock.today();
    const subjectId = readField('uscc', () => parseUscc(body.uscc));
    const subjectName = readField('subjectName', () => normaliseName(requiredText(body.subjectName, 200)));
    const document = readField('reportNumber', () => parseDocumentTitle(body.reportNumber));
    const reportedOn = readField('reportedOn', () => notInFuture(parseDay(body.reportedOn), today));
    const listingId = listingIdOf(subjectId, 'ACCIDENT_LIABILITY', document);
    const decide = propose({
      listingId,
      subjectId,
      subjectName,
      ground: 'ACCIDENT_LIABILITY',
      evidence: [{ eventId: null, document, occurredOn: reportedOn }],
      proposedOn: today,
    });
    const done = await transact(this.log, streamOf(listingId), blacklistListing, decide, context, {
      answeredBy: ['ListingCandidateProposed'],
    });
    return new Receipt(listingId, done);
  }
}
