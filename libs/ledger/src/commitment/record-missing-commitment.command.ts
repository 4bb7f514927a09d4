import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, OptionalText, type Receipt, Submission, Text } from '../application';
import { creditSubject, otherNameIn } from '../credit-subject';
import { findingIdsOf, missingCommitment, recordMissing } from './domain/missing-commitment';
import { type MissingCommitmentPaper, readMissingCommitmentPaper } from './domain/missing-commitment-paper';

export class RecordMissingCommitmentDto implements MissingCommitmentPaper {
  @Text('场所名称', 400) subjectName!: string;
  @Text('统一社会信用代码', 64) uscc!: string;
  @Text('认定文书文号', 256) documentNumber!: string;
  @Text('发现日期', 40) foundOn!: string;
  @OptionalText('情形说明', 4_000) detail?: string;
  @Text('认定机关', 400) authorityName!: string;
  @Text('认定机关统一社会信用代码', 64) authorityCode!: string;
}

/** 记录未作承诺即投入使用、营业. Refusals: those of `readMissingCommitmentPaper`, then `exists-with-different-content`, `name-of-another-unit`. */
export class RecordMissingCommitment extends Submission<MissingCommitmentPaper> {}

@CommandHandler(RecordMissingCommitment)
export class RecordMissingCommitmentHandler implements ICommandHandler<RecordMissingCommitment> {
  constructor(private readonly desk: Desk) {}

  async execute({ body, context }: RecordMissingCommitment): Promise<Receipt> {
    const read = readMissingCommitmentPaper(this.desk.rules, body, this.desk.today);
    const ids = findingIdsOf(read.authorityCode, read.documentNumber);
    const [found, subject] = await Promise.all([
      this.desk.find(missingCommitment, ids, read.findingId),
      this.desk.stateOf(creditSubject, read.subjectId),
    ]);
    const decide = recordMissing({ ...read, findingId: found.id }, otherNameIn(subject, read.subjectName));
    return this.desk.record(missingCommitment, found, decide, context, 'CommitmentMissing');
  }
}
