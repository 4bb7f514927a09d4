import type { Outcome, Push } from '@app/outbox';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, Desk, systemContext } from '../application';
import { dayOfInstant, type IdNamespace } from '../shared';
import type { PushDelivered, PushGivenUp, PushRefused } from './domain/push.events';
import { answer, pushOutcome } from './domain/push-outcome';

/** Records the outcome of a push as a fact, before the push leaves the outbox. May be told the same again. */
@Injectable()
export class PushRecorder {
  constructor(
    private readonly desk: Desk,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param round how often a person had the push sent once more before this outcome */
  async record(push: Push, outcome: Outcome, round: number): Promise<void> {
    const context = systemContext(`push/${push.endpoint}`, commandOf(push.pushId, outcome, round), push.eventId);
    const decide = answer(this.toEvent(push, outcome), round);
    await this.desk.record(
      pushOutcome,
      push.pushId,
      decide,
      context,
      ...(['PushDelivered', 'PushRefused', 'PushGivenUp'] as const),
    );
  }

  /** The clock of the body is not ours. What we have read was received: an instant on a later day than today becomes that of reading it. */
  private notAhead(receivedAt: string): string {
    return dayOfInstant(receivedAt) > this.desk.today ? this.clock.now().toISOString() : receivedAt;
  }

  private toEvent(
    { pushId, subjectId, endpoint, kind, eventId }: Push,
    outcome: Outcome,
  ): PushDelivered | PushRefused | PushGivenUp {
    const pushed = { pushId, subjectId, endpoint, kind, eventId };
    switch (outcome.outcome) {
      case 'acknowledged': {
        const { receiptNumber, receivedAt } = outcome;
        return { type: 'PushDelivered', data: { ...pushed, receiptNumber, receivedAt: this.notAhead(receivedAt) } };
      }
      case 'rejected': {
        const { code, message, fields } = outcome;
        return { type: 'PushRefused', data: { ...pushed, code, message, fields, refusedOn: this.desk.today } };
      }
      case 'dead': {
        const { because, unreadable } = outcome;
        return { type: 'PushGivenUp', data: { ...pushed, because, unreadable, givenUpOn: this.desk.today } };
      }
    }
  }
}

/** One answer for each round, and one giving up. The first round's answer is named as all were that are recorded so far. */
function commandOf(pushId: string, { outcome }: Outcome, round: number): [IdNamespace, ...string[]] {
  if (outcome === 'dead') return ['push-given-up', pushId, String(round)];
  return round === 0 ? ['push-outcome', pushId] : ['push-outcome', pushId, String(round)];
}
