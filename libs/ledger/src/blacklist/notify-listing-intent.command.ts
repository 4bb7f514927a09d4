import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, Order, type Receipt, Text } from '../application';
import { CaseUnits } from './case-units';
import { blacklistListing, notifyIntent } from './domain/blacklist-listing';
import { type NoticePaper, readNotice } from './domain/notice-paper';

export class NotifyListingIntentDto implements NoticePaper {
  @Text('列入告知书文号', 256) noticeNumber!: string;
  @Text('送达日期', 40) servedOn!: string;
  @Text('事由', 4_000) reasons!: string;
  @Text('拟列入依据', 4_000) legalBasis!: string;
}

/** 列入告知. Refusals: those of `readNotice`, those of `CaseUnits`, then those of `notifyIntent`. */
export class NotifyListingIntent extends Order<NotifyListingIntentDto> {}

@CommandHandler(NotifyListingIntent)
export class NotifyListingIntentHandler implements ICommandHandler<NotifyListingIntent> {
  constructor(
    private readonly desk: Desk,
    private readonly cases: CaseUnits,
  ) {}

  async execute({ id, body, context }: NotifyListingIntent): Promise<Receipt> {
    const notice = { listingId: id, ...readNotice(body, this.desk.today) };
    const decide = notifyIntent(this.desk.rules, notice);
    await this.cases.mustBeOneOf(id, context);
    return this.desk.record(blacklistListing, id, decide, context, 'ListingIntentNotified');
  }
}
