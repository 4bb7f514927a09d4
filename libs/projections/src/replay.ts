import type { ClientBase } from 'pg';
import { type HeldBack, liveStand, withoutHeldBack } from './held-back';
import { logPages } from './log-pages';
import type { EventReader, Projection, ProjectionTable } from './projection';
import type { ReadModel } from './read-model';
import { foldLog } from './rebuild/fold-log';
import { rowsOf, tableHash } from './table-hash';

/** What a replay of one projection found. Equal when `missing` and `surplus` are 0. */
export interface ReplayReport {
  readonly projection: string;
  readonly table: string;
  /** Both sides stand at this position. */
  readonly position: number;
  readonly rows: number;
  readonly liveRows: number;
  /** Of the rows, whatever their order; the same on both sides when nothing is missing nor surplus. */
  readonly hash: string;
  readonly liveHash: string;
  /** Rows the replay arrives at and the live table does not have; and the reverse. */
  readonly missing: number;
  readonly surplus: number;
}

/** While events keep coming, the replay runs after them at most so often before it asks for a moment's snapshot. */
const roundsMax = 5;
const pageSize = 1_000;

/**
 * Replays one projection from the log, beside the live one, and compares by hash, and row by row where hashes differ, at the
 * position where the live one stands. Events of subjects that stand still are left out, as they are in the live one.
 *
 * The replayed tables are temporary ones of this session under the same names, so the projection's own code fills them and
 * cannot reach the live ones. Most of the work is done in short transactions; only the last few events and the hashing
 * itself see one snapshot of the live tables. Memory is bounded (`fold-log.ts`). Nothing is left behind.
 *
 * @throws the signal's reason; whatever the projection, the log or the database say.
 */
export async function replay(
  client: ClientBase,
  log: EventReader,
  projection: Projection,
  signal?: AbortSignal,
): Promise<ReplayReport[]> {
  try {
    for (;;) {
      const reports = await replayOnce({ client, log, projection, ...(signal && { signal }) });
      if (reports) return reports;
    }
  } finally {
    await leaveNothing(client, projection).catch(() => undefined); // the connection is gone, and what was temporary with it
  }
}

interface Replay {
  readonly client: ClientBase;
  readonly log: EventReader;
  readonly projection: Projection;
  readonly signal?: AbortSignal;
}

async function leaveNothing(client: ClientBase, { tables }: Projection): Promise<void> {
  await client.query('ROLLBACK'); // warns when nothing is open
  for (const { name } of tables) await client.query(`DROP TABLE IF EXISTS pg_temp.${name}`);
}

/** Undefined when a subject stopped or went on meanwhile, so that what was replayed is no longer what the live one should hold. */
async function replayOnce(one: Replay): Promise<ReplayReport[] | undefined> {
  const { client, projection } = one;
  for (const { name } of projection.tables) {
    await client.query(`DROP TABLE IF EXISTS pg_temp.${name}`);
    await client.query(`CREATE TEMP TABLE ${name} (LIKE public.${name} INCLUDING ALL)`);
  }
  const begun = await liveStand(client, projection.name);
  let replayedTo = await fill(one, begun.position, begun.heldBack);
  for (let round = 1; round <= roundsMax; round++) {
    const { position, heldBack } = await liveStand(client, projection.name);
    if (!sameUpTo(replayedTo, begun.heldBack, heldBack)) return undefined;
    const before = replayedTo;
    replayedTo = await applyUntil(one, replayedTo, position, begun.heldBack);
    if (replayedTo - before <= pageSize) break; // positions, so at most as many events
  }

  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  // Before the snapshot: a switch would put tables in place whose rows an older snapshot does not see.
  for (const { name } of projection.tables) await client.query(`LOCK TABLE public.${name} IN ACCESS SHARE MODE`);
  const { position, heldBack } = await liveStand(client, projection.name);
  if (!sameUpTo(replayedTo, begun.heldBack, heldBack) || position < replayedTo) {
    await client.query('ROLLBACK');
    return undefined;
  }
  await applyUntil(one, replayedTo, position, heldBack);
  const reports: ReplayReport[] = [];
  for (const table of projection.tables) reports.push(await compare(client, projection, table, position));
  await client.query('COMMIT');
  return reports;
}

const isReadModel = (projection: Projection): projection is ReadModel => 'definition' in projection;

/** Fills the empty temporary tables; by COPY where the projection is one pure function. */
async function fill(one: Replay, until: number, heldBack: HeldBack): Promise<number> {
  const { client, log, projection, signal } = one;
  if (!isReadModel(projection)) return applyUntil(one, 0, until, heldBack);
  await foldLog(client, log, projection.definition, { until, heldBack, ...(signal && { signal }) });
  return until;
}

async function applyUntil(
  { client, log, projection, signal }: Replay,
  after: number,
  until: number,
  heldBack: HeldBack,
): Promise<number> {
  for await (const events of logPages(log, { after, until, pageSize, ...(signal && { signal }) })) {
    await projection.apply(client, withoutHeldBack(events, heldBack));
  }
  return Math.max(after, until);
}

/** Do both hold back the same events up to this position? */
function sameUpTo(position: number, one: HeldBack, other: HeldBack): boolean {
  const upTo = (heldBack: HeldBack) => [...heldBack].filter(([, since]) => since <= position);
  return upTo(one).length === upTo(other).length && upTo(one).every(([subject, since]) => other.get(subject) === since);
}

async function compare(
  client: ClientBase,
  projection: Projection,
  table: ProjectionTable,
  position: number,
): Promise<ReplayReport> {
  const replayed = await tableHash(client, 'pg_temp', table);
  const live = await tableHash(client, 'public', table);
  const equal = replayed.hash === live.hash;
  return {
    projection: projection.name,
    table: table.name,
    position,
    rows: replayed.rows,
    liveRows: live.rows,
    hash: replayed.hash,
    liveHash: live.hash,
    ...(equal ? { missing: 0, surplus: 0 } : await countDifferences(client, table)),
  };
}

async function countDifferences(client: ClientBase, table: ProjectionTable) {
  const live = rowsOf('public', table);
  const replayed = rowsOf('pg_temp', table);
  const { rows } = await client.query<{ missing: string; surplus: string }>(
    `SELECT (SELECT count(*) FROM (${replayed} EXCEPT ALL ${live}) AS m) AS missing,
            (SELECT count(*) FROM (${live} EXCEPT ALL ${replayed}) AS s) AS surplus`,
  );
  return { missing: Number(rows[0]?.missing), surplus: Number(rows[0]?.surplus) };
}
