import type { Acknowledged, Answer, Endpoint, Holding, Push, Rejected } from '@app/outbox';
import { CREDIT_HEBEI } from './client';
import { type CreditHebeiMessage, creditHebeiMessage } from './payload';

/** `fails`: it failed and nothing happened. `loses-answer`: it happened and the answer was lost. */
export type FakeFault = 'fails' | 'loses-answer' | 'refuses';

/**
 * A platform in memory that remembers what it was told and can be told to misbehave. Keeps the same contracts as the
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

  /** The next messages meet misbehaviour, one after the other, of this kind. */
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

  send(pushes: readonly Push[], signal: AbortSignal): Promise<readonly Answer[]> {
    return Promise.resolve(pushes.map((push) => this.answer(push, signal)));
  }

  askByKey(pushes: readonly Push[], signal: AbortSignal): Promise<readonly Holding[]> {
    return Promise.resolve(
      pushes.map(({ key }): Holding => {
        if (signal.aborted) return { outcome: 'failed', reason: 'unavailable' };
        const record = this.records.get(key);
        return record ? receiptOf(record) : { outcome: 'absent' };
      }),
    );
  }

  private answer(push: Push, signal: AbortSignal): Answer {
    const fault = signal.aborted ? 'fails' : this.faults.shift();
    if (fault === 'fails') return { outcome: 'failed', reason: 'unavailable' };
    if (fault === 'refuses') return mismatch;
    const answer = this.receive(creditHebeiMessage(push));
    return fault === 'loses-answer' ? { outcome: 'failed', reason: 'no answer' } : answer;
  }

  private receive(message: CreditHebeiMessage): Answer {
    const { idempotencyKey, fields } = message;
    const known = this.records.get(idempotencyKey);
    if (known && JSON.stringify(known.message.fields) !== JSON.stringify(fields)) {
      return { outcome: 'rejected', code: '1409', message: '同一幂等键的内容不同', fields: ['idempotencyKey'] };
    }
    const refused = known ? undefined : this.complaint(message);
    if (refused) return refused;
    const record = known ?? { message, receiptNumber: `FAKE${this.records.size + 1}`, arrivals: 0 };
    this.records.set(idempotencyKey, { ...record, arrivals: record.arrivals + 1 });
    const { code, name } = subjectOf(fields);
    this.names.set(code, name);
    return receiptOf(record);
  }

  private complaint({ kind, fields }: CreditHebeiMessage): Rejected | undefined {
    const { code, name } = subjectOf(fields);
    if (
      (kind === 'penalty' || kind === 'penalty-correction') &&
      fields.CF_FRDB === undefined &&
      !code.startsWith('92')
    ) {
      return { outcome: 'rejected', code: '1002', message: '缺少必填字段：法定代表人(CF_FRDB)', fields: ['CF_FRDB'] };
    }
    if ((this.names.get(code) ?? name) !== name) return mismatch;
    if (this.isThere(kind, fields)) return undefined;
    return { outcome: 'rejected', code: '1004', message: '未查询到要撤回、移出、修复或恢复的记录', fields: [] };
  }

  /** What the message speaks of, where it speaks of something that came before. */
  private isThere(kind: string, fields: CreditHebeiMessage['fields']): boolean {
    const {
      CF_WSH = '',
      decisionNo = '',
      XF_WSH = '',
      commitmentNo = '',
      repairNo = '',
      planNo = '',
      taskNo = '',
    } = fields;
    const holds = (held: string, fields: CreditHebeiMessage['fields']) =>
      this.stored().some(
        (one) => one.kind === held && Object.entries(fields).every(([name, value]) => one.fields[name] === value),
      );
    switch (kind) {
      case 'penalty-withdrawal':
      case 'penalty-change':
      case 'penalty-unlawful':
      case 'penalty-void':
      case 'repair-result':
        return holds('penalty', { CF_WSH }) || holds('penalty-correction', { CF_WSH });
      case 'list-removal':
      case 'list-correction':
        return holds('list-entry', { decisionNo });
      case 'repair-revocation':
        return (
          holds('repair-result', { CF_WSH, XF_WSH }) &&
          holds('penalty-withdrawal', { CF_WSH, CH_WSH: XF_WSH }) &&
          !holds('repair-revocation', { CF_WSH, XF_WSH })
        );
      case 'commitment-repair':
        return holds('commitment', { commitmentNo });
      case 'commitment-repair-revocation':
        return (
          holds('commitment-repair', { commitmentNo, repairNo }) &&
          !holds('commitment-repair-revocation', { commitmentNo, repairNo })
        );
      case 'spot-check-withdrawal':
        return holds('spot-check', { planNo, taskNo });
      default:
        return true;
    }
  }
}

const receiptOf = ({ receiptNumber }: { readonly receiptNumber: string }): Acknowledged => ({
  outcome: 'acknowledged',
  receiptNumber,
  receivedAt: '2024-03-06T01:02:03.004Z',
});

function subjectOf(fields: CreditHebeiMessage['fields']): { readonly code: string; readonly name: string } {
  return {
    code: String(fields.CF_XDR_SHXYM ?? fields.uscc),
    name: String(fields.CF_XDR_MC ?? fields.subjectName),
  };
}

const mismatch: Rejected = {
  outcome: 'rejected',
  code: '1001',
  message: '未查询到主体或查询到的主体信息不匹配',
  fields: [],
};
