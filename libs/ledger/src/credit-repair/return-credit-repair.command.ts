import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, Order, type Receipt, Text } from '../application';
import { creditRepair } from './domain/credit-repair';
import { type ReturnPaper, readReturn } from './domain/application-paper';
import { returnApplication } from './domain/repair-application';

export class ReturnCreditRepairDto implements ReturnPaper {
  @Text('告知日期', 40) returnedOn!: string;
  @Text('缺少或不符合要求的材料，一次说全', 8_000) missing!: string;
}

/** 一次性告知补正. Refusals: those of `readReturn`, then those of `returnApplication`. */
export class ReturnCreditRepair extends Order<ReturnCreditRepairDto> {}

@CommandHandler(ReturnCreditRepair)
export class ReturnCreditRepairHandler implements ICommandHandler<ReturnCreditRepair> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: ReturnCreditRepair): Promise<Receipt> {
    const wanted = { repairId: id, ...readReturn(body, this.desk.today) };
    return this.desk.record(creditRepair, id, returnApplication(wanted), context, 'CreditRepairReturned');
  }
}
