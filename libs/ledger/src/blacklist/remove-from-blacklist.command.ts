import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, OneOf, OptionalText, Order, type Receipt, Text } from '../application';
import { blacklistListing, remove } from './domain/blacklist-listing';
import { REMOVAL_REASONS, type RemovalReason } from './domain/blacklist-listing.events';
import { readRemoval, type RemovalPaper } from './domain/removal-paper';

export class RemoveFromBlacklistDto implements RemovalPaper {
  @OneOf('移出原因：期满、提前、撤销', Object.keys(REMOVAL_REASONS)) reason!: RemovalReason;
  @Text('移出日期', 40) removedOn!: string;
  @OptionalText('移出决定书文号；期满移出可不填', 256) decisionNumber?: string;
  @Text('移出机关', 400) removalBody!: string;
  @Text('移出机关统一社会信用代码', 64) removalBodyCode!: string;
  @Text('说明', 4_000) explanation!: string;
}

/** 移出. Refusals: those of `readRemoval`, then those of `remove`. */
export class RemoveFromBlacklist extends Order<RemoveFromBlacklistDto> {}

@CommandHandler(RemoveFromBlacklist)
export class RemoveFromBlacklistHandler implements ICommandHandler<RemoveFromBlacklist> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: RemoveFromBlacklist): Promise<Receipt> {
    const removal = { listingId: id, ...readRemoval(body, this.desk.today) };
    const decide = remove(this.desk.rules, removal, this.desk.today);
    return this.desk.record(blacklistListing, id, decide, context, 'SubjectRemovedFromBlacklist');
  }
}
