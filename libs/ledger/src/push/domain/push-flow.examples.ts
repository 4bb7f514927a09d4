import type { Examples } from '../../../../../test/support/examples';
import type { PushFlowEvent } from './push-flow.events';

const ordered = { subjectId: null, endpoint: 'credit-hebei' };

export const examples: Examples<PushFlowEvent> = {
  PushesPaused: { ...ordered, reason: '平台升级维护', pausedOn: '2026-06-15' },
  PushesResumed: { ...ordered, reason: '平台维护结束', resumedOn: '2026-06-16' },
};
