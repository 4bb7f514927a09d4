import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, OneOf, Order, type Receipt, Text } from '../application';
import { endSuspension, recordSuspension } from './domain/record-suspension';
import { type SuspensionEndPaper, readSuspensionEnd } from './domain/suspension-paper';
import { PLAN_OUTCOMES, type PlanOutcome } from './domain/record-suspension.events';

export class EndRecordSuspensionDto implements SuspensionEndPaper {
  @Text('裁定书或者证明文号', 256) documentNumber!: string;
  @Text('日期', 40) endedOn!: string;
  @OneOf('重整计划的结果', PLAN_OUTCOMES) outcome!: PlanOutcome;
}

/** 重整计划执行完毕，或者失败. Refusals: those of `readSuspensionEnd`, then those of `endSuspension`. */
export class EndRecordSuspension extends Order<EndRecordSuspensionDto> {}

@CommandHandler(EndRecordSuspension)
export class EndRecordSuspensionHandler implements ICommandHandler<EndRecordSuspension> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: EndRecordSuspension): Promise<Receipt> {
    const wanted = { suspensionId: id, ...readSuspensionEnd(body, this.desk.today) };
    return this.desk.record(recordSuspension, id, endSuspension(wanted), context, 'CreditRecordSuspensionEnded');
  }
}
