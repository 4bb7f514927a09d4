import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, Order, type Receipt, Text } from '../application';
import { creditRepair } from './domain/credit-repair';
import { type ExtensionPaper, readExtension } from './domain/decision-paper';
import { extendAnswer } from './domain/repair-decision';

export class ExtendCreditRepairAnswerDto implements ExtensionPaper {
  @Text('决定延长的日期', 40) extendedOn!: string;
  @Text('理由', 4_000) reason!: string;
}

/** 延长答复. Refusals: those of `readExtension`, then those of `extendAnswer`. */
export class ExtendCreditRepairAnswer extends Order<ExtendCreditRepairAnswerDto> {}

@CommandHandler(ExtendCreditRepairAnswer)
export class ExtendCreditRepairAnswerHandler implements ICommandHandler<ExtendCreditRepairAnswer> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: ExtendCreditRepairAnswer): Promise<Receipt> {
    const wanted = { repairId: id, ...readExtension(body, this.desk.today) };
    return this.desk.record(
      creditRepair,
      id,
      extendAnswer(this.desk.rules, wanted),
      context,
      'CreditRepairAnswerExtended',
    );
  }
}
