import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, Order, type Receipt, Text } from '../application';
import { exchangeDatabase, reviewRestoration } from './domain/exchange-database';
import { readRedrive, type RedrivePaper } from './domain/redrive-paper';
import { knownBody } from './known-body';

export class ReviewRestorationDto implements RedrivePaper {
  @Text('核对情况', 400, { example: '平台确认昨夜恢复备份，缺失批次已重新报送' }) reason!: string;
}

/** 前置库恢复已核对. Refusals: those of `readRedrive`, then `push-body-unknown`. Nothing to look after: quiet. */
export class ReviewRestoration extends Order<ReviewRestorationDto> {}

@CommandHandler(ReviewRestoration)
export class ReviewRestorationHandler implements ICommandHandler<ReviewRestoration> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: ReviewRestoration): Promise<Receipt> {
    const { today } = this.desk;
    const review = { ...readRedrive(body, today), endpoint: knownBody(id), reviewedOn: today };
    return this.desk.record(exchangeDatabase, id, reviewRestoration(review), context, 'ExchangeRestorationReviewed');
  }
}
