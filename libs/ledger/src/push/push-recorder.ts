import type { Outcome, Push } from '@app/outbox';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, Desk, systemContext } from '../application';
import { dayOfInstant, type IdNamespace } from '../shared';
import type {
  PushDelivered,
  PushGivenUp,
  PushHeld,
  PushNothingThere,
  PushOvertaken,
  PushPublicityOver,
  PushRefused,
} from './domain/push.events';
import { answer, pushOutcome, revive } from './domain/push-outcome';

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
      // Most pushes have one outcome: its stream is new, and is read only when it turns out that it is not.
      round === 0 ? { id: push.pushId, stored: [] } : push.pushId,
      decide,
      context,
      ...([
        'PushDelivered',
        'PushRefused',
        'PushGivenUp',
        'PushHeld',
        'PushOvertaken',
        'PushPublicityOver',
        'PushNothingThere',
      ] as const),
    );
    if (outcome.outcome !== 'nothing-there') return;
    // One after the other: they are of one record, seldom more than one.
    for (const revived of outcome.revives) await this.revive(push, revived);
  }

  /** How the push stands in the log: what was acknowledged in this round is not refused in it, whatever the body says of it afterwards. */
  async asRecorded({ pushId }: Push, outcome: Outcome, round: number): Promise<Outcome> {
    if (outcome.outcome !== 'rejected') return outcome;
    const state = await this.desk.stateOf(pushOutcome, pushId);
    if (state.status !== 'delivered' || state.round !== round || state.receipt === null) return outcome;
    const { receiptNumber, receivedAt, publishedOn } = state.receipt;
    return { outcome: 'acknowledged', receiptNumber, receivedAt, ...(publishedOn !== null && { publishedOn }) };
  }

  /** What was overtaken before it left is told after all: what overtook it was undone by `push`. */
  private async revive({ pushId: by, eventId, endpoint }: Push, pushId: string): Promise<void> {
    const order = { pushId, reason: '此前的撤回已被撤销，该记录仍应报送', redrivenOn: this.desk.today };
    const context = systemContext(`push/${endpoint}`, ['push-revived', pushId, by], eventId);
    await this.desk.record(pushOutcome, pushId, revive(order), context, 'PushRedriven');
  }

  /** The clock of the body is not ours. What we have read was received: an instant on a later day than today becomes that of reading it. */
  private notAhead(receivedAt: string): string {
    return dayOfInstant(receivedAt) > this.desk.today ? this.clock.now().toISOString() : receivedAt;
  }

  private toEvent(
    { pushId, subjectId, endpoint, kind, eventId }: Push,
    outcome: Outcome,
  ): PushDelivered | PushRefused | PushGivenUp | PushHeld | PushOvertaken | PushPublicityOver | PushNothingThere {
    const pushed = { pushId, subjectId, endpoint, kind, eventId };
    switch (outcome.outcome) {
      case 'acknowledged': {
        const { receiptNumber, publishedOn = null } = outcome;
        const receivedAt = this.notAhead(outcome.receivedAt);
        return { type: 'PushDelivered', data: { ...pushed, receiptNumber, receivedAt, publishedOn } };
      }
      case 'rejected': {
        const { code, message, fields } = outcome;
        return { type: 'PushRefused', data: { ...pushed, code, message, fields, refusedOn: this.desk.today } };
      }
      case 'dead': {
        const { because, unreadable } = outcome;
        return { type: 'PushGivenUp', data: { ...pushed, because, unreadable, givenUpOn: this.desk.today } };
      }
      case 'held': {
        const faults = outcome.faults.map(({ field = null, rule, sentence }) => ({ field, rule, sentence }));
        return { type: 'PushHeld', data: { ...pushed, faults, heldOn: this.desk.today } };
      }
      case 'overtaken':
      case 'mended': {
        if ('through' in outcome) {
          const data = { ...pushed, publicThrough: outcome.through, closedOn: this.desk.today };
          return { type: 'PushPublicityOver', data };
        }
        const mended = outcome.outcome === 'mended';
        return { type: 'PushOvertaken', data: { ...pushed, by: outcome.by, mended, overtakenOn: this.desk.today } };
      }
      case 'nothing-there':
        return { type: 'PushNothingThere', data: { ...pushed, closedOn: this.desk.today } };
    }
  }
}

/**
 * One answer for each round, and beside it one giving up, one overtaking, and one delivery of what was given up. The first round's answer
 * is named as all were that are recorded so far.
 */
function commandOf(pushId: string, { outcome }: Outcome, round: number): [IdNamespace, ...string[]] {
  switch (outcome) {
    case 'dead':
      return ['push-given-up', pushId, String(round)];
    case 'held':
    case 'overtaken':
    case 'mended':
    case 'nothing-there':
      return ['push-closed', pushId, outcome, String(round)];
    case 'acknowledged':
    case 'rejected':
      return round === 0 ? ['push-outcome', pushId] : ['push-outcome', pushId, String(round)];
  }
}
