import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, type Receipt, Submission, Text } from '../application';
import { creditSubject, otherNameIn } from '../credit-subject';
import { record, spotCheck, spotCheckIdsOf } from './domain/spot-check';
import { SPOT_CHECK_RESULTS } from './domain/spot-check.events';
import { readSpotCheckPaper, type SpotCheckPaper } from './domain/spot-check-paper';

export class RecordSpotCheckDto implements SpotCheckPaper {
  @Text('抽查计划编号', 256, { example: '2026-SSJ-4' }) planNumber!: string;
  @Text('抽查任务编号', 256, { example: '2026-RW-1' }) taskNumber!: string;
  @Text('单位名称', 400) subjectName!: string;
  @Text('统一社会信用代码', 64) uscc!: string;
  @Text('检查日期', 40, { example: '2026-05-06' }) checkedOn!: string;
  @Text('检查机关', 400) authorityName!: string;
  @Text('检查结果', 100, { enum: SPOT_CHECK_RESULTS }) result!: string;
}

/**
 * 记录双随机抽查结果, also one that takes the place of a result that was withdrawn. Refusals: those of `readSpotCheckPaper`, then
 * `exists-with-different-content`, `name-of-another-unit`.
 */
export class RecordSpotCheck extends Submission<SpotCheckPaper> {}

@CommandHandler(RecordSpotCheck)
export class RecordSpotCheckHandler implements ICommandHandler<RecordSpotCheck> {
  constructor(private readonly desk: Desk) {}

  async execute({ body, context }: RecordSpotCheck): Promise<Receipt> {
    const read = readSpotCheckPaper(body, this.desk.today);
    const ids = spotCheckIdsOf(read.planNumber, read.taskNumber, read.subjectId);
    const [found, subject] = await Promise.all([
      this.desk.find(spotCheck, ids, read.spotCheckId),
      this.desk.stateOf(creditSubject, read.subjectId),
    ]);
    const decide = record({ ...read, spotCheckId: found.id }, otherNameIn(subject, read.subjectName));
    return this.desk.record(spotCheck, found, decide, context, 'SpotCheckRecorded', 'SpotCheckResultReplaced');
  }
}
