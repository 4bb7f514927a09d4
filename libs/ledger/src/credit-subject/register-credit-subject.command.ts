import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, OptionalText, type Receipt, Submission, Text } from '../application';
import { PersonalPapers } from '../personal-data';
import { IDENTITY_TYPES } from '../shared';
import { creditSubject, register, streamOf } from './domain/credit-subject';
import { SUBJECT_TYPES } from './domain/credit-subject.events';
import { type CreditSubjectPaper, readCreditSubjectPaper } from './domain/credit-subject-paper';
import { personalInRegistration } from './domain/personal-content';

export class RegisterCreditSubjectDto implements CreditSubjectPaper {
  @Text('名称', 400) name!: string;
  @OptionalText('统一社会信用代码；自然人不填', 64) uscc?: string;
  @OptionalText('证件类型；仅自然人', 40, { enum: IDENTITY_TYPES }) identityType?: string;
  @OptionalText('证件号码；仅自然人，加密保存', 64) identityNumber?: string;
  @Text('主体类别', 40, { enum: Object.keys(SUBJECT_TYPES) }) subjectType!: string;
  @OptionalText('法定代表人', 200) legalRepresentative?: string;
  @Text('行政区划代码', 20, { example: '131003' }) areaCode!: string;
  @Text('行政区划', 200, { example: '广阳区' }) areaName!: string;
}

/**
 * 登记信用主体. Refusals: those of `readCreditSubjectPaper`, `personal-data-key-missing`, `personal-data-erased`, then
 * `exists-with-different-content`.
 */
export class RegisterCreditSubject extends Submission<CreditSubjectPaper> {}

@CommandHandler(RegisterCreditSubject)
export class RegisterCreditSubjectHandler implements ICommandHandler<RegisterCreditSubject> {
  constructor(
    private readonly desk: Desk,
    private readonly papers: PersonalPapers,
  ) {}

  async execute({ body, context }: RegisterCreditSubject): Promise<Receipt> {
    const read = readCreditSubjectPaper(body, this.papers.subjectIdOf, this.desk.today);
    const place = { stream: streamOf(read.subjectId), type: 'CreditSubjectRegistered' } as const;
    const { sealed, plain } = await this.papers.seal(read, personalInRegistration, place);
    const decide = register(sealed, this.desk.today, plain);
    return this.desk.record(creditSubject, read.subjectId, decide, context, place.type);
  }
}
