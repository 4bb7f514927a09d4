import type { Context } from '@app/event-store';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, type Receipt, Text } from '../application';
import { reconciliation, resolve } from './domain/reconciliation';
import { readResolution, type ResolutionPaper } from './domain/resolution-paper';

export class ResolveDiscrepancyDto implements ResolutionPaper {
  @Text('处置理由', 400, { example: '平台恢复备份，已重新推送' }) reason!: string;
}

/** 差异处置. Refusals: those of `readResolution`, then those of `resolve`. */
export class ResolveDiscrepancy extends Command<Receipt> {
  constructor(
    readonly reconciliationId: string,
    readonly discrepancyId: string,
    readonly body: ResolveDiscrepancyDto,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(ResolveDiscrepancy)
export class ResolveDiscrepancyHandler implements ICommandHandler<ResolveDiscrepancy> {
  constructor(private readonly desk: Desk) {}

  async execute({ reconciliationId, discrepancyId, body, context }: ResolveDiscrepancy): Promise<Receipt> {
    const { today: resolvedOn } = this.desk;
    const wanted = { reconciliationId, discrepancyId, ...readResolution(body, resolvedOn), resolvedOn };
    return this.desk.record(reconciliation, reconciliationId, resolve(wanted), context, 'DiscrepancyResolved');
  }
}
