import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength, MinLength } from 'class-validator';
import { Desk, Order, type Receipt } from '../application';
import { pushOutcome, redrive } from './domain/push-outcome';

export class RedrivePushDto {
  @ApiProperty({ description: '重新推送的理由', example: '主体名称已在登记机关更正' })
  @IsString()
  @MinLength(1)
  @MaxLength(400)
  reason!: string;
}

/** 重新推送一条. Refusals in this order: `push-without-outcome`; `push-acknowledged`. Already on its way again: the first receipt. */
export class RedrivePush extends Order<RedrivePushDto> {}

@CommandHandler(RedrivePush)
export class RedrivePushHandler implements ICommandHandler<RedrivePush> {
  constructor(private readonly desk: Desk) {}

  execute({ id, body: { reason }, context }: RedrivePush): Promise<Receipt> {
    const order = redrive({ pushId: id, reason, redrivenOn: this.desk.today });
    return this.desk.record(pushOutcome, id, order, context, 'PushRedriven');
  }
}
