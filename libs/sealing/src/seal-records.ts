import type { ClientBase, Pool } from 'pg';
import { type NoteVerifier } from './note/signed-note';
import { verifierFrom } from './note/ed25519-key';
import type { Tile, TilePlace } from './tree/tiles';

/** What is stored of the seals: one function per question, each a single statement. */
export type Connection = Pool | ClientBase;

export interface SealState {
  /** Entries sealed. They are numbered from 0. */
  readonly size: number;
  /** Position of the last of them; 0 when there is none. */
  readonly lastPosition: number;
  /** Everything visible in the log at this moment is sealed; null: never caught up. */
  readonly caughtUpAt: Date | null;
  readonly stoppedBy: string | null;
  /** The alarm of the signer, as it told the others; null: none. */
  readonly alarm: string | null;
  /** When the signer last looked whether the tree continues what it remembers; null: no signer has said so yet. */
  readonly lookedAt: Date | null;
}

export interface StoredTile extends Tile {
  /** Positions of the entries; empty above level 0. */
  readonly positions: readonly number[];
}

export interface StoredCheckpoint {
  readonly size: number;
  readonly keyId: string;
  readonly signedAt: Date;
  readonly note: string;
}

export async function sealState(connection: Connection): Promise<SealState> {
  return stateIn(
    await connection.query<StateRow>({ name: 'seal-state', text: `SELECT ${stateColumns} FROM seal_state` }),
  );
}

/** The state, for this transaction alone: sealers take turns by it. */
export async function lockSealState(client: ClientBase): Promise<SealState> {
  return stateIn(
    await client.query<StateRow>({
      name: 'lock-seal-state',
      text: `SELECT ${stateColumns} FROM seal_state FOR UPDATE`,
    }),
  );
}

/** Says how far the log is sealed now. `caughtUp`: all that was visible when this transaction began is sealed. */
export async function moveSealState(
  client: ClientBase,
  to: { readonly size: number; readonly lastPosition: number; readonly caughtUp: boolean },
): Promise<void> {
  await client.query({
    name: 'move-seal-state',
    text: `UPDATE seal_state SET tree_size = $1, last_position = $2, stopped_by = NULL,
           caught_up_at = CASE WHEN $3 THEN now() ELSE caught_up_at END`,
    values: [to.size, to.lastPosition, to.caughtUp],
  });
}

export async function stopSealing(connection: Connection, reason: string): Promise<void> {
  await connection.query('UPDATE seal_state SET stopped_by = $1', [reason]);
}

/** Tells the other processes of the signer's alarm; null: there is none any more. */
export async function showAlarm(connection: Connection, alarm: string | null): Promise<void> {
  await connection.query('UPDATE seal_state SET alarm = $1 WHERE alarm IS DISTINCT FROM $1', [alarm]);
}

/** Tells the other processes that the signer has looked, whatever it found: its alarm says that. */
export async function showLook(connection: Connection): Promise<void> {
  await connection.query('UPDATE seal_state SET looked_at = clock_timestamp()');
}

/**
 * Waits for the disk: when this transaction is committed, the tiles of every batch before it are there for good. Their own commits
 * did not wait.
 */
export async function makeTilesDurable(client: ClientBase): Promise<void> {
  await client.query('UPDATE seal_state SET tree_size = tree_size');
}

/** Those of the tiles that are there. */
export async function tilesAt(connection: Connection, places: readonly TilePlace[]): Promise<StoredTile[]> {
  const { rows } = await connection.query<TileRow>({
    name: 'seal-tiles',
    text: `SELECT t.level, t.number, t.hashes, t.positions
           FROM seal_tiles t JOIN unnest($1::integer[], $2::bigint[]) AS p (level, number) USING (level, number)`,
    values: [places.map(({ level }) => level), places.map(({ number }) => number)],
  });
  return rows.map(toTile);
}

/** Up to `limit` tiles of the entries, in order, from number `from` on. */
export async function entryTiles(connection: Connection, from: number, limit: number): Promise<StoredTile[]> {
  const { rows } = await connection.query<TileRow>({
    name: 'seal-entry-tiles',
    text: `SELECT level, number, hashes, positions FROM seal_tiles
           WHERE level = 0 AND number >= $1 ORDER BY number LIMIT $2`,
    values: [from, limit],
  });
  return rows.map(toTile);
}

/** Adds tiles and lets those grow that are there. `positions` are those of the entries, level 0 only. */
export async function writeTiles(client: ClientBase, tiles: readonly StoredTile[]): Promise<void> {
  await client.query({
    name: 'write-seal-tiles',
    text: `INSERT INTO seal_tiles (level, number, hashes, positions)
           SELECT level, number, hashes, positions::bigint[]
           FROM unnest($1::integer[], $2::bigint[], $3::bytea[], $4::text[]) AS t (level, number, hashes, positions)
           ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes, positions = excluded.positions`,
    values: [
      tiles.map(({ level }) => level),
      tiles.map(({ number }) => number),
      tiles.map(({ hashes }) => hashes),
      tiles.map(({ level, positions }) => (level === 0 ? `{${positions.join(',')}}` : null)),
    ],
  });
}

/** The tile of the entries in which this position stands, if it stands in any: the last that begins at or before it. */
export async function tileOfPosition(connection: Connection, position: number): Promise<StoredTile | undefined> {
  const { rows } = await connection.query<TileRow>({
    name: 'seal-tile-of-position',
    text: `SELECT level, number, hashes, positions FROM seal_tiles
           WHERE level = 0 AND first_position <= $1 ORDER BY first_position DESC LIMIT 1`,
    values: [position],
  });
  return rows.map(toTile)[0];
}

/**
 * Checkpoints of trees up to this size, the largest first and of one size the one signed last, at most `limit`. Rows of larger trees
 * are not this log's; of these keys only, when keys are named.
 */
export async function newestCheckpoints(
  connection: Connection,
  { upTo, keyIds, limit }: { readonly upTo: number; readonly keyIds: readonly string[]; readonly limit: number },
): Promise<StoredCheckpoint[]> {
  const { rows } = await connection.query<CheckpointRow>({
    name: 'newest-seal-checkpoints',
    text: `SELECT ${checkpointColumns} FROM seal_checkpoints
           WHERE tree_size <= $1 AND (cardinality($2::text[]) = 0 OR key_id = ANY ($2))
           ORDER BY tree_size DESC, signed_at DESC LIMIT $3`,
    values: [upTo, keyIds, limit],
  });
  return rows.map(toCheckpoint);
}

/** The checkpoint that this key signed of exactly this size. */
export async function checkpointOfSize(
  connection: Connection,
  size: number,
  keyId: string,
): Promise<StoredCheckpoint | undefined> {
  const { rows } = await connection.query<CheckpointRow>({
    name: 'seal-checkpoint-of-size',
    text: `SELECT ${checkpointColumns} FROM seal_checkpoints WHERE tree_size = $1 AND key_id = $2`,
    values: [size, keyId],
  });
  return rows.map(toCheckpoint)[0];
}

/** Checkpoints of exactly this size, whoever signed them, the one signed last first; at most `limit`. */
export async function checkpointsOfSize(
  connection: Connection,
  size: number,
  limit: number,
): Promise<StoredCheckpoint[]> {
  const { rows } = await connection.query<CheckpointRow>({
    name: 'seal-checkpoints-of-size',
    text: `SELECT ${checkpointColumns} FROM seal_checkpoints WHERE tree_size = $1 ORDER BY signed_at DESC LIMIT $2`,
    values: [size, limit],
  });
  return rows.map(toCheckpoint);
}

/** How many checkpoints are stored, by whomever. */
export async function countCheckpoints(connection: Connection): Promise<number> {
  const { rows } = await connection.query<{ count: string }>('SELECT count(*) FROM seal_checkpoints');
  return Number(rows[0]?.count);
}

/** Up to `limit` checkpoints after this one, the smaller trees first. */
export async function checkpointsAfter(
  connection: Connection,
  after: Pick<StoredCheckpoint, 'size' | 'keyId'>,
  limit: number,
): Promise<StoredCheckpoint[]> {
  const { rows } = await connection.query<CheckpointRow>({
    name: 'seal-checkpoints-after',
    text: `SELECT ${checkpointColumns} FROM seal_checkpoints
           WHERE (tree_size, key_id) > ($1, $2) ORDER BY tree_size, key_id LIMIT $3`,
    values: [after.size, after.keyId, limit],
  });
  return rows.map(toCheckpoint);
}

/** Keeps a checkpoint for good, with the key that signed it. */
export async function addCheckpoint(client: Connection, checkpoint: StoredCheckpoint, vkey: string): Promise<void> {
  await client.query({
    name: 'add-seal-checkpoint',
    text: `WITH known AS (INSERT INTO seal_keys (vkey) VALUES ($5) ON CONFLICT DO NOTHING)
           INSERT INTO seal_checkpoints (tree_size, key_id, signed_at, note) VALUES ($1, $2, $3, $4)`,
    values: [checkpoint.size, checkpoint.keyId, checkpoint.signedAt, checkpoint.note, vkey],
  });
}

/** The public keys that have signed here, the first one first. */
export async function storedKeys(connection: Connection): Promise<NoteVerifier[]> {
  const { rows } = await connection.query<{ vkey: string }>('SELECT vkey FROM seal_keys ORDER BY first_used_at, vkey');
  return rows.map(({ vkey }) => verifierFrom(vkey));
}

/** How many hashes of `hashBytes` each there are at each level. */
export async function hashCounts(connection: Connection, hashBytes: number): Promise<ReadonlyMap<number, number>> {
  const { rows } = await connection.query<{ level: number; hashes: string }>(
    'SELECT level, sum(octet_length(hashes)) / $1 AS hashes FROM seal_tiles GROUP BY level',
    [hashBytes],
  );
  return new Map(rows.map(({ level, hashes }) => [level, Number(hashes)]));
}

const stateColumns = `tree_size, last_position, stopped_by, alarm, looked_at,
  CASE WHEN isfinite(caught_up_at) THEN caught_up_at END AS caught_up_at`;
interface StateRow {
  readonly tree_size: string;
  readonly last_position: string;
  readonly caught_up_at: Date | null;
  readonly stopped_by: string | null;
  readonly alarm: string | null;
  readonly looked_at: Date | null;
}

function stateIn({ rows: [row] }: { readonly rows: readonly StateRow[] }): SealState {
  if (!row) throw new Error('the row of seal_state is gone');
  return {
    size: Number(row.tree_size),
    lastPosition: Number(row.last_position),
    caughtUpAt: row.caught_up_at,
    stoppedBy: row.stopped_by,
    alarm: row.alarm,
    lookedAt: row.looked_at,
  };
}

interface TileRow {
  readonly level: number;
  readonly number: string;
  readonly hashes: Buffer;
  readonly positions: readonly string[] | null;
}

const toTile = ({ level, number, hashes, positions }: TileRow): StoredTile => ({
  level,
  number: Number(number),
  hashes,
  positions: positions?.map(Number) ?? [],
});

const checkpointColumns = 'tree_size, key_id, signed_at, note';
interface CheckpointRow {
  readonly tree_size: string;
  readonly key_id: string;
  readonly signed_at: Date;
  readonly note: string;
}

const toCheckpoint = ({ tree_size, key_id, signed_at, note }: CheckpointRow): StoredCheckpoint => ({
  size: Number(tree_size),
  keyId: key_id,
  signedAt: signed_at,
  note,
});
