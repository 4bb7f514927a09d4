import { type Examples, subjectId } from '../../../../../test/support/examples';
import type { PushEvent } from './push.events';

const push = { pushId: 'push-1', subjectId, endpoint: 'credit-hebei', kind: 'penalty', eventId: 'event-1' };

export const examples: Examples<PushEvent> = {
  PushDelivered: { ...push, receiptNumber: 'HB-1', receivedAt: '2026-05-07T01:00:00.000Z' },
  PushRefused: {
    ...push,
    code: '1001',
    message: '代码与名称不一致',
    fields: ['subjectName'],
    refusedOn: '2026-05-07',
  },
};
