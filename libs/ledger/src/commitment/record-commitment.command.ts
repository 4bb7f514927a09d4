import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, OptionalText, type Receipt, Submission, Text } from '../application';
import { creditSubject, otherNameIn } from '../credit-subject';
import { commitment, commitmentIdsOf, commitmentUnder, record } from './domain/commitment';
import { VERIFICATION_RESULTS } from './domain/commitment.events';
import { type CommitmentPaper, readCommitmentPaper } from './domain/commitment-paper';

/** A commitment with what became of it so far; sent again with its result once there is one. */
export class RecordCommitmentDto implements CommitmentPaper {
  @Text('承诺书编号', 256) commitmentNumber!: string;
  @Text('场所名称', 400) subjectName!: string;
  @Text('统一社会信用代码', 64) uscc!: string;
  @Text('承诺事项', 4_000) matter!: string;
  @Text('承诺日期', 40, { example: '2026-05-06' }) madeOn!: string;
  @Text('核查期限', 40, { example: '2026-06-03' }) verificationDueOn!: string;
  @OptionalText('核查日期；未核查则不填', 40) verifiedOn?: string;
  @Text('核查结果', 20, { enum: VERIFICATION_RESULTS }) result!: string;
  @OptionalText('失实情形；核查结果为失实时必填', 4_000) falseDetail?: string;
  @Text('是否情节严重', 20, { enum: ['是', '否'] }) serious!: string;
}

/** 记录告知承诺及核查结果. Refusals: those of `readCommitmentPaper`, then `exists-with-different-content`, `name-of-another-unit`. */
export class RecordCommitment extends Submission<CommitmentPaper> {}

@CommandHandler(RecordCommitment)
export class RecordCommitmentHandler implements ICommandHandler<RecordCommitment> {
  constructor(private readonly desk: Desk) {}

  async execute({ body, context }: RecordCommitment): Promise<Receipt> {
    const read = readCommitmentPaper(this.desk.rules, body, this.desk.today);
    const ids = commitmentIdsOf(read.made.commitmentNumber);
    const [found, subject] = await Promise.all([
      this.desk.find(commitment, ids, read.made.commitmentId),
      this.desk.stateOf(creditSubject, read.made.subjectId),
    ]);
    const wanted = commitmentUnder(found.id, read);
    const answeredBy = wanted.verification?.type ?? 'CommitmentMade';
    return this.desk.record(
      commitment,
      found,
      record(wanted, otherNameIn(subject, read.made.subjectName)),
      context,
      answeredBy,
    );
  }
}
