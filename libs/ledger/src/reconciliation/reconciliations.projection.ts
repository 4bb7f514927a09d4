import type { StoredEvent } from '@app/event-store';
import { readModel } from '@app/projections';
import { reconciliation } from './domain/reconciliation';
import type { DiscrepancyFound, ReconciliationOpened } from './domain/reconciliation.events';

/** One reconciliation, as it stands. */
export interface ReconciliationRow {
  readonly opened: Omit<ReconciliationOpened['data'], 'subjectId' | 'startedAt'>;
  readonly closedOn: string | null;
  readonly remark: string | null;
  readonly openedAt: number;
  readonly position: number;
}

/** Event -> row. An event the row has seen changes nothing. */
export function toReconciliationRow(
  row: ReconciliationRow | undefined,
  stored: StoredEvent,
): ReconciliationRow | undefined {
  const event = reconciliation.eventIn(stored);
  const { position } = stored;
  if (!event || (row && row.position >= position)) return row;
  if (event.type === 'ReconciliationOpened') {
    const { reconciliationId, endpoint, fedBy, continues, reconciledOn, endedAt, kinds, differences, named } =
      event.data;
    const opened = { reconciliationId, endpoint, fedBy, continues, reconciledOn, endedAt, kinds, differences, named };
    return { opened, closedOn: null, remark: null, openedAt: position, position };
  }
  if (!row || event.type !== 'ReconciliationClosed') return row;
  return { ...row, closedOn: event.data.closedOn, remark: event.data.remark, position };
}

/** One difference, and what was said to it. */
export interface DiscrepancyRow {
  readonly found: Omit<DiscrepancyFound['data'], 'subjectId' | 'foundOn'>;
  readonly reason: string | null;
  readonly resolvedOn: string | null;
  readonly foundAt: number;
  readonly position: number;
}

/** Event -> row. An event the row has seen changes nothing. */
export function toDiscrepancyRow(row: DiscrepancyRow | undefined, stored: StoredEvent): DiscrepancyRow | undefined {
  const event = reconciliation.eventIn(stored);
  const { position } = stored;
  if (!event || (row && row.position >= position)) return row;
  if (event.type === 'DiscrepancyFound') {
    const { reconciliationId, discrepancyId, difference, key, kind, pushId, about, receiptNumber } = event.data;
    const found = { reconciliationId, discrepancyId, difference, key, kind, pushId, about, receiptNumber };
    return { found, reason: null, resolvedOn: null, foundAt: position, position };
  }
  if (!row || event.type !== 'DiscrepancyResolved') return row;
  return { ...row, reason: event.data.reason, resolvedOn: event.data.resolvedOn, position };
}

/** How a row is selected. */
export const reconciliationColumns = `reconciliation_id, endpoint, fed_by, continues, reconciled_on::text, ended_at, kinds, differences, named,
  closed_on::text, remark, opened_at, position`;

export interface SelectedReconciliation {
  readonly reconciliation_id: string;
  readonly endpoint: string;
  readonly fed_by: string | null;
  readonly continues: string | null;
  readonly reconciled_on: string;
  readonly ended_at: string;
  readonly kinds: ReconciliationOpened['data']['kinds'];
  readonly differences: number;
  readonly named: number;
  readonly closed_on: string | null;
  readonly remark: string | null;
  readonly opened_at: string;
  readonly position: string;
}

export const fromSelectedReconciliation = (row: SelectedReconciliation): ReconciliationRow => ({
  opened: {
    reconciliationId: row.reconciliation_id,
    endpoint: row.endpoint,
    fedBy: row.fed_by,
    continues: row.continues,
    reconciledOn: row.reconciled_on,
    endedAt: row.ended_at,
    kinds: row.kinds,
    differences: row.differences,
    named: row.named,
  },
  closedOn: row.closed_on,
  remark: row.remark,
  openedAt: Number(row.opened_at),
  position: Number(row.position),
});

export const discrepancyColumns = `discrepancy_id, reconciliation_id, difference, key, kind, push_id, about, receipt_number, reason,
  resolved_on::text, found_at, position`;

export interface SelectedDiscrepancy {
  readonly discrepancy_id: string;
  readonly reconciliation_id: string;
  readonly difference: DiscrepancyFound['data']['difference'];
  readonly key: string;
  readonly kind: string;
  readonly push_id: string | null;
  readonly about: string | null;
  readonly receipt_number: string | null;
  readonly reason: string | null;
  readonly resolved_on: string | null;
  readonly found_at: string;
  readonly position: string;
}

export const fromSelectedDiscrepancy = (row: SelectedDiscrepancy): DiscrepancyRow => ({
  found: {
    reconciliationId: row.reconciliation_id,
    discrepancyId: row.discrepancy_id,
    difference: row.difference,
    key: row.key,
    kind: row.kind,
    pushId: row.push_id,
    about: row.about,
    receiptNumber: row.receipt_number,
  },
  reason: row.reason,
  resolvedOn: row.resolved_on,
  foundAt: Number(row.found_at),
  position: Number(row.position),
});

export const reconciliations = readModel<ReconciliationRow>({
  name: 'reconciliations-1',
  table: 'reconciliations',
  key: ['reconciliation_id'],
  columns: {
    reconciliation_id: { type: 'uuid', of: ({ opened }) => opened.reconciliationId },
    endpoint: { type: 'text', of: ({ opened }) => opened.endpoint },
    fed_by: { type: 'text', of: ({ opened }) => opened.fedBy },
    continues: { type: 'uuid', of: ({ opened }) => opened.continues },
    reconciled_on: { type: 'date', of: ({ opened }) => opened.reconciledOn },
    ended_at: { type: 'text', of: ({ opened }) => opened.endedAt },
    kinds: { type: 'jsonb', of: ({ opened }) => opened.kinds },
    differences: { type: 'integer', of: ({ opened }) => opened.differences },
    named: { type: 'integer', of: ({ opened }) => opened.named },
    closed_on: { type: 'date', of: (row) => row.closedOn },
    remark: { type: 'text', of: (row) => row.remark },
    opened_at: { type: 'bigint', of: (row) => row.openedAt },
    position: { type: 'bigint', of: (row) => row.position },
  },
  types: new Set(['ReconciliationOpened', 'ReconciliationClosed']),
  keyOf: (stored) => reconciliation.eventIn(stored)?.data.reconciliationId,
  fold: toReconciliationRow,
  readBack: {
    columns: reconciliationColumns,
    toRow: (selected) => fromSelectedReconciliation(selected as SelectedReconciliation),
  },
});

export const discrepancies = readModel<DiscrepancyRow>({
  name: 'discrepancies-1',
  table: 'discrepancies',
  key: ['discrepancy_id'],
  columns: {
    discrepancy_id: { type: 'uuid', of: ({ found }) => found.discrepancyId },
    reconciliation_id: { type: 'uuid', of: ({ found }) => found.reconciliationId },
    difference: { type: 'text', of: ({ found }) => found.difference },
    key: { type: 'text', of: ({ found }) => found.key },
    kind: { type: 'text', of: ({ found }) => found.kind },
    push_id: { type: 'uuid', of: ({ found }) => found.pushId },
    about: { type: 'text', of: ({ found }) => found.about },
    receipt_number: { type: 'text', of: ({ found }) => found.receiptNumber },
    reason: { type: 'text', of: (row) => row.reason },
    resolved_on: { type: 'date', of: (row) => row.resolvedOn },
    found_at: { type: 'bigint', of: (row) => row.foundAt },
    position: { type: 'bigint', of: (row) => row.position },
  },
  types: new Set(['DiscrepancyFound', 'DiscrepancyResolved']),
  keyOf: (stored) => {
    const event = reconciliation.eventIn(stored);
    return event && 'discrepancyId' in event.data ? event.data.discrepancyId : undefined;
  },
  fold: toDiscrepancyRow,
  readBack: {
    columns: discrepancyColumns,
    toRow: (selected) => fromSelectedDiscrepancy(selected as SelectedDiscrepancy),
  },
});
