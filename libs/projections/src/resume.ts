import type { StoredEvent } from '@app/event-store';
import type { ClientBase, Pool } from 'pg';
import { lockCheckpoint } from './checkpoint';
import { inTransaction } from './in-transaction';
import type { EventReader, Projection } from './projection';
import type { HeldEvent } from './stopped-subjects';
import { isTheEventsFault } from './whose-fault';

export type Resumed =
  | { readonly outcome: 'resumed'; readonly subjectId: string; readonly events: number }
  | { readonly outcome: 'not-stopped'; readonly subjectId: string }
  | { readonly outcome: 'stopped-again'; readonly subjectId: string; readonly position: number; readonly error: Error };

const pageSize = 1_000;

/** Tries the stopped subjects of a projection again: all of them, or those somebody asked for. Told one by one. */
export async function resumeStopped(
  pool: Pool,
  log: EventReader,
  projection: Projection,
  which: 'all' | 'asked',
  onResumed: (resumed: Resumed) => void,
): Promise<void> {
  const { rows } = await pool.query<{ subject_id: string }>(
    `SELECT subject_id FROM projection_stopped_subjects
     WHERE projection = $1 AND ($2 OR resume_asked_at IS NOT NULL) ORDER BY tried_at NULLS FIRST LIMIT $3`,
    [projection.name, which === 'all', pageSize],
  );
  // One transaction each: one that stops again must not take the others back.
  for (const { subject_id } of rows) onResumed(await resumeSubject(pool, log, projection, subject_id));
}

/**
 * Applies what was held of one subject, in order, in one transaction; the subject then goes on with the others. When an event is
 * still at fault nothing changes but the reason.
 *
 * @throws when no event is at fault (the database is down, say); nothing has changed then.
 */
export async function resumeSubject(
  pool: Pool,
  log: EventReader,
  projection: Projection,
  subjectId: string,
): Promise<Resumed> {
  try {
    return await inTransaction(pool, (client) => applyHeld(client, log, projection, subjectId));
  } catch (error) {
    if (!isTheEventsFault(error)) throw error;
    const reason = error instanceof Error ? error : new Error(String(error));
    const { rows } = await pool.query<{ position: string }>(
      `UPDATE projection_stopped_subjects SET reason = $3, tried_at = now(), resume_asked_at = NULL
       WHERE projection = $1 AND subject_id = $2 RETURNING position`,
      [projection.name, subjectId, reason.message],
    );
    return { outcome: 'stopped-again', subjectId, position: Number(rows[0]?.position ?? -1), error: reason };
  }
}

async function applyHeld(
  client: ClientBase,
  log: EventReader,
  projection: Projection,
  subjectId: string,
): Promise<Resumed> {
  await lockCheckpoint(client, projection.name);
  let events = 0;
  for (let last = 0; ;) {
    const held = await heldBehind(client, projection.name, subjectId, last);
    if (held.length === 0) break;
    await projection.apply(client, await eventsOf(log, held));
    events += held.length;
    last = held.at(-1)?.position ?? last;
  }
  const { rowCount } = await client.query(
    'DELETE FROM projection_stopped_subjects WHERE projection = $1 AND subject_id = $2',
    [projection.name, subjectId],
  );
  return rowCount === 0 ? { outcome: 'not-stopped', subjectId } : { outcome: 'resumed', subjectId, events };
}

async function heldBehind(
  client: ClientBase,
  projection: string,
  subjectId: string,
  last: number,
): Promise<Omit<HeldEvent, 'subjectId'>[]> {
  const { rows } = await client.query<Omit<HeldEvent, 'subjectId'>>(
    `SELECT position::float8 AS position, after_position::float8 AS after FROM projection_held_events
     WHERE projection = $1 AND subject_id = $2 AND position > $3 ORDER BY position LIMIT $4`,
    [projection, subjectId, last, pageSize],
  );
  return rows;
}

/** The held events, from the log. Reads it in pages and jumps over the stretches between them. */
async function eventsOf(log: EventReader, held: readonly Omit<HeldEvent, 'subjectId'>[]): Promise<StoredEvent[]> {
  const wanted = new Set(held.map(({ position }) => position));
  const found: StoredEvent[] = [];
  for (let next = held[0]; next; next = held[found.length]) {
    const page = await log.readAll({ after: next.after, limit: held.length - found.length });
    const here = page.filter(({ position }) => wanted.has(position));
    if (here[0]?.position !== next.position) throw new Error(`the log has no event at ${next.position}, which is held`);
    found.push(...here);
  }
  return found;
}
