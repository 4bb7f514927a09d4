import { type Context, transact } from '@app/event-store';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { CLOCK, type Clock, EVENT_LOG, type EventLog, Receipt } from '../application';
import { majorFireHazard, record, streamOf } from './domain/major-fire-hazard';
import { JUDGING_METHODS, SUPERVISION_LEVELS } from './domain/major-fire-hazard.events';
import { type MajorFireHazardPaper, readMajorFireHazardPaper } from './domain/major-fire-hazard-paper';

/** A hazard with what became of it so far; sent again with its closing date once there is one. */
export class RecordMajorFireHazardDto implements MajorFireHazardPaper {
  @ApiProperty({ description: '隐患编号' }) @IsString() @MaxLength(256) hazardNumber!: string;
  @ApiProperty({ description: '单位名称' }) @IsString() @MaxLength(400) subjectName!: string;
  @ApiProperty({ description: '统一社会信用代码' }) @IsString() @MaxLength(64) uscc!: string;
  @ApiProperty({ description: '判定日期', example: '2026-05-06' }) @IsString() @MaxLength(40) judgedOn!: string;
  @ApiProperty({ description: '判定标准', example: 'GB 35181-2025' }) @IsString() @MaxLength(40) standard!: string;
  @ApiProperty({ description: '判定方式', enum: JUDGING_METHODS }) @IsString() @MaxLength(20) method!: string;
  @ApiProperty({ description: '挂牌督办级别', enum: SUPERVISION_LEVELS })
  @IsString()
  @MaxLength(20)
  supervisionLevel!: string;
  @ApiProperty({ description: '整改期限', example: '2026-09-06' }) @IsString() @MaxLength(40) rectifyBy!: string;
  @ApiPropertyOptional({ description: '销案日期；未销案则不填' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  closedOn?: string;
}

/** 记录重大火灾隐患. Refusals: those of `readMajorFireHazardPaper`, then `exists-with-different-content`. */
export class RecordMajorFireHazard extends Command<Receipt> {
  constructor(
    readonly body: MajorFireHazardPaper,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(RecordMajorFireHazard)
export class RecordMajorFireHazardHandler implements ICommandHandler<RecordMajorFireHazard> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ body, context }: RecordMajorFireHazard): Promise<Receipt> {
    const wanted = readMajorFireHazardPaper(body, this.clock.today());
    const { hazardId } = wanted.judged;
    const done = await transact(this.log, streamOf(hazardId), majorFireHazard, record(wanted), context, {
      answeredBy: [wanted.rectified ? 'MajorFireHazardRectified' : 'MajorFireHazardListedForSupervision'],
    });
    return new Receipt(hazardId, done);
  }
}
