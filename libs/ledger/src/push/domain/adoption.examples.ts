import type { Examples } from '../../../../../test/support/examples';
import type { AdoptionEvent } from './adoption.events';

const listed = {
  subjectId: null,
  endpoint: 'credit-hebei',
  listHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
};

export const examples: Examples<AdoptionEvent> = {
  AdoptionAsked: {
    ...listed,
    matched: 41,
    differing: 1,
    unmatched: 7,
    surplus: 2,
    reason: '上线前已由人工录入平台',
    askedOn: '2026-06-15',
  },
  AdoptionApproved: { ...listed, reason: '清单已逐条核对', approvedOn: '2026-06-16' },
  AdoptionCompleted: { ...listed, adopted: 42, completedOn: '2026-06-16' },
};
