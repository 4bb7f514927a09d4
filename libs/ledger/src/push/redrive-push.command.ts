import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, Order, type Receipt, Text } from '../application';
import { pushOutcome, redrive } from './domain/push-outcome';
import { readRedrive, type RedrivePaper } from './domain/redrive-paper';

export class RedrivePushDto implements RedrivePaper {
  @Text('重新推送的理由', 400, { example: '主体名称已在登记机关更正' }) reason!: string;
}

/** 重新推送一条. Refusals: those of `readRedrive`, then those of `redrive`. Already on its way again: the first receipt. */
export class RedrivePush extends Order<RedrivePushDto> {}

@CommandHandler(RedrivePush)
export class RedrivePushHandler implements ICommandHandler<RedrivePush> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: RedrivePush): Promise<Receipt> {
    const { today } = this.desk;
    const order = { pushId: id, ...readRedrive(body, today), redrivenOn: today };
    return this.desk.record(pushOutcome, id, redrive(order), context, 'PushRedriven');
  }
}
