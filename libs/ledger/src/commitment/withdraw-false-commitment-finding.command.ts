import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, Order, type Receipt, Text } from '../application';
import { commitment, withdrawFinding } from './domain/commitment';
import { type FindingWithdrawalPaper, readFindingWithdrawal } from './domain/finding-withdrawal-paper';

export class WithdrawFalseCommitmentFindingDto implements FindingWithdrawalPaper {
  @Text('撤回决定文号', 256) documentNumber!: string;
  @Text('撤回日期', 40) withdrawnOn!: string;
  @Text('撤回理由', 4_000) reason!: string;
}

/** 撤回承诺失实认定. Refusals: those of `readFindingWithdrawal`, then those of `withdrawFinding`. */
export class WithdrawFalseCommitmentFinding extends Order<WithdrawFalseCommitmentFindingDto> {}

@CommandHandler(WithdrawFalseCommitmentFinding)
export class WithdrawFalseCommitmentFindingHandler implements ICommandHandler<WithdrawFalseCommitmentFinding> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: WithdrawFalseCommitmentFinding): Promise<Receipt> {
    const withdrawal = { commitmentId: id, ...readFindingWithdrawal(body, this.desk.today) };
    return this.desk.record(commitment, id, withdrawFinding(withdrawal), context, 'FalseCommitmentFindingWithdrawn');
  }
}
