import { type Context, transact } from '@app/event-store';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { CLOCK, type Clock, EVENT_LOG, type EventLog, Receipt } from '../application';
import { PersonalPapers } from '../personal-data';
import { IDENTITY_TYPES } from '../shared';
import { creditSubject, receiptIdOf, register, streamOf } from './domain/credit-subject';
import { type CreditSubjectPaper, readCreditSubjectPaper } from './domain/credit-subject-paper';
import { personalInRegistration } from './domain/personal-content';
import { SUBJECT_TYPES } from './domain/credit-subject.events';

export class RegisterCreditSubjectDto implements CreditSubjectPaper {
  @ApiProperty({ description: '名称' }) @IsString() @MaxLength(400) name!: string;
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
  @ApiProperty({ description: '主体类别', enum: Object.keys(SUBJECT_TYPES) })
  @IsString()
  @MaxLength(40)
  subjectType!: string;
  @ApiPropertyOptional({ description: '法定代表人' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  legalRepresentative?: string;
  @ApiProperty({ description: '行政区划代码', example: '131003' }) @IsString() @MaxLength(20) areaCode!: string;
  @ApiProperty({ description: '行政区划', example: '广阳区' }) @IsString() @MaxLength(200) areaName!: string;
}

/**
 * 登记信用主体. Refusals: those of `readCreditSubjectPaper`, `personal-data-key-missing`, `personal-data-erased`, then
 * `exists-with-different-content`.
 */
export class RegisterCreditSubject extends Command<Receipt> {
  constructor(
    readonly body: CreditSubjectPaper,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(RegisterCreditSubject)
export class RegisterCreditSubjectHandler implements ICommandHandler<RegisterCreditSubject> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly papers: PersonalPapers,
  ) {}

  async execute({ body, context }: RegisterCreditSubject): Promise<Receipt> {
    const read = readCreditSubjectPaper(body, this.papers.subjectIdOf);
    const place = { stream: streamOf(read.subjectId), type: 'CreditSubjectRegistered' } as const;
    const { sealed, plain } = await this.papers.seal(read, personalInRegistration, place);
    const decide = register(sealed, this.clock.today(), plain);
    const done = await transact(this.log, place.stream, creditSubject, decide, context, { answeredBy: [place.type] });
    return new Receipt(receiptIdOf(read.subjectId), done);
  }
}
