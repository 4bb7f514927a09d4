import type { FinalOutcome, Push } from '@app/outbox';
import { Injectable } from '@nestjs/common';
import { Desk, systemContext } from '../application';
import type { PushEvent } from './domain/push.events';
import { answer, pushOutcome } from './domain/push-outcome';

/** Records the receiving body's answer as a fact, before the push leaves the outbox. May be told the same again. */
@Injectable()
export class PushRecorder {
  constructor(private readonly desk: Desk) {}

  async record(push: Push, outcome: FinalOutcome): Promise<void> {
    const context = systemContext(`push/${push.endpoint}`, ['push-outcome', push.pushId], push.eventId);
    const decide = answer(this.toEvent(push, outcome));
    await this.desk.record(pushOutcome, push.pushId, decide, context, 'PushDelivered', 'PushRefused');
  }

  private toEvent({ pushId, subjectId, endpoint, kind, eventId }: Push, outcome: FinalOutcome): PushEvent {
    const pushed = { pushId, subjectId, endpoint, kind, eventId };
    if (outcome.outcome === 'delivered') {
      const { receiptNumber, receivedAt } = outcome;
      return { type: 'PushDelivered', data: { ...pushed, receiptNumber, receivedAt } };
    }
    const { code, message, fields } = outcome;
    return { type: 'PushRefused', data: { ...pushed, code, message, fields, refusedOn: this.desk.today } };
  }
}
