import type { ClientBase } from 'pg';
import type { EventReader, Projection } from './projection';
import { replayAll, type ReplayReport } from './replay';

/** The night a check belongs to, by its calendar day in Asia/Shanghai, `YYYY-MM-DD`. */
export type Night = string;

export interface EqualityCheckOptions {
  /** A connection of our own, without a time limit on its statements. */
  readonly client: ClientBase;
  readonly log: EventReader;
  readonly projections: readonly Projection[];
  readonly night: Night;
  readonly onReport: (report: ReplayReport) => void;
  /** A projection that could not be checked; the others are. It is checked at the next call of the same night. */
  readonly onTrouble: (projection: string, error: Error) => void;
  /** Ends the check soon; what is checked by then is kept. */
  readonly signal?: AbortSignal;
}

/**
 * Incremental = full replay? Replays the projections that this night has not seen yet, all from one reading of the log, compares
 * each by hash with the live one, and keeps the result. One process at a time; a second one has nothing to do.
 *
 * @throws when log or database do not answer; what is checked by then is kept
 */
export async function checkEquality(options: EqualityCheckOptions): Promise<void> {
  const { client, log, projections, night, onReport, onTrouble, signal } = options;
  const { rows } = await client.query<{ got: boolean }>(`SELECT pg_try_advisory_lock(${lock}) AS got`);
  if (rows[0]?.got !== true) return;
  try {
    const checked = await checkedIn(client, night);
    const begunAt = performance.now();
    await replayAll(
      client,
      log,
      projections.filter(({ name }) => !checked.has(name)),
      {
        ...(signal && { signal }),
        onReports: async (_, reports) => {
          await keep(client, night, reports, performance.now() - begunAt);
          reports.forEach(onReport);
        },
        onTrouble: ({ name }, error) => {
          onTrouble(name, error);
        },
      },
    );
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    if (!signal?.aborted) await client.query(`SELECT pg_advisory_unlock(${lock})`); // else it goes with the connection
  }
}

const lock = 7221063019;

/**
 * Is it time for the check of this night?
 *
 * @param hour now, of the clock in Asia/Shanghai
 * @param nightsAgo when the last check was; null: there was none
 * @returns from the wanted hour on, once per night; at once when a whole night was missed. A new ledger waits for its first night.
 */
export function isEqualityCheckDue(hour: number, wantedHour: number, nightsAgo: number | null): boolean {
  if (nightsAgo === null) return hour === wantedHour;
  return nightsAgo >= 2 || (nightsAgo === 1 && hour >= wantedHour);
}

/** Nights since the last check that looked at everything there was; null: there was none. */
export async function nightsSinceCheck(
  client: Pick<ClientBase, 'query'>,
  projections: readonly Projection[],
  night: Night,
): Promise<number | null> {
  const { rows } = await client.query<{ nights: number | null }>(
    `SELECT CASE WHEN count(*) = count(last) THEN max($2::date - last) END AS nights
     FROM unnest($1::text[]) AS wanted (projection)
     LEFT JOIN LATERAL (SELECT max(checked_on) AS last FROM projection_equality_checks c
                        WHERE c.projection = wanted.projection) latest ON true`,
    [projections.map(({ name }) => name), night],
  );
  return rows[0]?.nights ?? null;
}

/** The newest result per table: for meters and health. */
export interface EqualityFound {
  readonly projection: string;
  readonly table: string;
  readonly equal: boolean;
  readonly position: number;
  readonly checkedAt: Date;
}

export async function latestEquality(client: Pick<ClientBase, 'query'>): Promise<readonly EqualityFound[]> {
  const { rows } = await client.query<EqualityFound>(
    `SELECT DISTINCT ON (projection, table_name) projection, table_name AS "table", live_hash = replayed_hash AS equal,
            position::float8 AS position, checked_at AS "checkedAt"
     FROM projection_equality_checks ORDER BY projection, table_name, checked_on DESC`,
  );
  return rows;
}

async function checkedIn(client: ClientBase, night: Night): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ projection: string }>(
    'SELECT DISTINCT projection FROM projection_equality_checks WHERE checked_on = $1',
    [night],
  );
  return new Set(rows.map(({ projection }) => projection));
}

/** `tookMs`: since the reading of the log began, which all projections share. */
async function keep(client: ClientBase, night: Night, reports: readonly ReplayReport[], tookMs: number): Promise<void> {
  await client.query(
    `INSERT INTO projection_equality_checks
       (projection, table_name, checked_on, position, live_rows, replayed_rows, live_hash, replayed_hash, took_ms)
     SELECT projection, "table", $2, position, "liveRows", rows, "liveHash", hash, $3
     FROM json_to_recordset($1::json) AS r (projection text, "table" text, position bigint, "liveRows" bigint, rows bigint,
                                            "liveHash" text, hash text)`,
    [JSON.stringify(reports), night, Math.round(tookMs)],
  );
}
