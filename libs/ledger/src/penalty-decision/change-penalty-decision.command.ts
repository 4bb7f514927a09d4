import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, OptionalText, Order, type Receipt, Text } from '../application';
import { PersonalPapers } from '../personal-data';
import { type PenaltyChangePaper, readPenaltyChange } from './domain/outcome-paper';
import { change, penaltyDecision, streamOf } from './domain/penalty-decision';
import { personalInChange } from './domain/personal-content';
import { subjectOf } from './domain/revocation-paper';

/** All that is imposed from the day of the change on, also what stays as it was; amounts in 万元 as decimal text. */
export class ChangePenaltyDecisionDto implements PenaltyChangePaper {
  @Text('变更决定文号', 256) documentNumber!: string;
  @Text('变更日期', 40) changedOn!: string;
  @Text('变更理由', 4_000) reason!: string;
  @Text('变更机关', 400) authorityName!: string;
  @Text('变更机关统一社会信用代码', 64) authorityCode!: string;
  @Text('变更后的处罚类别，多项以分号分隔', 400, { example: '罚款' }) penaltyKinds!: string;
  @Text('变更后的处罚内容', 4_000) penaltyContent!: string;
  @OptionalText('变更后的罚款金额（万元）', 40, { example: '1.000000' }) fineWan?: string;
  @OptionalText('变更后的没收违法所得、没收非法财物的金额（万元）', 40) confiscatedWan?: string;
  @OptionalText('变更后的处罚有效期', 40) effectiveUntil?: string;
}

/**
 * 变更行政处罚决定. Refusals: those of `readPenaltyChange`, `personal-data-key-missing`, `personal-data-erased`, then those of
 * `change`.
 */
export class ChangePenaltyDecision extends Order<PenaltyChangePaper> {}

@CommandHandler(ChangePenaltyDecision)
export class ChangePenaltyDecisionHandler implements ICommandHandler<ChangePenaltyDecision> {
  constructor(
    private readonly desk: Desk,
    private readonly papers: PersonalPapers,
  ) {}

  async execute({ id, body, context }: ChangePenaltyDecision): Promise<Receipt> {
    const subjectId = subjectOf(await this.desk.stateOf(penaltyDecision, id));
    const read = readPenaltyChange(body, this.desk.today, subjectId);
    const place = { stream: streamOf(id), type: 'PenaltyDecisionChanged' } as const;
    const { sealed } = await this.papers.seal({ ...read, subjectId }, personalInChange, place);
    const { reason, penaltyContent } = sealed;
    const decide = change(this.desk.rules, { ...read, decisionId: id, reason, penaltyContent }, read.penaltyContent);
    return this.desk.record(penaltyDecision, id, decide, context, place.type);
  }
}
