import { type EventLog, transact } from '@app/event-store';
import type { Outcome, Push } from '@app/outbox';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, EVENT_LOG, systemActor } from '../application';
import { derivedId } from '../shared';
import type { PushDelivered, PushGivenUp, PushRefused } from './domain/push.events';
import { answer, pushOutcome, streamOf } from './domain/push-outcome';

/** Records the outcome of a push as a fact, before the push leaves the outbox. May be told the same again. */
@Injectable()
export class PushRecorder {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param round how often a person had the push sent once more before this outcome */
  async record(push: Push, outcome: Outcome, round: number): Promise<void> {
    const context = {
      actor: systemActor,
      commandId: commandIdOf(push.pushId, outcome, round),
      requestId: `push/${push.endpoint}`,
      causeId: push.eventId,
    };
    await transact(this.log, streamOf(push.pushId), pushOutcome, answer(this.toEvent(push, outcome), round), context, {
      answeredBy: ['PushDelivered', 'PushRefused', 'PushGivenUp'],
    });
  }

  private toEvent(
    { pushId, subjectId, endpoint, kind, eventId }: Push,
    outcome: Outcome,
  ): PushDelivered | PushRefused | PushGivenUp {
    const pushed = { pushId, subjectId, endpoint, kind, eventId };
    switch (outcome.outcome) {
      case 'acknowledged': {
        const { receiptNumber, receivedAt } = outcome;
        return { type: 'PushDelivered', data: { ...pushed, receiptNumber, receivedAt } };
      }
      case 'rejected': {
        const { code, message, fields } = outcome;
        return { type: 'PushRefused', data: { ...pushed, code, message, fields, refusedOn: this.clock.today() } };
      }
      case 'dead': {
        const { because, unreadable } = outcome;
        return { type: 'PushGivenUp', data: { ...pushed, because, unreadable, givenUpOn: this.clock.today() } };
      }
    }
  }
}

/** One answer for each round, and one giving up. The id of the first round's answer is that of all that were recorded so far. */
function commandIdOf(pushId: string, { outcome }: Outcome, round: number): string {
  if (outcome === 'dead') return derivedId('push-given-up', pushId, String(round));
  return round === 0 ? derivedId('push-outcome', pushId) : derivedId('push-outcome', pushId, String(round));
}
