import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, Order, type Receipt, Text } from '../application';
import { bodyKeys, changeBodyKey } from './domain/body-keys';
import { type BodyKeyPaper, readBodyKey } from './domain/body-key-paper';
import { knownBody } from './known-body';

export class ChangeBodyKeyDto implements BodyKeyPaper {
  @Text('平台新密钥的指纹（SHA256:…），须与平台另行核对', 100, { example: `SHA256:${'b'.repeat(43)}` }) key!: string;
  @Text('更换的理由', 400, { example: '平台来函更换签名密钥，指纹已电话核对' }) reason!: string;
}

/** 更换平台密钥. Refusals: those of `readBodyKey`, then `push-body-unknown`. Known already: quiet. */
export class ChangeBodyKey extends Order<ChangeBodyKeyDto> {}

@CommandHandler(ChangeBodyKey)
export class ChangeBodyKeyHandler implements ICommandHandler<ChangeBodyKey> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: ChangeBodyKey): Promise<Receipt> {
    const { today: changedOn } = this.desk;
    const change = { ...readBodyKey(body, changedOn), endpoint: knownBody(id), changedOn };
    return this.desk.record(bodyKeys, id, changeBodyKey(change), context, 'BodyKeyChanged');
  }
}
