import { type Day, Refusal } from '../../shared';
import {
  type PushDelivered,
  type Pushed,
  type PushEvent,
  pushEvents,
  type PushFoundLost,
  type PushRedriven,
  type PushSentDespiteCheck,
} from './push.events';

export const streamOf = (pushId: string): string => `${pushOutcome.category}-${pushId}`;

/** `round`: how often a person had it sent once more. What stands still has `pushed`: what it is a push of. */
export type PushOutcome =
  | { readonly status: 'on-its-way' | 'nothing-there'; readonly round: number }
  | {
      readonly status: 'refused' | 'given-up' | 'held' | 'overtaken';
      readonly round: number;
      readonly pushed: Pushed;
    }
  | {
      readonly status: 'delivered';
      readonly round: number;
      readonly pushed: Pushed;
      /** Null: the body held it before it was told anything. */
      readonly receipt: Pick<PushDelivered['data'], 'receiptNumber' | 'receivedAt' | 'publishedOn'> | null;
    };

const initial: PushOutcome = { status: 'on-its-way', round: 0 };

function evolve({ round }: PushOutcome, event: PushEvent): PushOutcome {
  switch (event.type) {
    case 'PushDelivered':
      return { status: 'delivered', round, pushed: event.data, receipt: event.data };
    case 'PushAdopted':
      return { status: 'delivered', round, pushed: event.data, receipt: null };
    case 'PushRefused':
      return { status: 'refused', round, pushed: event.data };
    case 'PushGivenUp':
      return { status: 'given-up', round, pushed: event.data };
    case 'PushHeld':
      return { status: 'held', round, pushed: event.data };
    case 'PushOvertaken':
    case 'PushPublicityOver':
      return { status: 'overtaken', round, pushed: event.data };
    case 'PushNothingThere':
      return { status: 'nothing-there', round };
    case 'PushRedriven':
    case 'PushSentDespiteCheck':
    case 'PushFoundLost':
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

type Redriving = PushRedriven | PushSentDespiteCheck;

/** What may still be answered of what stands still: a refusal is given up or overtaken, and of what was given up the body may have word. */
const mayFollow: Readonly<Record<PushOutcome['status'], readonly PushEvent['type'][]>> = {
  'on-its-way': [
    'PushDelivered',
    'PushRefused',
    'PushGivenUp',
    'PushHeld',
    'PushOvertaken',
    'PushPublicityOver',
    'PushNothingThere',
    'PushAdopted',
  ],
  refused: ['PushGivenUp', 'PushOvertaken'],
  'given-up': ['PushDelivered', 'PushOvertaken'],
  held: ['PushOvertaken'],
  delivered: [],
  overtaken: [],
  'nothing-there': [],
};

/**
 * The first answer of a round counts; the same push delivered again after a crash meets its own receipt and changes nothing, and
 * an answer to an earlier round is no answer to this one.
 */
export const answer =
  (outcome: Exclude<PushEvent, Redriving | PushFoundLost>, round: number) =>
  (state: PushOutcome): PushEvent[] =>
    state.round === round && mayFollow[state.status].includes(outcome.type) ? [outcome] : [];

export interface Redrive {
  readonly pushId: string;
  readonly reason: string;
  readonly redrivenOn: Day;
}

/**
 * 重新推送. Already on its way again: quiet. Refusals in this order: `push-without-outcome` (there is no such push, or it is on its
 * way and was never redriven); `push-acknowledged`; `push-overtaken` (what is recorded since leaves nothing to say).
 */
export const redrive =
  ({ pushId, reason, redrivenOn }: Redrive) =>
  (state: PushOutcome): PushEvent[] =>
    again(state, pushId, (pushed, round) => ({
      type: 'PushRedriven',
      data: { ...pushed, round, reason, redrivenOn },
    }));

/** 仍予推送, of what was held by the check. Refusals: those of `redrive`, then `push-not-held`. */
export const sendDespiteCheck =
  ({ pushId, reason, redrivenOn }: Redrive) =>
  (state: PushOutcome): PushEvent[] => {
    const events = again(state, pushId, (pushed, round) => ({
      type: 'PushSentDespiteCheck',
      data: { ...pushed, round, reason, decidedOn: redrivenOn },
    }));
    if (events.length > 0 && state.status !== 'held') throw new Refusal('push-not-held', { pushId });
    return events;
  };

/** What was overtaken before it left is to leave after all: what overtook it was itself undone. Quiet where it was not. */
export const revive =
  ({ pushId, reason, redrivenOn }: Redrive) =>
  (state: PushOutcome): PushEvent[] => {
    if (state.status !== 'overtaken') return [];
    const { pushed, round } = state;
    const { subjectId, endpoint, kind, eventId } = pushed;
    const data = { pushId, subjectId, endpoint, kind, eventId, round: round + 1, reason, redrivenOn };
    return [{ type: 'PushRedriven', data }];
  };

export type FoundLost = Pick<PushFoundLost['data'], 'pushId' | 'reconciliationId' | 'reason' | 'sentAgainOn'>;

/** 丢失的重新推送. On its way again: quiet. Refused (`push-not-acknowledged`) where the body never took it: that is redriven. */
export const findLost =
  ({ pushId, reconciliationId, reason, sentAgainOn }: FoundLost) =>
  (state: PushOutcome): PushEvent[] => {
    if (state.status === 'on-its-way' && state.round > 0) return [];
    if (state.status !== 'delivered') throw new Refusal('push-not-acknowledged', { pushId });
    const { subjectId, endpoint, kind, eventId } = state.pushed;
    const pushed = { pushId, subjectId, endpoint, kind, eventId };
    const round = state.round + 1;
    return [{ type: 'PushFoundLost', data: { ...pushed, reconciliationId, round, reason, sentAgainOn } }];
  };

function again(state: PushOutcome, pushId: string, event: (pushed: Pushed, round: number) => Redriving): PushEvent[] {
  switch (state.status) {
    case 'on-its-way':
      if (state.round === 0) throw new Refusal('push-without-outcome', { pushId });
      return [];
    case 'delivered':
      throw new Refusal('push-acknowledged', { pushId });
    case 'overtaken':
    case 'nothing-there':
      throw new Refusal('push-overtaken', { pushId });
    case 'refused':
    case 'given-up':
    case 'held': {
      const { subjectId, endpoint, kind, eventId } = state.pushed;
      return [event({ pushId, subjectId, endpoint, kind, eventId }, state.round + 1)];
    }
  }
}
