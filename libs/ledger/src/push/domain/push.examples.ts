import { type Examples, subjectId } from '../../../../../test/support/examples';
import type { PushEvent } from './push.events';

const push = {
  pushId: 'e7124187-b9f8-50a1-8dec-0f85923c3437',
  subjectId,
  endpoint: 'credit-hebei',
  kind: 'penalty',
  eventId: 'event-1',
};

export const examples: Examples<PushEvent> = {
  PushDelivered: { ...push, receiptNumber: 'HB-1', receivedAt: '2026-05-07T01:00:00.000Z', publishedOn: '2026-05-07' },
  PushRefused: {
    ...push,
    code: '1001',
    message: '代码与名称不一致',
    fields: ['subjectName'],
    refusedOn: '2026-05-07',
  },
  PushGivenUp: { ...push, because: 'rejection-not-mended', unreadable: 0, givenUpOn: '2026-06-08' },
  PushRedriven: { ...push, round: 1, reason: '主体名称已在登记机关更正', redrivenOn: '2026-06-09' },
  PushHeld: {
    ...push,
    faults: [{ field: 'CF_FRDB', rule: 'credit-hebei-1/required', sentence: '法定代表人未填写' }],
    heldOn: '2026-05-07',
  },
  PushSentDespiteCheck: { ...push, round: 1, reason: '平台已确认可不填写', decidedOn: '2026-05-08' },
  PushOvertaken: { ...push, by: '7a3c1d52-5f0e-8b64-9a43-2f1c0d9e8b7a', mended: false, overtakenOn: '2026-05-09' },
  PushPublicityOver: { ...push, publicThrough: '2026-08-06', closedOn: '2026-08-07' },
  PushNothingThere: { ...push, closedOn: '2026-05-09' },
  PushFoundLost: {
    ...push,
    reconciliationId: '5b0f1c5e-6d5c-5b3e-8a55-0c3f6f7b8f11',
    round: 2,
    reason: '平台恢复备份后丢失',
    sentAgainOn: '2026-06-10',
  },
  PushAdopted: {
    ...push,
    heldAs: 'MANUAL-2024-000041',
    receiptNumber: 'HB-41',
    receivedAt: '2024-03-11T02:00:00.000Z',
    publishedOn: '2024-03-11',
    differs: false,
    adoptedOn: '2026-06-16',
  },
};
