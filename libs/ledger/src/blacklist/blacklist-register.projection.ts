import { decode, type StoredEvent } from '@app/event-store';
import type { Projection } from '@app/projections';
import type { ClientBase } from 'pg';
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
  const event = decode(stored) as BlacklistListingEvent;
  const state = blacklistListing.evolve(row?.state ?? blacklistListing.initial, event);
  if (state.status === 'absent') return row;
  return {
    listingId: event.data.listingId,
    proposedAt: row?.proposedAt ?? stored.position,
    position: stored.position,
    state,
  };
}

export const blacklistRegister: Projection = {
  name: 'blacklist-register-1',
  tables: [{ name: 'blacklist_listings' }],
  async apply(client, events) {
    const ours = events.filter((event) => types.has(event.type));
    if (ours.length === 0) return;
    const rows = await load(client, [...new Set(ours.map(listingIdIn))]);
    for (const event of ours) {
      const row = toRegisterRow(rows.get(listingIdIn(event)), event);
      if (row) rows.set(row.listingId, row);
    }
    await save(client, [...rows.values()]);
  },
};

const listingIdIn = (event: StoredEvent): string => (decode(event) as BlacklistListingEvent).data.listingId;

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

async function load(client: ClientBase, listingIds: readonly string[]): Promise<Map<string, RegisterRow>> {
  const { rows } = await client.query<SelectedRow>(
    `SELECT ${registerColumns} FROM blacklist_listings WHERE listing_id = ANY ($1)`,
    [listingIds],
  );
  return new Map(rows.map((row) => [row.listing_id, fromSelected(row)]));
}

async function save(client: ClientBase, rows: readonly RegisterRow[]): Promise<void> {
  await client.query(
    `INSERT INTO blacklist_listings (listing_id, subject_id, ground, status, listed_until, proposed_at, position, state)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::date[], $6::bigint[], $7::bigint[], $8::jsonb[])
     ON CONFLICT (listing_id) DO UPDATE SET status = excluded.status, listed_until = excluded.listed_until,
       position = excluded.position, state = excluded.state`,
    [
      rows.map((row) => row.listingId),
      rows.map((row) => row.state.candidate.subjectId),
      rows.map((row) => row.state.candidate.ground),
      rows.map((row) => row.state.status),
      rows.map(({ state }) => (state.status === 'listed' ? state.listing.listedUntil : null)),
      rows.map((row) => row.proposedAt),
      rows.map((row) => row.position),
      rows.map((row) => JSON.stringify(row.state)),
    ],
  );
}
