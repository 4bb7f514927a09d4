import type { StoredEvent } from '@app/event-store';
import { holdable } from '@app/text';
import type { ClientBase, Pool } from 'pg';
import { tryLockCheckpoint } from './checkpoint';
import { inTransaction } from './in-transaction';
import type { EventReader, Policy, Projection } from './projection';
import type { HeldEvent } from './stopped-subjects';
import { isTheEventsFault } from './whose-fault';

export type Resumed =
  | { readonly outcome: 'resumed'; readonly subjectId: string; readonly events: number }
  | { readonly outcome: 'not-stopped'; readonly subjectId: string }
  | { readonly outcome: 'stopped-again'; readonly subjectId: string; readonly position: number; readonly error: Error };

const pageSize = 1_000;

/**
 * Tries the stopped subjects of a projection again: all of them, or those somebody asked for. Told one by one.
 *
 * @returns false when somebody else holds the projection, so that not all were tried
 */
export async function resumeStopped(
  pool: Pool,
  log: EventReader,
  projection: Projection,
  which: 'all' | 'asked',
  onResumed: (resumed: Resumed) => void,
): Promise<boolean> {
  return oneByOne(pool, projection.name, which, onResumed, (subjectId) =>
    resumeSubject(pool, log, projection, subjectId),
  );
}

/** The same for a policy, whose commands are given outside of a transaction. Called by the process that runs it. */
export async function resumeReacting(
  pool: Pool,
  log: EventReader,
  policy: Policy,
  which: 'all' | 'asked',
  onResumed: (resumed: Resumed) => void,
): Promise<boolean> {
  return oneByOne(pool, policy.name, which, onResumed, (subjectId) => reactAgain(pool, log, policy, subjectId));
}

async function oneByOne(
  pool: Pool,
  name: string,
  which: 'all' | 'asked',
  onResumed: (resumed: Resumed) => void,
  resumeOne: (subjectId: string) => Promise<Resumed | undefined>,
): Promise<boolean> {
  const { rows } = await pool.query<{ subject_id: string }>(
    `SELECT subject_id FROM projection_stopped_subjects
     WHERE projection = $1 AND ($2 OR resume_asked_at IS NOT NULL) ORDER BY tried_at NULLS FIRST LIMIT $3`,
    [name, which === 'all', pageSize],
  );
  // One transaction each: one that stops again must not take the others back.
  for (const { subject_id } of rows) {
    const resumed = await resumeOne(subject_id);
    if (!resumed) return false;
    onResumed(resumed);
  }
  return true;
}

/**
 * Applies what was held of one subject, in order, in one transaction; the subject then goes on with the others. When an event is
 * still at fault nothing changes but the reason.
 *
 * @returns undefined when somebody else holds the projection: nothing was tried, and nobody waited
 * @throws when no event is at fault (the database is down, say); nothing has changed then.
 */
export async function resumeSubject(
  pool: Pool,
  log: EventReader,
  projection: Projection,
  subjectId: string,
): Promise<Resumed | undefined> {
  try {
    return await inTransaction(pool, (client) => applyHeld(client, log, projection, subjectId));
  } catch (error) {
    return stoppedAgain(pool, projection.name, subjectId, error);
  }
}

/** @throws the error itself when no event is at fault */
async function stoppedAgain(pool: Pool, name: string, subjectId: string, error: unknown): Promise<Resumed> {
  if (!isTheEventsFault(error)) throw error;
  const reason = error instanceof Error ? error : new Error(String(error));
  const { rows } = await pool.query<{ position: string }>(
    `UPDATE projection_stopped_subjects SET reason = $3, tried_at = now(), resume_asked_at = NULL
     WHERE projection = $1 AND subject_id = $2 RETURNING position`,
    [name, subjectId, holdable(reason.message)],
  );
  return { outcome: 'stopped-again', subjectId, position: Number(rows[0]?.position ?? -1), error: reason };
}

async function applyHeld(
  client: ClientBase,
  log: EventReader,
  projection: Projection,
  subjectId: string,
): Promise<Resumed | undefined> {
  if ((await tryLockCheckpoint(client, projection.name)) === undefined) return undefined;
  let events = 0;
  for (let last = 0; ;) {
    const held = await heldBehind(client, projection.name, subjectId, last);
    if (held.length === 0) break;
    await projection.apply(client, await eventsOf(log, held));
    events += held.length;
    last = held.at(-1)?.position ?? last;
  }
  return goesOn(client, projection.name, subjectId, events);
}

async function reactAgain(
  pool: Pool,
  log: EventReader,
  policy: Policy,
  subjectId: string,
): Promise<Resumed | undefined> {
  try {
    let events = 0;
    for (let last = 0; ;) {
      const held = await heldBehind(pool, policy.name, subjectId, last);
      if (held.length > 0) {
        await policy.react(await eventsOf(log, held));
        events += held.length;
        last = held.at(-1)?.position ?? last;
        continue;
      }
      // Nothing more is held, and under the lock of the checkpoint nothing comes: it goes on with the others.
      const found = await inTransaction(pool, async (client) => {
        if ((await tryLockCheckpoint(client, policy.name)) === undefined) return undefined;
        if ((await heldBehind(client, policy.name, subjectId, last)).length > 0) return 'more' as const;
        return goesOn(client, policy.name, subjectId, events);
      });
      if (found !== 'more') return found;
    }
  } catch (error) {
    return stoppedAgain(pool, policy.name, subjectId, error);
  }
}

async function goesOn(client: ClientBase, name: string, subjectId: string, events: number): Promise<Resumed> {
  const { rowCount } = await client.query(
    'DELETE FROM projection_stopped_subjects WHERE projection = $1 AND subject_id = $2',
    [name, subjectId],
  );
  return rowCount === 0 ? { outcome: 'not-stopped', subjectId } : { outcome: 'resumed', subjectId, events };
}

async function heldBehind(
  client: Pick<ClientBase, 'query'>,
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
