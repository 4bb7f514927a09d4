import { type PushEvent, pushEvents } from './push.events';

export const streamOf = (pushId: string): string => `${pushOutcome.category}-${pushId}`;

export type PushState = { readonly status: 'on-its-way' } | { readonly status: 'answered' };

const initial: PushState = { status: 'on-its-way' };

function evolve(_state: PushState, event: PushEvent): PushState {
  switch (event.type) {
    case 'PushDelivered':
    case 'PushRefused':
      return { status: 'answered' };
  }
}

export const pushOutcome = { category: 'push', initial: initial as PushState, evolve, ...pushEvents };

/** The first answer counts; the same push delivered again after a crash meets its own receipt and changes nothing. */
export const answer =
  (outcome: PushEvent) =>
  (state: PushState): PushEvent[] =>
    state.status === 'answered' ? [] : [outcome];
