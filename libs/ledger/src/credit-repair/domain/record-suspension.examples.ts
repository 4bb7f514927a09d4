import type { Examples } from '../../../../../test/support/examples';
import type {
  CreditRecordSuspended,
  CreditRecordSuspensionEnded,
  RecordSuspensionEvent,
} from './record-suspension.events';

export const suspensionId = 'c7e0d1f2-0000-5000-8000-000000000002';

export const aSuspension = (change: Partial<CreditRecordSuspended['data']> = {}): CreditRecordSuspended => ({
  type: 'CreditRecordSuspended',
  data: {
    suspensionId,
    subjectId: '92131003MA9ANPJY55',
    record: { kind: 'penalty-decision', id: 'decision-1', documentNumber: '广消行罚决字〔2026〕第0005号' },
    court: '廊坊市中级人民法院',
    rulingNumber: '（2026）冀10破3号',
    suspendedOn: '2026-07-01',
    plan: '重整计划执行期两年',
    ...change,
  },
});

export const aSuspensionEnd = (
  change: Partial<CreditRecordSuspensionEnded['data']> = {},
): CreditRecordSuspensionEnded => ({
  type: 'CreditRecordSuspensionEnded',
  data: {
    suspensionId,
    subjectId: '92131003MA9ANPJY55',
    record: { kind: 'penalty-decision', id: 'decision-1', documentNumber: '广消行罚决字〔2026〕第0005号' },
    documentNumber: '（2026）冀10破3号之二',
    endedOn: '2027-03-01',
    outcome: 'plan-failed',
    ...change,
  },
});

export const examples: Examples<RecordSuspensionEvent> = {
  CreditRecordSuspended: aSuspension().data,
  CreditRecordSuspensionEnded: aSuspensionEnd().data,
};
