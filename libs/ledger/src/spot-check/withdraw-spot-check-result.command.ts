import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, Order, type Receipt, Text } from '../application';
import { readResultWithdrawal, type ResultWithdrawalPaper } from './domain/result-withdrawal-paper';
import { spotCheck, withdraw } from './domain/spot-check';

export class WithdrawSpotCheckResultDto implements ResultWithdrawalPaper {
  @Text('撤回决定文号', 256) documentNumber!: string;
  @Text('撤回日期', 40) withdrawnOn!: string;
  @Text('撤回理由', 4_000) reason!: string;
}

/** 撤回抽查结果. Refusals: those of `readResultWithdrawal`, then those of `withdraw`. */
export class WithdrawSpotCheckResult extends Order<WithdrawSpotCheckResultDto> {}

@CommandHandler(WithdrawSpotCheckResult)
export class WithdrawSpotCheckResultHandler implements ICommandHandler<WithdrawSpotCheckResult> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: WithdrawSpotCheckResult): Promise<Receipt> {
    const wanted = { spotCheckId: id, ...readResultWithdrawal(body, this.desk.today) };
    return this.desk.record(spotCheck, id, withdraw(wanted), context, 'SpotCheckResultWithdrawn');
  }
}
