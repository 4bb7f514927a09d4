import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, Order, type Receipt, Text } from '../application';
import { type AcceptancePaper, readAcceptance } from './domain/application-paper';
import { creditRepair } from './domain/credit-repair';
import { accept } from './domain/repair-application';

export class AcceptCreditRepairDto implements AcceptancePaper {
  @Text('受理日期', 40) acceptedOn!: string;
}

/** 受理. Refusals: those of `readAcceptance`, then those of `accept`. */
export class AcceptCreditRepair extends Order<AcceptCreditRepairDto> {}

@CommandHandler(AcceptCreditRepair)
export class AcceptCreditRepairHandler implements ICommandHandler<AcceptCreditRepair> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: AcceptCreditRepair): Promise<Receipt> {
    const wanted = { repairId: id, ...readAcceptance(body, this.desk.today) };
    return this.desk.record(creditRepair, id, accept(wanted), context, 'CreditRepairAccepted');
  }
}
