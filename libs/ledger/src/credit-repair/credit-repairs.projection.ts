import type { StoredEvent } from '@app/event-store';
import { readModel } from '@app/projections';
import { creditRepair, type CreditRepair } from './domain/credit-repair';

/** The repair of one record, as it stands. */
export interface RepairRow {
  readonly repairId: string;
  /** Position of the first application, and of the newest event. */
  readonly appliedAt: number;
  readonly position: number;
  readonly state: Exclude<CreditRepair, { status: 'absent' }>;
}

/** Event -> row. An event the row has seen changes nothing. */
export function toRepairRow(row: RepairRow | undefined, stored: StoredEvent): RepairRow | undefined {
  const event = creditRepair.eventIn(stored);
  if (!event || (row && row.position >= stored.position)) return row;
  const state = creditRepair.evolve(row?.state ?? creditRepair.initial, event);
  if (state.status === 'absent') return row;
  return {
    repairId: event.data.repairId,
    appliedAt: row?.appliedAt ?? stored.position,
    position: stored.position,
    state,
  };
}

/** How a row is selected, and what comes back. */
export const repairColumns = 'repair_id, applied_at, position, state';

export interface SelectedRepair {
  readonly repair_id: string;
  readonly applied_at: string;
  readonly position: string;
  readonly state: RepairRow['state'];
}

export const fromSelected = (row: SelectedRepair): RepairRow => ({
  repairId: row.repair_id,
  appliedAt: Number(row.applied_at),
  position: Number(row.position),
  state: row.state,
});

export const creditRepairs = readModel<RepairRow>({
  name: 'credit-repairs-1',
  table: 'credit_repairs',
  key: ['repair_id'],
  columns: {
    repair_id: { type: 'uuid', of: (row) => row.repairId },
    subject_id: { type: 'text', of: (row) => row.state.file.application.subjectId },
    status: { type: 'text', of: (row) => row.state.status },
    applied_at: { type: 'bigint', of: (row) => row.appliedAt },
    position: { type: 'bigint', of: (row) => row.position },
    state: { type: 'jsonb', of: (row) => row.state },
  },
  types: creditRepair.types,
  keyOf: (stored) => creditRepair.eventIn(stored)?.data.repairId,
  fold: toRepairRow,
  readBack: { columns: repairColumns, toRow: (selected) => fromSelected(selected as SelectedRepair) },
});
