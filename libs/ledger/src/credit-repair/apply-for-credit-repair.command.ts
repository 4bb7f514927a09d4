import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  Desk,
  EVENT_LOG,
  type EventLog,
  mustRecordFor,
  OneOf,
  OptionalText,
  ownerOf,
  type Receipt,
  Submission,
  Text,
} from '../application';
import { type ApplicationPaper, readApplication } from './domain/application-paper';
import { creditRepair } from './domain/credit-repair';
import { type Channel, CHANNELS, RECORD_KINDS, type RecordKind } from './domain/credit-repair.events';
import { recordStreamOf } from './domain/record-stream';
import { applyForRepair } from './domain/repair-application';
import { RecordCircumstances } from './record-circumstances';
import { RecordsOnFile } from './records-on-file';

export class ApplyForCreditRepairDto implements ApplicationPaper {
  @OneOf('记录种类；列入名单的提前移出另行办理', RECORD_KINDS) recordKind!: RecordKind;
  @Text('记录编号（该记录回执上的编号）', 64) recordId!: string;
  @Text('申请编号（信用中国受理编号，或者窗口收件编号）', 256) applicationNumber!: string;
  @OneOf('申请渠道：信用中国，或者认定机关窗口', CHANNELS) channel!: Channel;
  @Text('收到申请的日期', 40) appliedOn!: string;
  @OptionalText('义务履行完毕的证明', 8_000) proof?: string;
  @OptionalText('信用承诺书日期', 40) commitmentOn?: string;
}

/**
 * 申请信用修复. Refusals: those of `readApplication`, `repairable-record-not-found`, `paper-of-another-unit`, those of knowing too little
 * (`subject-stopped`, `cannot-answer`), then those of `applyForRepair`.
 */
export class ApplyForCreditRepair extends Submission<ApplyForCreditRepairDto> {}

@CommandHandler(ApplyForCreditRepair)
export class ApplyForCreditRepairHandler implements ICommandHandler<ApplyForCreditRepair> {
  constructor(
    private readonly desk: Desk,
    private readonly records: RecordsOnFile,
    @Inject(EVENT_LOG) private readonly log: Pick<EventLog, 'readStream'>,
    private readonly circumstances: RecordCircumstances,
  ) {}

  async execute({ body, context }: ApplyForCreditRepair): Promise<Receipt> {
    const { wanted, kind, recordId } = readApplication(body, this.desk.today);
    const { record, subjectId } = await this.records.named(kind, recordId);
    mustRecordFor(context, ownerOf(await this.log.readStream(recordStreamOf({ kind, id: recordId }))));
    const { stands } = await this.circumstances.of(subjectId, record, wanted.appliedOn);
    const decide = applyForRepair(this.desk.rules, wanted, record, subjectId, stands);
    return this.desk.record(creditRepair, wanted.repairId, decide, context, 'CreditRepairAppliedFor');
  }
}
