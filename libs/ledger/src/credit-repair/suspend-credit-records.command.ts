import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, type Receipt, Submission, Text } from '../application';
import { recordSuspension, suspendRecords } from './domain/record-suspension';
import { readSuspension, type SuspensionPaper } from './domain/suspension-paper';

export class SuspendCreditRecordsDto implements SuspensionPaper {
  @Text('统一社会信用代码', 64) uscc!: string;
  @Text('法院', 400) court!: string;
  @Text('批准重整计划或者认可和解协议的裁定书文号', 256) rulingNumber!: string;
  @Text('裁定日期：此前（含当日）认定的记录暂停公示、共享和使用', 40) suspendedOn!: string;
  @Text('计划内容和执行期', 4_000) plan!: string;
}

/** 重整期间暂停. Refusals: those of `readSuspension`, then those of `suspendRecords`. */
export class SuspendCreditRecords extends Submission<SuspendCreditRecordsDto> {}

@CommandHandler(SuspendCreditRecords)
export class SuspendCreditRecordsHandler implements ICommandHandler<SuspendCreditRecords> {
  constructor(private readonly desk: Desk) {}

  async execute({ body, context }: SuspendCreditRecords): Promise<Receipt> {
    const wanted = readSuspension(body, this.desk.today);
    const decide = suspendRecords(wanted);
    return this.desk.record(recordSuspension, wanted.suspensionId, decide, context, 'CreditRecordsSuspended');
  }
}
