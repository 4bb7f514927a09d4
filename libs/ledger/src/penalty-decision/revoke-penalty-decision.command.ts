import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, Order, type Receipt, Text } from '../application';
import { PersonalPapers } from '../personal-data';
import { penaltyDecision, revoke, streamOf } from './domain/penalty-decision';
import { personalInOutcome } from './domain/personal-content';
import { readRevocation, type RevocationPaper, subjectOf } from './domain/revocation-paper';

export class RevokePenaltyDecisionDto implements RevocationPaper {
  @Text('撤销决定文号', 256) documentNumber!: string;
  @Text('撤销日期', 40) revokedOn!: string;
  @Text('撤销理由', 4_000) reason!: string;
  @Text('撤销机关', 400) authorityName!: string;
  @Text('撤销机关统一社会信用代码', 64) authorityCode!: string;
}

/**
 * 撤销行政处罚决定. Refusals: those of `readRevocation`, `personal-data-key-missing`, `personal-data-erased`, then
 * those of `revoke`.
 */
export class RevokePenaltyDecision extends Order<RevokePenaltyDecisionDto> {}

@CommandHandler(RevokePenaltyDecision)
export class RevokePenaltyDecisionHandler implements ICommandHandler<RevokePenaltyDecision> {
  constructor(
    private readonly desk: Desk,
    private readonly papers: PersonalPapers,
  ) {}

  async execute({ id, body, context }: RevokePenaltyDecision): Promise<Receipt> {
    const subjectId = subjectOf(await this.desk.stateOf(penaltyDecision, id));
    const wanted = { decisionId: id, ...readRevocation(body, this.desk.today, subjectId) };
    const place = { stream: streamOf(id), type: 'PenaltyDecisionRevoked' } as const;
    const { sealed } = await this.papers.seal({ subjectId, reason: wanted.reason }, personalInOutcome, place);
    const decide = revoke({ ...wanted, reason: sealed.reason });
    return this.desk.record(penaltyDecision, id, decide, context, place.type);
  }
}
