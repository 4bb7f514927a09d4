import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, OptionalText, type Receipt, Submission, Text } from '../application';
import { creditSubject, otherNameIn } from '../credit-subject';
import { PersonalPapers } from '../personal-data';
import { IDENTITY_TYPES } from '../shared';
import { contradictionIn } from './domain/contradictions';
import { decisionIdsOf, penaltyDecision, record, streamOf } from './domain/penalty-decision';
import { PROCEDURES, SUBJECT_CATEGORIES } from './domain/penalty-decision.events';
import { type PenaltyPaper, readPenaltyPaper } from './domain/penalty-paper';
import { personalInDecision } from './domain/personal-content';

/** Fields of the double-publicity penalty record (regulations 7.2) in our words; amounts in 万元 as decimal text. */
export class RecordPenaltyDecisionDto implements PenaltyPaper {
  @Text('行政相对人名称', 400) subjectName!: string;
  @Text('行政相对人类别', 40, { enum: SUBJECT_CATEGORIES }) subjectCategory!: string;
  @OptionalText('统一社会信用代码；自然人不填', 64) uscc?: string;
  @OptionalText('证件类型；仅自然人', 40, { enum: IDENTITY_TYPES }) identityType?: string;
  @OptionalText('证件号码；仅自然人，加密保存', 64) identityNumber?: string;
  @OptionalText('法定代表人', 200) legalRepresentative?: string;
  @Text('行政处罚决定书文号', 256) documentNumber!: string;
  @Text('违法行为类型', 4_000) violationType!: string;
  @Text('违法事实', 8_000) facts!: string;
  @Text('处罚依据', 4_000) legalBasis!: string;
  @Text('处罚类别，多项以分号分隔', 400, { example: '罚款;责令停产停业' }) penaltyKinds!: string;
  @Text('处罚内容', 4_000) penaltyContent!: string;
  @OptionalText('罚款金额（万元）', 40, { example: '2.050000' }) fineWan?: string;
  @OptionalText('没收违法所得、没收非法财物的金额（万元）', 40) confiscatedWan?: string;
  @OptionalText('暂扣或吊销证照名称及编号', 400) licence?: string;
  @Text('处罚决定日期', 40, { example: '2026-05-06' }) decidedOn!: string;
  @OptionalText('处罚有效期', 40) effectiveUntil?: string;
  @OptionalText('公示截止期；不填则按规则计算', 40) publicUntil?: string;
  @Text('处罚机关', 400) authorityName!: string;
  @Text('处罚机关统一社会信用代码', 64) authorityCode!: string;
  @OptionalText('数据来源单位；不填则为处罚机关', 400) sourceName?: string;
  @OptionalText('数据来源单位统一社会信用代码', 64) sourceCode?: string;
  @OptionalText('备注', 8_000) remark?: string;
  @OptionalText('程序：普通或简易', 20, { enum: PROCEDURES }) procedure?: string;
}

/**
 * 记录行政处罚决定. Refusals: those of `readPenaltyPaper`, `personal-data-key-missing`, `personal-data-erased`, then
 * `exists-with-different-content`, those of `contradictionIn`, `name-of-another-unit`.
 */
export class RecordPenaltyDecision extends Submission<PenaltyPaper> {}

@CommandHandler(RecordPenaltyDecision)
export class RecordPenaltyDecisionHandler implements ICommandHandler<RecordPenaltyDecision> {
  constructor(
    private readonly desk: Desk,
    private readonly papers: PersonalPapers,
  ) {}

  async execute({ body, context }: RecordPenaltyDecision): Promise<Receipt> {
    const written = readPenaltyPaper(this.desk.rules, body, this.desk.today, this.papers.subjectIdOf);
    const ids = decisionIdsOf(written.authorityCode, written.documentNumber);
    const [found, subject] = await Promise.all([
      this.desk.find(penaltyDecision, ids, written.decisionId),
      this.desk.stateOf(creditSubject, written.subjectId),
    ]);
    const contradiction = contradictionIn(this.desk.rules, written) ?? otherNameIn(subject, written.subjectName);
    const read = { ...written, decisionId: found.id };
    const place = { stream: streamOf(found.id), type: 'PenaltyDecisionRecorded' } as const;
    const { sealed, plain } = await this.papers.seal(read, personalInDecision, place);
    return this.desk.record(penaltyDecision, found, record(sealed, plain, contradiction), context, place.type);
  }
}
