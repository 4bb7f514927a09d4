import { type Context, transact } from '@app/event-store';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CLOCK, type Clock, EVENT_LOG, type EventLog, Receipt } from '../application';
import { findOverdue, majorFireHazard, streamOf } from './domain/major-fire-hazard';

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
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ hazardId, context }: FindHazardOverdue): Promise<Receipt> {
    const decide = findOverdue(hazardId, this.clock.today());
    const done = await transact(this.log, streamOf(hazardId), majorFireHazard, decide, context, {
      answeredBy: ['MajorFireHazardFoundOverdue'],
    });
    return new Receipt(hazardId, done);
  }
}
