import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { Desk, Order, type Receipt, Text } from '../application';
import { adoption, approveAdoption, askAdoption } from './domain/adoption';
import { type AdoptionPaper, readAdoption } from './domain/adoption-paper';
import { knownBody } from './known-body';

const Counted =
  (description: string): PropertyDecorator =>
  (target, name) => {
    for (const decorate of [ApiProperty({ description, minimum: 0 }), IsInt(), Min(0), Max(1e9)])
      decorate(target, name);
  };

const ListHash = (): PropertyDecorator => Text('清单摘要（SHA-256，十六进制小写），由 npm run adopt 试看给出', 100);

export class AskAdoptionDto implements AdoptionPaper {
  @ListHash() listHash!: string;
  @Counted('平台已有且内容一致的件数') matched!: number;
  @Counted('平台已有而内容不同的件数') differing!: number;
  @Counted('平台没有、批准后将报送的件数') unmatched!: number;
  @Counted('平台已有而台账不知的件数') surplus!: number;
  @Text('申请接管的理由', 400, { example: '上线前已由人工录入平台' }) reason!: string;
}

export class ApproveAdoptionDto implements AdoptionPaper {
  @ListHash() listHash!: string;
  @Text('批准的理由', 400, { example: '清单已逐条核对' }) reason!: string;
}

/** 申请接管. Refusals: those of `readAdoption`, then `push-body-unknown`, then those of `askAdoption`. */
export class AskAdoption extends Order<AskAdoptionDto> {}

/** 批准接管. Refusals: those of `readAdoption`, then `push-body-unknown`, then those of `approveAdoption`, then `decider-took-part`. */
export class ApproveAdoption extends Order<ApproveAdoptionDto> {}

@CommandHandler(AskAdoption)
export class AskAdoptionHandler implements ICommandHandler<AskAdoption> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: AskAdoption): Promise<Receipt> {
    const { matched, differing, unmatched, surplus } = body;
    const { listHash, reason } = readAdoption(body, this.desk.today);
    const list = { endpoint: knownBody(id), listHash, matched, differing, unmatched, surplus };
    const decide = askAdoption({ ...list, reason, askedOn: this.desk.today });
    return this.desk.record(adoption, id, decide, context, 'AdoptionAsked');
  }
}

@CommandHandler(ApproveAdoption)
export class ApproveAdoptionHandler implements ICommandHandler<ApproveAdoption> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: ApproveAdoption): Promise<Receipt> {
    const { listHash, reason } = readAdoption(body, this.desk.today);
    const approval = { endpoint: knownBody(id), listHash, reason, approvedOn: this.desk.today };
    return this.desk.record(adoption, id, approveAdoption(approval), context, 'AdoptionApproved');
  }
}
