import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, Order, type Receipt, Text } from '../application';
import { PersonalPapers } from '../personal-data';
import { type OutcomeFindingPaper, readOutcomeFinding } from './domain/outcome-paper';
import { findVoid, penaltyDecision, streamOf } from './domain/penalty-decision';
import { personalInOutcome } from './domain/personal-content';
import { subjectOf } from './domain/revocation-paper';

export class FindPenaltyDecisionVoidDto implements OutcomeFindingPaper {
  @Text('确认无效的决定书、判决书文号', 256) documentNumber!: string;
  @Text('确认日期', 40) foundOn!: string;
  @Text('理由', 4_000) reason!: string;
  @Text('作出确认的机关', 400) authorityName!: string;
  @Text('作出确认的机关统一社会信用代码', 64) authorityCode!: string;
}

/**
 * 确认行政处罚决定无效. Refusals: those of `readOutcomeFinding`, `personal-data-key-missing`, `personal-data-erased`, then those of
 * `findVoid`.
 */
export class FindPenaltyDecisionVoid extends Order<FindPenaltyDecisionVoidDto> {}

@CommandHandler(FindPenaltyDecisionVoid)
export class FindPenaltyDecisionVoidHandler implements ICommandHandler<FindPenaltyDecisionVoid> {
  constructor(
    private readonly desk: Desk,
    private readonly papers: PersonalPapers,
  ) {}

  async execute({ id, body, context }: FindPenaltyDecisionVoid): Promise<Receipt> {
    const subjectId = subjectOf(await this.desk.stateOf(penaltyDecision, id));
    const read = readOutcomeFinding(body, this.desk.today, subjectId);
    const place = { stream: streamOf(id), type: 'PenaltyDecisionFoundVoid' } as const;
    const { sealed } = await this.papers.seal({ ...read, subjectId }, personalInOutcome, place);
    const decide = findVoid({ ...read, decisionId: id, reason: sealed.reason });
    return this.desk.record(penaltyDecision, id, decide, context, place.type);
  }
}
