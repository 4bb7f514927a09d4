import type { StoredEvent } from '@app/event-store';
import { readModel } from '@app/projections';
import { blacklistListing, type BlacklistListing } from './domain/blacklist-listing';

/** A row of the register of cases: one case, from its proposal on, whether or not it ends on a list. */
export interface RegisterRow {
  readonly listingId: string;
  /** Position of the proposal, and of the newest event. */
  readonly proposedAt: number;
  readonly position: number;
  readonly state: Exclude<BlacklistListing, { status: 'absent' }>;
}

/** Event -> row. An event the row has seen changes nothing. */
export function toRegisterRow(row: RegisterRow | undefined, stored: StoredEvent): RegisterRow | undefined {
  const event = blacklistListing.eventIn(stored);
  if (!event || (row && row.position >= stored.position)) return row;
  const state = blacklistListing.evolve(row?.state ?? blacklistListing.initial, event);
  if (state.status === 'absent') return row;
  return {
    listingId: event.data.listingId,
    proposedAt: row?.proposedAt ?? stored.position,
    position: stored.position,
    state,
  };
}

/** How a row is selected, and what comes back. */
export const registerColumns = 'listing_id, proposed_at, position, state';

export interface SelectedRow {
  readonly listing_id: string;
  readonly proposed_at: string;
  readonly position: string;
  readonly state: RegisterRow['state'];
}

export function fromSelected(row: SelectedRow): RegisterRow {
  return {
    listingId: row.listing_id,
    proposedAt: Number(row.proposed_at),
    position: Number(row.position),
    state: row.state,
  };
}

export const blacklistRegister = readModel<RegisterRow>({
  name: 'blacklist-register-2',
  table: 'blacklist_listings_2',
  key: ['listing_id'],
  columns: {
    listing_id: { type: 'uuid', of: (row) => row.listingId },
    subject_id: { type: 'text', of: (row) => row.state.candidate.subjectId },
    ground: { type: 'text', of: (row) => row.state.candidate.ground },
    status: { type: 'text', of: (row) => row.state.status },
    proposed_at: { type: 'bigint', of: (row) => row.proposedAt },
    position: { type: 'bigint', of: (row) => row.position },
    state: { type: 'jsonb', of: (row) => row.state },
  },
  types: blacklistListing.types,
  keyOf: (stored) => blacklistListing.eventIn(stored)?.data.listingId,
  fold: toRegisterRow,
  readBack: { columns: registerColumns, toRow: (selected) => fromSelected(selected as SelectedRow) },
});
