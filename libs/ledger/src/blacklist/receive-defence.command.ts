import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, Order, type Receipt, Text } from '../application';
import { blacklistListing, receiveDefence } from './domain/blacklist-listing';
import { type DefencePaper, readDefence } from './domain/defence-paper';

export class ReceiveDefenceDto implements DefencePaper {
  @Text('收到日期', 40) receivedOn!: string;
  @Text('陈述申辩意见', 8_000) summary!: string;
}

/** 收到陈述申辩. Refusals: those of `readDefence`, then those of `receiveDefence`. */
export class ReceiveDefence extends Order<ReceiveDefenceDto> {}

@CommandHandler(ReceiveDefence)
export class ReceiveDefenceHandler implements ICommandHandler<ReceiveDefence> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: ReceiveDefence): Promise<Receipt> {
    const defence = { listingId: id, ...readDefence(body, this.desk.today) };
    return this.desk.record(blacklistListing, id, receiveDefence(defence), context, 'ListingDefenceReceived');
  }
}
