import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, OptionalText, Order, type Receipt, Text } from '../application';
import { creditRepair } from './domain/credit-repair';
import { type CompletionPaper, readCompletion } from './domain/application-paper';
import { completeApplication } from './domain/repair-application';

export class CompleteCreditRepairApplicationDto implements CompletionPaper {
  @Text('补正日期', 40) completedOn!: string;
  @OptionalText('义务履行完毕的证明', 8_000) proof?: string;
  @OptionalText('信用承诺书日期', 40) commitmentOn?: string;
}

/** 补正. Refusals: those of `readCompletion`, then those of `completeApplication`. */
export class CompleteCreditRepairApplication extends Order<CompleteCreditRepairApplicationDto> {}

@CommandHandler(CompleteCreditRepairApplication)
export class CompleteCreditRepairApplicationHandler implements ICommandHandler<CompleteCreditRepairApplication> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: CompleteCreditRepairApplication): Promise<Receipt> {
    const wanted = { repairId: id, ...readCompletion(body, this.desk.today) };
    return this.desk.record(
      creditRepair,
      id,
      completeApplication(this.desk.rules, wanted),
      context,
      'CreditRepairApplicationCompleted',
    );
  }
}
