import { type Context, transact } from '@app/event-store';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { CLOCK, type Clock, EVENT_LOG, type EventLog, Receipt } from '../application';
import { commitment, record, streamOf } from './domain/commitment';
import { VERIFICATION_RESULTS } from './domain/commitment.events';
import { type CommitmentPaper, readCommitmentPaper } from './domain/commitment-paper';

/** A commitment with what became of it so far; sent again with its result once there is one. */
export class RecordCommitmentDto implements CommitmentPaper {
  @ApiProperty({ description: '承诺书编号' }) @IsString() @MaxLength(256) commitmentNumber!: string;
  @ApiProperty({ description: '场所名称' }) @IsString() @MaxLength(400) subjectName!: string;
  @ApiProperty({ description: '统一社会信用代码' }) @IsString() @MaxLength(64) uscc!: string;
  @ApiProperty({ description: '承诺事项' }) @IsString() @MaxLength(4_000) matter!: string;
  @ApiProperty({ description: '承诺日期', example: '2026-05-06' }) @IsString() @MaxLength(40) madeOn!: string;
  @ApiProperty({ description: '核查期限', example: '2026-06-03' })
  @IsString()
  @MaxLength(40)
  verificationDueOn!: string;
  @ApiPropertyOptional({ description: '核查日期；未核查则不填' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  verifiedOn?: string;
  @ApiProperty({ description: '核查结果', enum: VERIFICATION_RESULTS }) @IsString() @MaxLength(20) result!: string;
  @ApiPropertyOptional({ description: '失实情形；核查结果为失实时必填' })
  @IsOptional()
  @IsString()
  @MaxLength(4_000)
  falseDetail?: string;
  @ApiProperty({ description: '是否情节严重', enum: ['是', '否'] }) @IsString() @MaxLength(20) serious!: string;
}

/** 记录告知承诺及核查结果. Refusals: those of `readCommitmentPaper`, then `exists-with-different-content`. */
export class RecordCommitment extends Command<Receipt> {
  constructor(
    readonly body: CommitmentPaper,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(RecordCommitment)
export class RecordCommitmentHandler implements ICommandHandler<RecordCommitment> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ body, context }: RecordCommitment): Promise<Receipt> {
    const wanted = readCommitmentPaper(body, this.clock.today());
    const { commitmentId } = wanted.made;
    const done = await transact(this.log, streamOf(commitmentId), commitment, record(wanted), context, {
      answeredBy: [wanted.verification?.type ?? 'CommitmentMade'],
    });
    return new Receipt(commitmentId, done);
  }
}
