import { type Day, derivedId } from '../../shared';
import { type PushFlowEvent, pushFlowEvents } from './push-flow.events';

/** Whether anything is sent to a body. One stream for each body, by its name. */
export interface PushFlow {
  readonly paused: boolean;
}

const initial: PushFlow = { paused: false };

export const pushFlow = {
  category: 'pushFlow',
  ofNoUnit: true as const,
  receiptIdOf: (body: string): string => derivedId('pushFlow', body),
  initial,
  evolve: (_state: PushFlow, { type }: PushFlowEvent): PushFlow => ({ paused: type === 'PushesPaused' }),
  ...pushFlowEvents,
};

interface FlowOrder {
  readonly endpoint: string;
  readonly reason: string;
  readonly on: Day;
}

/** 暂停推送. Paused already: quiet. */
export const pausePushes =
  ({ endpoint, reason, on }: FlowOrder) =>
  ({ paused }: PushFlow): PushFlowEvent[] =>
    paused ? [] : [{ type: 'PushesPaused', data: { subjectId: null, endpoint, reason, pausedOn: on } }];

/** 恢复推送. Not paused: quiet. */
export const resumePushes =
  ({ endpoint, reason, on }: FlowOrder) =>
  ({ paused }: PushFlow): PushFlowEvent[] =>
    paused ? [{ type: 'PushesResumed', data: { subjectId: null, endpoint, reason, resumedOn: on } }] : [];
