import { type Day, Refusal } from '../../shared';
import {
  type Pushed,
  type PushEvent,
  pushEvents,
  type PushGivenUp,
  type PushRedriven,
  type PushRefused,
} from './push.events';

export const streamOf = (pushId: string): string => `${pushOutcome.category}-${pushId}`;

/** `round`: how often a person had it sent once more. */
export type PushOutcome =
  | { readonly status: 'on-its-way'; readonly round: number }
  | { readonly status: 'delivered'; readonly round: number }
  | { readonly status: 'refused'; readonly round: number; readonly refusal: PushRefused['data'] }
  | { readonly status: 'given-up'; readonly round: number; readonly givenUp: PushGivenUp['data'] };

const initial: PushOutcome = { status: 'on-its-way', round: 0 };

function evolve({ round }: PushOutcome, event: PushEvent): PushOutcome {
  switch (event.type) {
    case 'PushDelivered':
      return { status: 'delivered', round };
    case 'PushRefused':
      return { status: 'refused', round, refusal: event.data };
    case 'PushGivenUp':
      return { status: 'given-up', round, givenUp: event.data };
    case 'PushRedriven':
      return { status: 'on-its-way', round: event.data.round };
  }
}

export const pushOutcome = {
  category: 'push',
  ofNoUnit: true as const,
  initial: initial as PushOutcome,
  evolve,
  ...pushEvents,
};

/**
 * The first answer of a round counts; the same push delivered again after a crash meets its own receipt and changes nothing, and
 * an answer to an earlier round is no answer to this one. A refusal may still be given up.
 */
export const answer =
  (outcome: Exclude<PushEvent, PushRedriven>, round: number) =>
  (state: PushOutcome): PushEvent[] => {
    if (state.round !== round) return [];
    if (state.status === 'on-its-way') return [outcome];
    return state.status === 'refused' && outcome.type === 'PushGivenUp' ? [outcome] : [];
  };

export interface Redrive {
  readonly pushId: string;
  readonly reason: string;
  readonly redrivenOn: Day;
}

/**
 * 重新推送. Already on its way again: quiet. Refusals in this order: `push-without-outcome` (there is no such push, or it is on its
 * way and was never redriven); `push-acknowledged`.
 */
export const redrive =
  ({ pushId, reason, redrivenOn }: Redrive) =>
  (state: PushOutcome): PushEvent[] => {
    switch (state.status) {
      case 'on-its-way':
        if (state.round === 0) throw new Refusal('push-without-outcome', { pushId });
        return [];
      case 'delivered':
        throw new Refusal('push-acknowledged', { pushId });
      case 'refused':
        return [redriven(state.refusal)];
      case 'given-up':
        return [redriven(state.givenUp)];
    }
    function redriven({ subjectId, endpoint, kind, eventId }: Pushed): PushRedriven {
      const pushed = { pushId, subjectId, endpoint, kind, eventId };
      return { type: 'PushRedriven', data: { ...pushed, round: state.round + 1, reason, redrivenOn } };
    }
  };
