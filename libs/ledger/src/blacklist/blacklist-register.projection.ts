import type { StoredEvent } from '@app/event-store';
import { decodeOnce, readModel } from '@app/projections';
import { blacklistListing, type BlacklistListing } from './domain/blacklist-listing';
import type { BlacklistListingEvent } from './domain/blacklist-listing.events';

/** A row of the register of cases. */
export interface RegisterRow {
  readonly listingId: string;
  /** Position of the proposal, and of the newest event. */
  readonly proposedAt: number;
  readonly position: number;
  readonly state: Exclude<BlacklistListing, { status: 'absent' }>;
}

const types: ReadonlySet<string> = new Set<BlacklistListingEvent['type']>([
  'ListingCandidateProposed',
  'ListingCandidateDismissed',
  'ListingIntentNotified',
  'ListingDefenceReceived',
  'ListingDefenceAnswered',
  'SubjectListedOnBlacklist',
  'SubjectRemovedFromBlacklist',
]);

/** Event -> row. An event the row has seen changes nothing. */
export function toRegisterRow(row: RegisterRow | undefined, stored: StoredEvent): RegisterRow | undefined {
  if (row && row.position >= stored.position) return row;
  const event = eventIn(stored);
  const state = blacklistListing.evolve(row?.state ?? blacklistListing.initial, event);
  if (state.status === 'absent') return row;
  return {
    listingId: event.data.listingId,
    proposedAt: row?.proposedAt ?? stored.position,
    position: stored.position,
    state,
  };
}

const eventIn = (stored: StoredEvent) => decodeOnce(stored) as BlacklistListingEvent;

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
  name: 'blacklist-register-1',
  table: 'blacklist_listings',
  key: ['listing_id'],
  columns: {
    listing_id: { type: 'uuid', of: (row) => row.listingId },
    subject_id: { type: 'text', of: (row) => row.state.candidate.subjectId },
    ground: { type: 'text', of: (row) => row.state.candidate.ground },
    status: { type: 'text', of: (row) => row.state.status },
    listed_until: { type: 'date', of: ({ state }) => (state.status === 'listed' ? state.listing.listedUntil : null) },
    proposed_at: { type: 'bigint', of: (row) => row.proposedAt },
    position: { type: 'bigint', of: (row) => row.position },
    state: { type: 'jsonb', of: (row) => row.state },
  },
  keyOf: (stored) => (types.has(stored.type) ? eventIn(stored).data.listingId : undefined),
  fold: toRegisterRow,
  readBack: { columns: registerColumns, toRow: (selected) => fromSelected(selected as SelectedRow) },
});
