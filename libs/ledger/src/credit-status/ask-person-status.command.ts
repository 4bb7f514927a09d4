import type { Context } from '@app/event-store';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CLOCK, type Clock, Desk } from '../application';
import { dayOfInstant, derivedId } from '../shared';
import type { StatusAnswer } from './domain/answer';
import { ask, personQuestion, readPurpose } from './domain/person-question';
import { type CreditStatusDto, CreditStatusReader } from './get-credit-status.query';

/**
 * 查询自然人信用状态: the question is recorded, by whom and why, before the answer leaves. Refusals: `required` and those of a text
 * (`purpose`), those of `CreditStatusReader.statusOf`, `command-id-reused`.
 */
export class AskPersonStatus extends Command<StatusAnswer> {
  constructor(
    readonly personId: string,
    readonly purpose: string | undefined,
    readonly at: CreditStatusDto,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(AskPersonStatus)
export class AskPersonStatusHandler implements ICommandHandler<AskPersonStatus> {
  constructor(
    private readonly statuses: CreditStatusReader,
    private readonly desk: Desk,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ personId, purpose: why = '', at, context }: AskPersonStatus): Promise<StatusAnswer> {
    const { purpose } = readPurpose({ purpose: why }, this.desk.today);
    const answer = await this.statuses.statusOf(personId, at);
    const { validAt, knownAt, status, position } = answer;
    const questionId = derivedId('personStatusQuestion', context.commandId);
    const askedOn = dayOfInstant(this.clock.now().toISOString());
    const question = { questionId, personId, purpose, askedOn, validAt, knownAt, status, position };
    const decide = ask({ subjectId: null, ...question });
    await this.desk.record(personQuestion, questionId, decide, context, 'PersonStatusAsked');
    return answer;
  }
}
