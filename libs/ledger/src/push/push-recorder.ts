import { type EventLog, transact } from '@app/event-store';
import type { FinalOutcome, Push } from '@app/outbox';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, EVENT_LOG, systemActor } from '../application';
import { derivedId } from '../shared';
import type { PushEvent } from './domain/push.events';
import { answer, pushOutcome, streamOf } from './domain/push-outcome';

/** Records the receiving body's answer as a fact, before the push leaves the outbox. May be told the same again. */
@Injectable()
export class PushRecorder {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async record(push: Push, outcome: FinalOutcome): Promise<void> {
    const context = {
      actor: systemActor,
      commandId: derivedId('push-outcome', push.pushId),
      requestId: `push/${push.endpoint}`,
      causeId: push.eventId,
    };
    await transact(this.log, streamOf(push.pushId), pushOutcome, answer(this.toEvent(push, outcome)), context, {
      answeredBy: ['PushDelivered', 'PushRefused'],
    });
  }

  private toEvent({ pushId, subjectId, endpoint, kind, eventId }: Push, outcome: FinalOutcome): PushEvent {
    const pushed = { pushId, subjectId, endpoint, kind, eventId };
    if (outcome.outcome === 'delivered') {
      const { receiptNumber, receivedAt } = outcome;
      return { type: 'PushDelivered', data: { ...pushed, receiptNumber, receivedAt } };
    }
    const { code, message, fields } = outcome;
    return { type: 'PushRefused', data: { ...pushed, code, message, fields, refusedOn: this.clock.today() } };
  }
}
