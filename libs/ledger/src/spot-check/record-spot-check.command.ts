import { type Context, transact } from '@app/event-store';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { CLOCK, type Clock, EVENT_LOG, type EventLog, Receipt } from '../application';
import { record, spotCheck, streamOf } from './domain/spot-check';
import { SPOT_CHECK_RESULTS } from './domain/spot-check.events';
import { readSpotCheckPaper, type SpotCheckPaper } from './domain/spot-check-paper';

export class RecordSpotCheckDto implements SpotCheckPaper {
  @ApiProperty({ description: '抽查计划编号', example: '2026-SSJ-4' }) @IsString() @MaxLength(256) planNumber!: string;
  @ApiProperty({ description: '抽查任务编号', example: '2026-RW-1' }) @IsString() @MaxLength(256) taskNumber!: string;
  @ApiProperty({ description: '单位名称' }) @IsString() @MaxLength(400) subjectName!: string;
  @ApiProperty({ description: '统一社会信用代码' }) @IsString() @MaxLength(64) uscc!: string;
  @ApiProperty({ description: '检查日期', example: '2026-05-06' }) @IsString() @MaxLength(40) checkedOn!: string;
  @ApiProperty({ description: '检查机关' }) @IsString() @MaxLength(400) authorityName!: string;
  @ApiProperty({ description: '检查结果', enum: SPOT_CHECK_RESULTS }) @IsString() @MaxLength(100) result!: string;
}

/** 记录双随机抽查结果. Refusals: those of `readSpotCheckPaper`, then `exists-with-different-content`. */
export class RecordSpotCheck extends Command<Receipt> {
  constructor(
    readonly body: SpotCheckPaper,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(RecordSpotCheck)
export class RecordSpotCheckHandler implements ICommandHandler<RecordSpotCheck> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ body, context }: RecordSpotCheck): Promise<Receipt> {
    const wanted = readSpotCheckPaper(body, this.clock.today());
    const done = await transact(this.log, streamOf(wanted.spotCheckId), spotCheck, record(wanted), context, {
      answeredBy: ['SpotCheckRecorded'],
    });
    return new Receipt(wanted.spotCheckId, done);
  }
}
