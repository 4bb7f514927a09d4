import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, Order, type Receipt, Text } from '../application';
import { dayUpTo, readFields } from '../shared';
import { creditRepair } from './domain/credit-repair';
import { accept } from './domain/repair-application';

export class AcceptCreditRepairDto {
  @Text('受理日期', 40) acceptedOn!: string;
}

/** 受理. Refusals: `date-invalid`, `date-in-future`, then those of `accept`. */
export class AcceptCreditRepair extends Order<AcceptCreditRepairDto> {}

@CommandHandler(AcceptCreditRepair)
export class AcceptCreditRepairHandler implements ICommandHandler<AcceptCreditRepair> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: AcceptCreditRepair): Promise<Receipt> {
    const { acceptedOn } = readFields(body, { acceptedOn: dayUpTo(this.desk.today) });
    return this.desk.record(creditRepair, id, accept({ repairId: id, acceptedOn }), context, 'CreditRepairAccepted');
  }
}
