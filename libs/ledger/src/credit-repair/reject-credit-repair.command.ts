import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, Order, type Receipt, Text } from '../application';
import { Refusal } from '../shared';
import { creditRepair } from './domain/credit-repair';
import { readRejection, type RejectionPaper } from './domain/decision-paper';
import { reject } from './domain/repair-decision';
import { RecordCircumstances } from './record-circumstances';

export class RejectCreditRepairDto implements RejectionPaper {
  @Text('不予修复决定书文号', 256) documentNumber!: string;
  @Text('决定日期', 40) rejectedOn!: string;
  @Text('理由；台账所知的未满足条件自动列明', 8_000) reasons!: string;
}

/**
 * 不予修复. Refusals: those of `readRejection`, `repair-not-found`, those of knowing too little (`subject-stopped`,
 * `cannot-answer`), then those of `reject`.
 */
export class RejectCreditRepair extends Order<RejectCreditRepairDto> {}

@CommandHandler(RejectCreditRepair)
export class RejectCreditRepairHandler implements ICommandHandler<RejectCreditRepair> {
  constructor(
    private readonly desk: Desk,
    private readonly circumstances: RecordCircumstances,
  ) {}

  async execute({ id, body, context }: RejectCreditRepair): Promise<Receipt> {
    const wanted = { repairId: id, ...readRejection(body, this.desk.today) };
    const state = await this.desk.stateOf(creditRepair, id);
    if (state.status === 'absent') throw new Refusal('repair-not-found', { repairId: id });
    const { record, subjectId } = state.file.application;
    const circumstances = await this.circumstances.of(subjectId, record, wanted.rejectedOn);
    return this.desk.record(
      creditRepair,
      id,
      reject(this.desk.rules, wanted, circumstances),
      context,
      'CreditRepairRejected',
    );
  }
}
