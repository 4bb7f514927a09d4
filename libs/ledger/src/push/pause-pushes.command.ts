import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Injectable } from '@nestjs/common';
import { Desk, Order, type Receipt, Text } from '../application';
import { pausePushes, pushFlow, resumePushes } from './domain/push-flow';
import { readRedrive, type RedrivePaper } from './domain/redrive-paper';
import { knownBody } from './known-body';

export class PausePushesDto implements RedrivePaper {
  @Text('暂停或恢复推送的理由', 400, { example: '平台升级维护' }) reason!: string;
}

/** 暂停推送 to one body. Refusals: those of `readRedrive`, then `push-body-unknown`. Paused already: quiet. */
export class PausePushes extends Order<PausePushesDto> {}

/** 恢复推送. Refusals: those of `readRedrive`, then `push-body-unknown`. Not paused: quiet. */
export class ResumePushes extends Order<PausePushesDto> {}

@CommandHandler(PausePushes)
export class PausePushesHandler implements ICommandHandler<PausePushes> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: PausePushes): Promise<Receipt> {
    const order = { ...readRedrive(body, this.desk.today), endpoint: knownBody(id), on: this.desk.today };
    return this.desk.record(pushFlow, id, pausePushes(order), context, 'PushesPaused');
  }
}

@CommandHandler(ResumePushes)
export class ResumePushesHandler implements ICommandHandler<ResumePushes> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: ResumePushes): Promise<Receipt> {
    const order = { ...readRedrive(body, this.desk.today), endpoint: knownBody(id), on: this.desk.today };
    return this.desk.record(pushFlow, id, resumePushes(order), context, 'PushesResumed');
  }
}

/** Says of a body whether a person has paused it: read from the log, which a deliverer asks before it takes more. */
@Injectable()
export class PushFlows {
  constructor(private readonly desk: Desk) {}

  async isPaused(body: string): Promise<boolean> {
    return (await this.desk.stateOf(pushFlow, body)).paused;
  }
}
