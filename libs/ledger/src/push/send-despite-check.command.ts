import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, Order, type Receipt, Text } from '../application';
import { pushOutcome, sendDespiteCheck } from './domain/push-outcome';
import { readRedrive, type RedrivePaper } from './domain/redrive-paper';

export class SendDespiteCheckDto implements RedrivePaper {
  @Text('仍予推送的理由', 400, { example: '平台已确认该字段可不填写' }) reason!: string;
}

/** 仍予推送一条. Refusals: those of `readRedrive`, then those of `sendDespiteCheck`. Already on its way again: the first receipt. */
export class SendDespiteCheck extends Order<SendDespiteCheckDto> {}

@CommandHandler(SendDespiteCheck)
export class SendDespiteCheckHandler implements ICommandHandler<SendDespiteCheck> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: SendDespiteCheck): Promise<Receipt> {
    const { today } = this.desk;
    const order = { pushId: id, ...readRedrive(body, today), redrivenOn: today };
    return this.desk.record(pushOutcome, id, sendDespiteCheck(order), context, 'PushSentDespiteCheck');
  }
}
