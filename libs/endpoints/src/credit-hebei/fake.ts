import { DeliveryOutcome, Endpoint, Push, Refused } from '@app/outbox';
import { CREDIT_HEBEI } from './client';
import { CreditHebeiMessage, creditHebeiMessage } from './payload';

/** `fails`: it failed and nothing happened. `loses-answer`: it happened and the answer was lost. */
export type FakeFault = 'fails' | 'loses-answer' | 'refuses';

/**
 * A platform in memory that remembers what it was told and can be told to misbehave. Keeps the same contract as the
 * real client with the sandbox behind it.
 */
export class FakeCreditHebei implements Endpoint {
  readonly name = CREDIT_HEBEI;
  private readonly records = new Map<
    string,
    { message: CreditHebeiMessage; receiptNumber: string; arrivals: number }
  >();
  private readonly names = new Map<string, string>();
  private readonly faults: FakeFault[] = [];

  /** The next deliveries misbehave, one after the other, in this way. */
  misbehave(...faults: FakeFault[]): void {
    this.faults.push(...faults);
  }

  /** Messages in the order in which they were stored. */
  stored(): CreditHebeiMessage[] {
    return [...this.records.values()].map(({ message }) => message);
  }

  arrivals(idempotencyKey: string): number {
    return this.records.get(idempotencyKey)?.arrivals ?? 0;
  }

  deliver(push: Push, signal: AbortSignal): Promise<DeliveryOutcome> {
    return Promise.resolve(this.answer(push, signal));
  }

  private answer(push: Push, signal: AbortSignal): DeliveryOutcome {
    const fault = signal.aborted ? 'fails' : this.faults.shift();
    if (fault === 'fails') return { outcome: 'failed', reason: 'unavailable' };
    if (fault === 'refuses') return mismatch;
    const outcome = this.receive(push, creditHebeiMessage(push));
    return fault === 'loses-answer' ? { outcome: 'failed', reason: 'no answer' } : outcome;
  }

  private receive(push: Push, message: CreditHebeiMessage): DeliveryOutcome {
    const { idempotencyKey, fields } = message;
    const known = this.records.get(idempotencyKey);
    if (known && JSON.stringify(known.message.fields) !== JSON.stringify(fields)) {
      return { outcome: 'refused', code: '1409', message: '同一幂等键的内容不同', fields: ['idempotencyKey'] };
    }
    const refused = known ? undefined : this.complaint(push);
    if (refused) return refused;
    const record = known ?? { message, receiptNumber: `FAKE${this.records.size + 1}`, arrivals: 0 };
    this.records.set(idempotencyKey, { ...record, arrivals: record.arrivals + 1 });
    this.names.set(push.content.uscc, push.content.subjectName);
    return { outcome: 'delivered', receiptNumber: record.receiptNumber, receivedAt: '2024-03-06T01:02:03.004Z' };
  }

  private complaint({ kind, content }: Push): Refused | undefined {
    if (kind === 'penalty' && content.legalRepresentative === null && !content.uscc.startsWith('92')) {
      return { outcome: 'refused', code: '1002', message: '缺少必填字段：法定代表人(CF_FRDB)', fields: ['CF_FRDB'] };
    }
    if ((this.names.get(content.uscc) ?? content.subjectName) !== content.subjectName) return mismatch;
    const ends =
      kind === 'penalty-withdrawal' ? content.documentNumber : kind === 'list-removal' ? content.decisionNumber : null;
    if (ends === null || this.stored().some(({ fields }) => [fields.CF_WSH, fields.decisionNo].includes(ends)))
      return undefined;
    return { outcome: 'refused', code: '1004', message: '未查询到要撤回或移出的记录', fields: [] };
  }
}

const mismatch: Refused = {
  outcome: 'refused',
  code: '1001',
  message: '未查询到主体或查询到的主体信息不匹配',
  fields: [],
};
