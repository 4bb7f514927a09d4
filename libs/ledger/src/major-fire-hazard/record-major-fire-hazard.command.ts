import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, OptionalText, type Receipt, Submission, Text } from '../application';
import { creditSubject, otherNameIn } from '../credit-subject';
import { hazardIdsOf, hazardUnder, majorFireHazard, record } from './domain/major-fire-hazard';
import { JUDGING_METHODS, SUPERVISION_LEVELS } from './domain/major-fire-hazard.events';
import { type MajorFireHazardPaper, readMajorFireHazardPaper } from './domain/major-fire-hazard-paper';

/** A hazard with what became of it so far; sent again with its closing date once there is one. */
export class RecordMajorFireHazardDto implements MajorFireHazardPaper {
  @Text('隐患编号', 256) hazardNumber!: string;
  @Text('单位名称', 400) subjectName!: string;
  @Text('统一社会信用代码', 64) uscc!: string;
  @Text('判定日期', 40, { example: '2026-05-06' }) judgedOn!: string;
  @Text('判定标准', 40, { example: 'GB 35181-2025' }) standard!: string;
  @Text('判定方式', 20, { enum: JUDGING_METHODS }) method!: string;
  @Text('挂牌督办级别', 20, { enum: SUPERVISION_LEVELS }) supervisionLevel!: string;
  @Text('整改期限', 40, { example: '2026-09-06' }) rectifyBy!: string;
  @OptionalText('销案日期；未销案则不填', 40) closedOn?: string;
}

/** 记录重大火灾隐患. Refusals: those of `readMajorFireHazardPaper`, then `exists-with-different-content`, `name-of-another-unit`. */
export class RecordMajorFireHazard extends Submission<MajorFireHazardPaper> {}

@CommandHandler(RecordMajorFireHazard)
export class RecordMajorFireHazardHandler implements ICommandHandler<RecordMajorFireHazard> {
  constructor(private readonly desk: Desk) {}

  async execute({ body, context }: RecordMajorFireHazard): Promise<Receipt> {
    const read = readMajorFireHazardPaper(this.desk.rules, body, this.desk.today);
    const ids = hazardIdsOf(read.judged.hazardNumber);
    const [found, subject] = await Promise.all([
      this.desk.find(majorFireHazard, ids, read.judged.hazardId),
      this.desk.stateOf(creditSubject, read.judged.subjectId),
    ]);
    const contradiction = otherNameIn(subject, read.judged.subjectName);
    const wanted = hazardUnder(found.id, read);
    const answeredBy = wanted.rectified ? 'MajorFireHazardRectified' : 'MajorFireHazardListedForSupervision';
    return this.desk.record(majorFireHazard, found, record(wanted, contradiction), context, answeredBy);
  }
}
