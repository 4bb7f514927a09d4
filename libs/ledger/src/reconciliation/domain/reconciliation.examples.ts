import { type Examples, subjectId as about } from '../../../../../test/support/examples';
import type { ReconciliationEvent } from './reconciliation.events';

const subjectId = null;
const reconciliationId = '5b0f1c5e-6d5c-5b3e-8a55-0c3f6f7b8f11';
const discrepancyId = '0e0b5c62-7f0e-5a3f-9d6e-0a7b1c2d3e4f';

export const examples: Examples<ReconciliationEvent> = {
  ReconciliationOpened: {
    subjectId,
    reconciliationId,
    endpoint: 'credit-hebei',
    fedBy: null,
    reconciledOn: '2026-06-09',
    startedAt: '2026-06-08T18:00:00.000Z',
    endedAt: '2026-06-08T18:00:02.000Z',
    kinds: [{ kind: 'penalty', told: 2, held: 1, toldHash: 'a'.repeat(64), heldHash: 'b'.repeat(64), differences: 1 }],
    differences: 1,
    named: 1,
    continues: null,
  },
  DiscrepancyFound: {
    subjectId,
    reconciliationId,
    discrepancyId,
    difference: 'lost',
    key: `credit-hebei:penalty:1113100001YMGCE72W:廊消行罚决字〔2026〕第0001号:${about}:0`,
    kind: 'penalty',
    pushId: 'e7124187-b9f8-50a1-8dec-0f85923c3437',
    about,
    receiptNumber: null,
    foundOn: '2026-06-09',
  },
  DiscrepancyResolved: {
    subjectId,
    reconciliationId,
    discrepancyId,
    reason: '平台恢复备份，已重新推送',
    resolvedOn: '2026-06-10',
  },
  ReconciliationClosed: {
    subjectId,
    reconciliationId,
    endpoint: 'credit-hebei',
    remark: '差异均已处置',
    closedOn: '2026-06-10',
  },
};
