import type { ClientBase } from 'pg';
import type { EventReader, Projection } from './projection';
import { within } from './rebuild/within';
import { replayAll, type ReplayReport } from './replay';

/** The night a check belongs to, by its calendar day in Asia/Shanghai, `YYYY-MM-DD`. */
export type Night = string;

export interface EqualityCheckOptions {
  /** A connection of our own, without a time limit on its statements. */
  readonly client: ClientBase;
  readonly log: EventReader;
  readonly projections: readonly Projection[];
  readonly night: Night;
  /** Which projections this process has checked in this night itself; they are added to. The table's word counts beside it when `believing`. */
  readonly checked: Set<string>;
  /** Whether the table may say that a projection was checked in this night, by another process or before a restart. */
  readonly believing: boolean;
  readonly onReport: (report: ReplayReport) => void;
  /** A projection that could not be checked; the others are. It is checked at the next call of the same night. */
  readonly onTrouble: (projection: string, error: Error) => void;
  /** Ends the check soon; what is checked by then is kept. */
  readonly signal?: AbortSignal;
}

/**
 * Incremental = full replay? Replays the projections that this night has not seen yet, all from one reading of the log, compares
 * each by hash with the live one, and keeps the result, with the subjects whose rows differ. One process at a time; a second one comes
 * again later.
 *
 * @throws when log or database do not answer; what is checked by then is kept
 */
export async function checkEquality(options: EqualityCheckOptions): Promise<void> {
  const { client, log, projections, night, checked, believing, onReport, onTrouble, signal } = options;
  const { rows } = await client.query<{ got: boolean }>(`SELECT pg_try_advisory_lock(${lock}) AS got`);
  if (rows[0]?.got !== true) return;
  try {
    const done = believing ? new Set([...checked, ...(await checkedIn(client, night))]) : checked;
    const begunAt = performance.now();
    await replayAll(
      client,
      log,
      projections.filter(({ name }) => !done.has(name)),
      {
        ...(signal && { signal }),
        onReports: async ({ name }, reports) => {
          await within(client, async () => {
            await keep(client, night, reports, performance.now() - begunAt);
            await keepDifferences(client, name, reports);
          });
          checked.add(name);
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

/** Nights since the last check that looked at everything there was; null: there was none. A night that has yet to come says nothing. */
export async function nightsSinceCheck(
  client: Pick<ClientBase, 'query'>,
  projections: readonly Projection[],
  night: Night,
): Promise<number | null> {
  const { rows } = await client.query<{ nights: number | null }>(
    `SELECT CASE WHEN count(*) = count(last) THEN max($2::date - last) END AS nights
     FROM unnest($1::text[]) AS wanted (projection)
     LEFT JOIN LATERAL (SELECT max(checked_on) AS last FROM projection_equality_checks c
                        WHERE c.projection = wanted.projection AND c.checked_on <= $2::date) latest ON true`,
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

/** @param night the present one; rows of later ones say nothing */
export async function latestEquality(
  client: Pick<ClientBase, 'query'>,
  night: Night,
): Promise<readonly EqualityFound[]> {
  const { rows } = await client.query<EqualityFound>(
    `SELECT DISTINCT ON (projection, table_name) projection, table_name AS "table", live_hash = replayed_hash AS equal,
            position::float8 AS position, checked_at AS "checkedAt"
     FROM projection_equality_checks WHERE checked_on <= $1
     ORDER BY projection, table_name, checked_on DESC, checked_at DESC`,
    [night],
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

/** Says of which subjects the projection cannot answer from now on; those that are equal again can. */
async function keepDifferences(client: ClientBase, name: string, reports: readonly ReplayReport[]): Promise<void> {
  const differing = reports.filter(({ missing, surplus }) => missing + surplus > 0);
  const subjects = new Set(differing.flatMap(({ subjects: found }) => found ?? []));
  const whole = differing.some(({ subjects: found }) => found === null);
  await client.query('DELETE FROM projection_differences WHERE projection = $1', [name]);
  if (differing.length === 0) return;
  await client.query(
    `INSERT INTO projection_differences (projection, subject_id, position)
     SELECT $1, subject_id, $3 FROM unnest($2::text[]) AS subject_id`,
    [name, whole ? [null] : [...subjects], differing[0]?.position],
  );
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
