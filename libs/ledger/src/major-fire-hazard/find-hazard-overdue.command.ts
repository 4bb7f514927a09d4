import type { Context } from '@app/event-store';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, type Receipt } from '../application';
import { findOverdue, majorFireHazard } from './domain/major-fire-hazard';

/**
 * 认定重大火灾隐患逾期. Given by the daily sweep, not by people; may be said any number of times. Refusals: those of `findOverdue`.
 */
export class FindHazardOverdue extends Command<Receipt> {
  constructor(
    readonly hazardId: string,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(FindHazardOverdue)
export class FindHazardOverdueHandler implements ICommandHandler<FindHazardOverdue> {
  constructor(private readonly desk: Desk) {}

  async execute({ hazardId, context }: FindHazardOverdue): Promise<Receipt> {
    const decide = findOverdue(this.desk.rules, hazardId, this.desk.today);
    return this.desk.record(majorFireHazard, hazardId, decide, context, 'MajorFireHazardFoundOverdue');
  }
}
