import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  Desk,
  EVENT_LOG,
  type EventLog,
  mustRecordFor,
  OneOf,
  ownerOf,
  type Receipt,
  Submission,
  Text,
} from '../application';
import { recordStreamOf } from './domain/record-stream';
import { recordSuspension, suspendRecord, suspensionIdsOf } from './domain/record-suspension';
import { SUSPENDED_KINDS, type SuspendedRecord } from './domain/record-suspension.events';
import { readSuspension, type SuspensionPaper } from './domain/suspension-paper';
import { RecordsOnFile } from './records-on-file';

export class SuspendCreditRecordDto implements SuspensionPaper {
  @OneOf('记录种类', SUSPENDED_KINDS) recordKind!: SuspendedRecord['kind'];
  @Text('记录编号（该记录回执上的编号）', 64) recordId!: string;
  @Text('法院', 400) court!: string;
  @Text('批准重整计划或者认可和解协议的裁定书文号', 256) rulingNumber!: string;
  @Text('裁定日期', 40) suspendedOn!: string;
  @Text('计划内容和执行期', 4_000) plan!: string;
}

/**
 * 重整期间暂停：该记录暂停公示、共享和使用. Refusals: those of `readSuspension`, `repairable-record-not-found`,
 * `paper-of-another-unit`, then those of `suspendRecord`.
 */
export class SuspendCreditRecord extends Submission<SuspendCreditRecordDto> {}

@CommandHandler(SuspendCreditRecord)
export class SuspendCreditRecordHandler implements ICommandHandler<SuspendCreditRecord> {
  constructor(
    private readonly desk: Desk,
    private readonly records: RecordsOnFile,
    @Inject(EVENT_LOG) private readonly log: Pick<EventLog, 'readStream'>,
  ) {}

  async execute({ body, context }: SuspendCreditRecord): Promise<Receipt> {
    const { kind, recordId, wanted } = readSuspension(body, this.desk.today);
    const { subjectId, record } = await this.records.named(kind, recordId);
    mustRecordFor(context, ownerOf(await this.log.readStream(recordStreamOf({ kind, id: recordId }))));
    const { id, documentNumber, foundOn } = record;
    const ids = suspensionIdsOf(kind, recordId, wanted.rulingNumber);
    const found = await this.desk.find(recordSuspension, ids, wanted.suspensionId);
    const data = { ...wanted, suspensionId: found.id, subjectId, record: { kind, id, documentNumber } };
    return this.desk.record(recordSuspension, found, suspendRecord(data, foundOn), context, 'CreditRecordSuspended');
  }
}
