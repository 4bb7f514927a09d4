import type { Examples } from '../../../../../test/support/examples';
import type { BodyKeysEvent } from './body-keys.events';

export const oldKey = `SHA256:${'a'.repeat(43)}`;
export const newKey = `SHA256:${'b'.repeat(43)}`;

export const examples: Examples<BodyKeysEvent> = {
  BodyKeysPinned: { subjectId: null, endpoint: 'credit-hebei', keys: [oldKey], pinnedOn: '2026-06-15' },
  BodyKeyChanged: {
    subjectId: null,
    endpoint: 'credit-hebei',
    key: newKey,
    reason: '平台来函更换签名密钥，指纹已电话核对',
    changedOn: '2026-06-15',
  },
};
