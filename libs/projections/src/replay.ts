import type { EventLog } from '@app/event-store';
import type { ClientBase } from 'pg';
import type { Projection } from './projection';

/** What a replay of one projection found. Equal when `missing` and `surplus` are 0. */
export interface ReplayReport {
  readonly projection: string;
  readonly table: string;
  /** Both sides stand at this position. */
  readonly position: number;
  readonly rows: number;
  /** Rows the replay arrives at and the live table does not have; and the reverse. */
  readonly missing: number;
  readonly surplus: number;
}

/**
 * Rebuilds one read model from the log, beside the live one, and compares row by row at the live checkpoint's position.
 *
 * The rebuilt tables are temporary ones of this session under the same names, so the projection's own code fills them
 * and cannot reach the live ones. Reads of the live tables are one snapshot. Nothing is left behind.
 */
export async function replay(client: ClientBase, log: EventLog, projection: Projection): Promise<ReplayReport[]> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  try {
    const { rows } = await client.query<{ position: string }>(
      'SELECT position FROM projection_checkpoints WHERE name = $1',
      [projection.name],
    );
    const until = Number(rows[0]?.position ?? 0);
    for (const { name } of projection.tables) {
      await client.query(`CREATE TEMP TABLE ${name} (LIKE public.${name} INCLUDING ALL) ON COMMIT DROP`);
    }
    for (let after = 0; after < until;) {
      const page = await log.readAll({ after, limit: 1_000 });
      const events = page.filter((event) => event.position <= until);
      if (events.length === 0) break;
      await projection.apply(client, events);
      after = events.at(-1)?.position ?? until;
    }
    const reports: ReplayReport[] = [];
    for (const table of projection.tables) reports.push(await compare(client, projection, table, until));
    return reports;
  } finally {
    await client.query('ROLLBACK');
  }
}

async function compare(
  client: ClientBase,
  projection: Projection,
  { name, columns }: Projection['tables'][number],
  position: number,
): Promise<ReplayReport> {
  const list = columns?.join(', ') ?? '*';
  const live = `SELECT ${list} FROM public.${name}`;
  const rebuilt = `SELECT ${list} FROM pg_temp.${name}`;
  const { rows } = await client.query<{ rows: string; missing: string; surplus: string }>(
    `SELECT (SELECT count(*) FROM pg_temp.${name}) AS rows,
            (SELECT count(*) FROM (${rebuilt} EXCEPT ALL ${live}) AS m) AS missing,
            (SELECT count(*) FROM (${live} EXCEPT ALL ${rebuilt}) AS s) AS surplus`,
  );
  return {
    projection: projection.name,
    table: name,
    position,
    rows: Number(rows[0]?.rows),
    missing: Number(rows[0]?.missing),
    surplus: Number(rows[0]?.surplus),
  };
}
