import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, Order, type Receipt, Text } from '../application';
import { CaseUnits } from './case-units';
import { blacklistListing, dismiss } from './domain/blacklist-listing';
import { type DismissalPaper, readDismissal } from './domain/dismissal-paper';

export class DismissCandidateDto implements DismissalPaper {
  @Text('不予列入日期', 40) dismissedOn!: string;
  @Text('理由', 4_000) reason!: string;
}

/** 不予列入. Refusals: those of `readDismissal`, those of `CaseUnits`, then those of `dismiss`. */
export class DismissCandidate extends Order<DismissCandidateDto> {}

@CommandHandler(DismissCandidate)
export class DismissCandidateHandler implements ICommandHandler<DismissCandidate> {
  constructor(
    private readonly desk: Desk,
    private readonly cases: CaseUnits,
  ) {}

  async execute({ id, body, context }: DismissCandidate): Promise<Receipt> {
    const dismissal = { listingId: id, ...readDismissal(body, this.desk.today) };
    await this.cases.mustBeOneOf(id, context);
    return this.desk.record(blacklistListing, id, dismiss(dismissal), context, 'ListingCandidateDismissed');
  }
}
