import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, Order, type Receipt, Text } from '../application';
import { creditRepair } from './domain/credit-repair';
import { type NonAcceptancePaper, readNonAcceptance } from './domain/application-paper';
import { refuseAcceptance } from './domain/repair-application';

export class RefuseCreditRepairAcceptanceDto implements NonAcceptancePaper {
  @Text('不予受理通知书文号', 256) documentNumber!: string;
  @Text('通知日期', 40) notAcceptedOn!: string;
  @Text('理由', 8_000) reasons!: string;
}

/** 不予受理. Refusals: those of `readNonAcceptance`, then those of `refuseAcceptance`. */
export class RefuseCreditRepairAcceptance extends Order<RefuseCreditRepairAcceptanceDto> {}

@CommandHandler(RefuseCreditRepairAcceptance)
export class RefuseCreditRepairAcceptanceHandler implements ICommandHandler<RefuseCreditRepairAcceptance> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: RefuseCreditRepairAcceptance): Promise<Receipt> {
    const wanted = { repairId: id, ...readNonAcceptance(body, this.desk.today) };
    return this.desk.record(creditRepair, id, refuseAcceptance(wanted), context, 'CreditRepairNotAccepted');
  }
}
