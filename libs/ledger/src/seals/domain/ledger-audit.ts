import type { Day } from '../../shared';
import {
  type LedgerAuditEvent,
  ledgerAuditEvents,
  type LedgerAudited,
  type ReadModelsCompared,
} from './ledger-audit.events';

/** The audits of a month stand in one stream, so that the newest is found in a short one. */
export const auditsId = (day: Day): string => day.slice(0, 7);

export interface Audits {
  readonly latest: LedgerAudited['data'] | null;
  readonly compared: ReadModelsCompared['data'] | null;
}

const initial: Audits = { latest: null, compared: null };

const evolve = (state: Audits, event: LedgerAuditEvent): Audits =>
  event.type === 'LedgerAudited' ? { ...state, latest: event.data } : { ...state, compared: event.data };

export const ledgerAudit = { category: 'ledgerAudit', initial, evolve, ...ledgerAuditEvents };

/** 记录核验结果. The same result of the same tree, once more on the same day, stays quiet. */
export const recordAudit =
  (audited: LedgerAudited['data']) =>
  ({ latest }: Audits): LedgerAuditEvent[] =>
    JSON.stringify(latest) === JSON.stringify(audited) ? [] : [{ type: 'LedgerAudited', data: audited }];

/** 记录读模型比对结果. The same of the same night, once more, stays quiet. */
export const recordComparison =
  (wanted: ReadModelsCompared['data']) =>
  ({ compared }: Audits): LedgerAuditEvent[] =>
    JSON.stringify(compared) === JSON.stringify(wanted) ? [] : [{ type: 'ReadModelsCompared', data: wanted }];
