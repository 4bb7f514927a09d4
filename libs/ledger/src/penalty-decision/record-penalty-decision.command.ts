import { type Context, transact } from '@app/event-store';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { CLOCK, type Clock, EVENT_LOG, type EventLog, Receipt } from '../application';
import { PersonalPapers } from '../personal-data';
import { IDENTITY_TYPES } from '../shared';
import { penaltyDecision, record, streamOf } from './domain/penalty-decision';
import { SUBJECT_CATEGORIES } from './domain/penalty-decision.events';
import { type PenaltyPaper, readPenaltyPaper } from './domain/penalty-paper';
import { personalInDecision } from './domain/personal-content';

/** Fields of the double-publicity penalty record (regulations 7.2) in our words; amounts in 万元 as decimal text. */
export class RecordPenaltyDecisionDto implements PenaltyPaper {
  @ApiProperty({ description: '行政相对人名称' }) @IsString() @MaxLength(400) subjectName!: string;
  @ApiProperty({ description: '行政相对人类别', enum: SUBJECT_CATEGORIES })
  @IsString()
  @MaxLength(40)
  subjectCategory!: string;
  @ApiPropertyOptional({ description: '统一社会信用代码；自然人不填' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  uscc?: string;
  @ApiPropertyOptional({ description: '证件类型；仅自然人', enum: IDENTITY_TYPES })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  identityType?: string;
  @ApiPropertyOptional({ description: '证件号码；仅自然人，加密保存' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  identityNumber?: string;
  @ApiPropertyOptional({ description: '法定代表人' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  legalRepresentative?: string;
  @ApiProperty({ description: '行政处罚决定书文号' }) @IsString() @MaxLength(256) documentNumber!: string;
  @ApiProperty({ description: '违法行为类型' }) @IsString() @MaxLength(4_000) violationType!: string;
  @ApiProperty({ description: '违法事实' }) @IsString() @MaxLength(8_000) facts!: string;
  @ApiProperty({ description: '处罚依据' }) @IsString() @MaxLength(4_000) legalBasis!: string;
  @ApiProperty({ description: '处罚类别，多项以分号分隔', example: '罚款;责令停产停业' })
  @IsString()
  @MaxLength(400)
  penaltyKinds!: string;
  @ApiProperty({ description: '处罚内容' }) @IsString() @MaxLength(4_000) penaltyContent!: string;
  @ApiPropertyOptional({ description: '罚款金额（万元）', example: '2.050000' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  fineWan?: string;
  @ApiPropertyOptional({ description: '没收违法所得、没收非法财物的金额（万元）' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  confiscatedWan?: string;
  @ApiPropertyOptional({ description: '暂扣或吊销证照名称及编号' })
  @IsOptional()
  @IsString()
  @MaxLength(400)
  licence?: string;
  @ApiProperty({ description: '处罚决定日期', example: '2026-05-06' }) @IsString() @MaxLength(40) decidedOn!: string;
  @ApiPropertyOptional({ description: '处罚有效期' }) @IsOptional() @IsString() @MaxLength(40) effectiveUntil?: string;
  @ApiPropertyOptional({ description: '公示截止期；不填则按规则计算' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  publicUntil?: string;
  @ApiProperty({ description: '处罚机关' }) @IsString() @MaxLength(400) authorityName!: string;
  @ApiProperty({ description: '处罚机关统一社会信用代码' }) @IsString() @MaxLength(64) authorityCode!: string;
  @ApiPropertyOptional({ description: '数据来源单位；不填则为处罚机关' })
  @IsOptional()
  @IsString()
  @MaxLength(400)
  sourceName?: string;
  @ApiPropertyOptional({ description: '数据来源单位统一社会信用代码' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  sourceCode?: string;
  @ApiPropertyOptional({ description: '备注' }) @IsOptional() @IsString() @MaxLength(8_000) remark?: string;
  @ApiPropertyOptional({ description: '程序：普通或简易', enum: ['ordinary', 'simple'] })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  procedure?: string;
}

/**
 * 记录行政处罚决定. Refusals: those of `readPenaltyPaper`, `personal-data-key-missing`, `personal-data-erased`, then
 * `exists-with-different-content`.
 */
export class RecordPenaltyDecision extends Command<Receipt> {
  constructor(
    readonly body: PenaltyPaper,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(RecordPenaltyDecision)
export class RecordPenaltyDecisionHandler implements ICommandHandler<RecordPenaltyDecision> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly papers: PersonalPapers,
  ) {}

  async execute({ body, context }: RecordPenaltyDecision): Promise<Receipt> {
    const read = readPenaltyPaper(body, this.clock.today(), this.papers.subjectIdOf);
    const place = { stream: streamOf(read.decisionId), type: 'PenaltyDecisionRecorded' } as const;
    const { sealed, plain } = await this.papers.seal(read, personalInDecision, place);
    const done = await transact(this.log, place.stream, penaltyDecision, record(sealed, plain), context, {
      answeredBy: [place.type],
    });
    return new Receipt(read.decisionId, done);
  }
}
