import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, OptionalText, Order, type Receipt, Text, YesNo } from '../application';
import { creditRepair } from './domain/credit-repair';
import { type VerificationPaper, readVerification } from './domain/decision-paper';
import { verify } from './domain/repair-decision';

export class VerifyCreditRepairDto implements VerificationPaper {
  @Text('核实日期', 40) verifiedOn!: string;
  @OptionalText('尚未履行的义务；没有则不填', 4_000) openDuties?: string;
  @YesNo('失信行为是否已经纠正') corrected!: boolean;
  @Text('核实情况', 8_000) findings!: string;
}

/** 核实. Refusals: those of `readVerification`, then those of `verify`. */
export class VerifyCreditRepair extends Order<VerifyCreditRepairDto> {}

@CommandHandler(VerifyCreditRepair)
export class VerifyCreditRepairHandler implements ICommandHandler<VerifyCreditRepair> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: VerifyCreditRepair): Promise<Receipt> {
    const wanted = { repairId: id, ...readVerification(body, this.desk.today) };
    return this.desk.record(creditRepair, id, verify(wanted), context, 'CreditRepairVerified');
  }
}
