import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, OptionalText, Order, type Receipt, Text } from '../application';
import { creditSubject, otherNameIn } from '../credit-subject';
import { PersonalPapers } from '../personal-data';
import { type PenaltyCorrectionPaper, readPenaltyCorrection } from './domain/correction-paper';
import { correct, penaltyDecision, streamOf } from './domain/penalty-decision';
import { personalInCorrection } from './domain/personal-content';
import { subjectOf } from './domain/revocation-paper';

/** What was recorded otherwise than the paper says; a field that is left out stands as it is. What is imposed is changed by a paper (变更). */
export class CorrectPenaltyDecisionDto implements PenaltyCorrectionPaper {
  @Text('更正理由', 4_000, { example: '录入时漏填法定代表人' }) reason!: string;
  @OptionalText('行政相对人名称', 400) subjectName?: string;
  @OptionalText('法定代表人；不由登记机关公示的，须一并填写', 200) legalRepresentative?: string;
  @OptionalText('违法行为类型', 4_000) violationType?: string;
  @OptionalText('违法事实', 8_000) facts?: string;
  @OptionalText('处罚依据', 4_000) legalBasis?: string;
  @OptionalText('暂扣或吊销证照名称及编号', 400) licence?: string;
  @OptionalText('处罚机关', 400) authorityName?: string;
  @OptionalText('数据来源单位', 400) sourceName?: string;
  @OptionalText('备注', 8_000) remark?: string;
}

/**
 * 更正行政处罚决定的记录. Refusals: those of `readPenaltyCorrection`, `personal-data-key-missing`, `personal-data-erased`, then those of
 * `correct`, `name-of-another-unit`.
 */
export class CorrectPenaltyDecision extends Order<PenaltyCorrectionPaper> {}

@CommandHandler(CorrectPenaltyDecision)
export class CorrectPenaltyDecisionHandler implements ICommandHandler<CorrectPenaltyDecision> {
  constructor(
    private readonly desk: Desk,
    private readonly papers: PersonalPapers,
  ) {}

  async execute({ id, body, context }: CorrectPenaltyDecision): Promise<Receipt> {
    const state = await this.desk.stateOf(penaltyDecision, id);
    const subjectId = subjectOf(state);
    const read = readPenaltyCorrection(body, state);
    const otherName =
      read.subjectName === null
        ? undefined
        : otherNameIn(await this.desk.stateOf(creditSubject, subjectId), read.subjectName);
    const place = { stream: streamOf(id), type: 'PenaltyDecisionCorrected' } as const;
    const { sealed } = await this.papers.seal({ ...read, subjectId }, personalInCorrection, place);
    const wanted = { ...read, ...sealed, decisionId: id, correctedOn: this.desk.today };
    return this.desk.record(penaltyDecision, id, correct(wanted, otherName), context, place.type);
  }
}
