import { isFullPage } from '@app/event-store';
import type { ClientBase } from 'pg';
import type { EventReader } from './projection';

/** How far a projection is behind the log. */
export interface Lag {
  readonly projection: string;
  readonly position: number;
  /** Events it has yet to read, counted; a difference of positions would be no count on every engine. */
  readonly eventsBehind: number;
  /** There are more than `eventsBehind`: nobody has counted further yet. */
  readonly orMore: boolean;
  /** Since everything visible was in it, by the database's clock; null: never, or that clock was ahead then and says nothing. */
  readonly ageMs: number | null;
  /** Why the whole projection is stopped; null while it runs. */
  readonly stoppedBy: string | null;
  /** Subjects that are stopped in it while it runs. */
  readonly stoppedSubjects: number;
}

/** Beyond the most advanced projection so many events are counted, and no more. */
const countMax = 1_000;

/**
 * The lag of every projection, by name. Counts against the most advanced one, which has counted what it read, and
 * adds what lies beyond it: one page of the log, empty most of the time.
 */
export async function lags(client: Pick<ClientBase, 'query'>, log: EventReader): Promise<readonly Lag[]> {
  const { rows } = await client.query<LagRow>(
    `SELECT name, position::float8 AS position, events_read::float8 AS events_read, stopped_by,
            CASE WHEN isfinite(caught_up_at) AND caught_up_at <= clock_timestamp() + interval '2 seconds'
                 THEN greatest(0, extract(epoch FROM clock_timestamp() - caught_up_at) * 1000)::float8 END AS age_ms,
            (SELECT count(*)::integer FROM projection_stopped_subjects s WHERE s.projection = c.name) AS stopped_subjects
     FROM projection_checkpoints c ORDER BY name`,
  );
  const first = rows.reduce<LagRow | undefined>(
    (most, row) => (row.position > (most?.position ?? -1) ? row : most),
    undefined,
  );
  if (!first) return [];
  const page = await log.readAll({ after: first.position, limit: countMax });
  const beyond = page.length;
  return rows.map((row) => ({
    projection: row.name,
    position: row.position,
    eventsBehind: first.events_read - row.events_read + beyond,
    orMore: isFullPage(page, countMax),
    ageMs: row.age_ms,
    stoppedBy: row.stopped_by,
    stoppedSubjects: row.stopped_subjects,
  }));
}

interface LagRow {
  readonly name: string;
  readonly position: number;
  readonly events_read: number;
  readonly stopped_by: string | null;
  readonly age_ms: number | null;
  readonly stopped_subjects: number;
}
