import { type Context, transact } from '@app/event-store';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { CLOCK, type Clock, EVENT_LOG, type EventLog, Receipt } from '../application';
import { missingCommitment, recordMissing, streamOf } from './domain/missing-commitment';
import { type MissingCommitmentPaper, readMissingCommitmentPaper } from './domain/missing-commitment-paper';

export class RecordMissingCommitmentDto implements MissingCommitmentPaper {
  @ApiProperty({ description: '场所名称' }) @IsString() @MaxLength(400) subjectName!: string;
  @ApiProperty({ description: '统一社会信用代码' }) @IsString() @MaxLength(64) uscc!: string;
  @ApiProperty({ description: '认定文书文号' }) @IsString() @MaxLength(256) documentNumber!: string;
  @ApiProperty({ description: '发现日期' }) @IsString() @MaxLength(40) foundOn!: string;
  @ApiPropertyOptional({ description: '情形说明' }) @IsOptional() @IsString() @MaxLength(4_000) detail?: string;
  @ApiProperty({ description: '认定机关' }) @IsString() @MaxLength(400) authorityName!: string;
  @ApiProperty({ description: '认定机关统一社会信用代码' }) @IsString() @MaxLength(64) authorityCode!: string;
}

/** 记录未作承诺即投入使用、营业. Refusals: those of `readMissingCommitmentPaper`, then `exists-with-different-content`. */
export class RecordMissingCommitment extends Command<Receipt> {
  constructor(
    readonly body: MissingCommitmentPaper,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(RecordMissingCommitment)
export class RecordMissingCommitmentHandler implements ICommandHandler<RecordMissingCommitment> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ body, context }: RecordMissingCommitment): Promise<Receipt> {
    const wanted = readMissingCommitmentPaper(body, this.clock.today());
    const stream = streamOf(wanted.findingId);
    const done = await transact(this.log, stream, missingCommitment, recordMissing(wanted), context, {
      answeredBy: ['CommitmentMissing'],
    });
    return new Receipt(wanted.findingId, done);
  }
}
