import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, OneOf, Order, type Receipt, Text } from '../application';
import { answerDefence, blacklistListing } from './domain/blacklist-listing';
import { DEFENCE_OUTCOMES, type DefenceOutcome } from './domain/blacklist-listing.events';
import { type DefenceAnswerPaper, readDefenceAnswer } from './domain/defence-paper';

export class AnswerDefenceDto implements DefenceAnswerPaper {
  @Text('复核意见书文号', 256) documentNumber!: string;
  @Text('答复日期', 40) answeredOn!: string;
  @OneOf('采纳或不采纳', DEFENCE_OUTCOMES) outcome!: DefenceOutcome;
  @Text('理由', 4_000) reasons!: string;
}

/** 复核答复. Refusals: those of `readDefenceAnswer`, then those of `answerDefence`. */
export class AnswerDefence extends Order<AnswerDefenceDto> {}

@CommandHandler(AnswerDefence)
export class AnswerDefenceHandler implements ICommandHandler<AnswerDefence> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: AnswerDefence): Promise<Receipt> {
    const answer = { listingId: id, ...readDefenceAnswer(body, this.desk.today) };
    return this.desk.record(blacklistListing, id, answerDefence(answer), context, 'ListingDefenceAnswered');
  }
}
