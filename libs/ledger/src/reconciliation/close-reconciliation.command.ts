import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, Order, type Receipt, Text } from '../application';
import { close, reconciliation } from './domain/reconciliation';
import { type ClosingPaper, readClosing } from './domain/resolution-paper';

export class CloseReconciliationDto implements ClosingPaper {
  @Text('办结意见', 400, { example: '差异均已处置' }) remark!: string;
}

/** 对账办结. Refusals: those of `readClosing`, then those of `close`. */
export class CloseReconciliation extends Order<CloseReconciliationDto> {}

@CommandHandler(CloseReconciliation)
export class CloseReconciliationHandler implements ICommandHandler<CloseReconciliation> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: CloseReconciliation): Promise<Receipt> {
    const { today: closedOn } = this.desk;
    const wanted = { reconciliationId: id, ...readClosing(body, closedOn), closedOn };
    return this.desk.record(reconciliation, id, close(wanted), context, 'ReconciliationClosed');
  }
}
