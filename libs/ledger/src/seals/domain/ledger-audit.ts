import type { Day } from '../../shared';
import { type LedgerAuditEvent, ledgerAuditEvents, type LedgerAudited } from './ledger-audit.events';

/** The audits of a month stand in one stream, so that the newest is found in a short one. */
export const auditsId = (day: Day): string => day.slice(0, 7);

export interface Audits {
  readonly latest: LedgerAudited['data'] | null;
}

const initial: Audits = { latest: null };

const evolve = (_state: Audits, { data }: LedgerAuditEvent): Audits => ({ latest: data });

export const ledgerAudit = { category: 'ledgerAudit', initial, evolve, ...ledgerAuditEvents };

/** 记录核验结果. The same result of the same tree, once more on the same day, stays quiet. */
export const recordAudit =
  (audited: LedgerAudited['data']) =>
  ({ latest }: Audits): LedgerAuditEvent[] =>
    JSON.stringify(latest) === JSON.stringify(audited) ? [] : [{ type: 'LedgerAudited', data: audited }];
