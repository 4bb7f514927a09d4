import { type Day, dayOfInstant } from '../../shared';
import type { PushEvent } from './push.events';
import { pushVersions } from './push.versions';

export const streamOf = (pushId: string): string => `push-${pushId}`;

export type PushState = { readonly status: 'on-its-way' } | { readonly status: 'answered' };

const initial: PushState = { status: 'on-its-way' };

function evolve(_state: PushState, event: PushEvent): PushState {
  switch (event.type) {
    case 'PushDelivered':
    case 'PushRefused':
      return { status: 'answered' };
  }
}

function occurredOn(event: PushEvent): Day {
  switch (event.type) {
    case 'PushDelivered':
      return dayOfInstant(event.data.receivedAt);
    case 'PushRefused':
      return event.data.refusedOn;
  }
}

export const pushOutcome = { initial: initial as PushState, evolve, occurredOn, versions: pushVersions };

/** The first answer counts; the same push delivered again after a crash meets its own receipt and changes nothing. */
export const answer =
  (outcome: PushEvent) =>
  (state: PushState): PushEvent[] =>
    state.status === 'answered' ? [] : [outcome];
