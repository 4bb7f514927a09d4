import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, Order, type Receipt, Text } from '../application';
import { Refusal } from '../shared';
import { BodiesTold } from './bodies-told';
import { creditRepair } from './domain/credit-repair';
import { type ApprovalPaper, readApproval } from './domain/decision-paper';
import { recordStreamOf } from './domain/record-stream';
import { approve } from './domain/repair-decision';
import { isToldRecord } from './domain/told-record';
import { RecordCircumstances } from './record-circumstances';

export class ApproveCreditRepairDto implements ApprovalPaper {
  @Text('准予修复决定书文号', 256) documentNumber!: string;
  @Text('决定日期', 40) approvedOn!: string;
  @Text('理由', 8_000) reasons!: string;
}

/**
 * 准予修复. Refusals: those of `readApproval`, `repair-not-found`, those of knowing too little (`subject-stopped`,
 * `cannot-answer`), then those of `approve`.
 */
export class ApproveCreditRepair extends Order<ApproveCreditRepairDto> {}

@CommandHandler(ApproveCreditRepair)
export class ApproveCreditRepairHandler implements ICommandHandler<ApproveCreditRepair> {
  constructor(
    private readonly desk: Desk,
    private readonly circumstances: RecordCircumstances,
    private readonly bodies: BodiesTold,
  ) {}

  async execute({ id, body, context }: ApproveCreditRepair): Promise<Receipt> {
    const wanted = { repairId: id, ...readApproval(body, this.desk.today) };
    const state = await this.desk.stateOf(creditRepair, id);
    if (state.status === 'absent') throw new Refusal('repair-not-found', { repairId: id });
    const { record, subjectId } = state.file.application;
    const [circumstances, bodies] = await Promise.all([
      this.circumstances.of(subjectId, record, wanted.approvedOn),
      isToldRecord(record) ? this.bodies.of(recordStreamOf(record)) : [],
    ]);
    const decide = approve(this.desk.rules, wanted, circumstances, bodies);
    return this.desk.record(creditRepair, id, decide, context, 'CreditRepairApproved');
  }
}
