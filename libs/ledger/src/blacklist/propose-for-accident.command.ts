import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, type Receipt, Submission, Text } from '../application';
import { creditSubject, otherNameIn } from '../credit-subject';
import { type AccidentReportPaper, readAccidentReport } from './domain/accident-report-paper';
import { accidentCaseIdsOf, blacklistListing, propose } from './domain/blacklist-listing';

/** 火灾事故责任 (measure 九): an investigation report finds a party liable. The other grounds are found by the ledger itself. */
export class ProposeForAccidentDto implements AccidentReportPaper {
  @Text('统一社会信用代码', 64) uscc!: string;
  @Text('单位名称', 400) subjectName!: string;
  @Text('火灾事故调查报告文号', 256) reportNumber!: string;
  @Text('调查报告日期', 40) reportedOn!: string;
}

/** Refusals: those of `readAccidentReport`, `name-of-another-unit`. The same report and subject again: the first answer. */
export class ProposeForAccident extends Submission<ProposeForAccidentDto> {}

@CommandHandler(ProposeForAccident)
export class ProposeForAccidentHandler implements ICommandHandler<ProposeForAccident> {
  constructor(private readonly desk: Desk) {}

  async execute({ body, context }: ProposeForAccident): Promise<Receipt> {
    const read = readAccidentReport(body, this.desk.today);
    const ids = read.evidence.flatMap(({ document }) => accidentCaseIdsOf(read.subjectId, document));
    const [found, subject] = await Promise.all([
      this.desk.find(blacklistListing, ids, read.listingId),
      this.desk.stateOf(creditSubject, read.subjectId),
    ]);
    const decide = propose(this.desk.rules, { ...read, listingId: found.id }, otherNameIn(subject, read.subjectName));
    return this.desk.record(blacklistListing, found, decide, context, 'ListingCandidateProposed');
  }
}
