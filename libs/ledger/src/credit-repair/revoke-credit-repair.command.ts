import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, Order, type Receipt, Text } from '../application';
import { creditRepair } from './domain/credit-repair';
import { type RepairRevocationPaper, readRepairRevocation } from './domain/decision-paper';
import { revokeRepair } from './domain/repair-decision';

export class RevokeCreditRepairDto implements RepairRevocationPaper {
  @Text('撤销决定文号', 256) documentNumber!: string;
  @Text('撤销日期', 40) revokedOn!: string;
  @Text('理由', 4_000) reason!: string;
}

/** 撤销修复（弄虚作假）. Refusals: those of `readRepairRevocation`, then those of `revokeRepair`. */
export class RevokeCreditRepair extends Order<RevokeCreditRepairDto> {}

@CommandHandler(RevokeCreditRepair)
export class RevokeCreditRepairHandler implements ICommandHandler<RevokeCreditRepair> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: RevokeCreditRepair): Promise<Receipt> {
    const wanted = { repairId: id, ...readRepairRevocation(body, this.desk.today) };
    const decide = revokeRepair(this.desk.rules, wanted, this.desk.today);
    return this.desk.record(creditRepair, id, decide, context, 'CreditRepairRevoked');
  }
}
