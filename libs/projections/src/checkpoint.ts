import { holdable } from '@app/text';
import type { ClientBase } from 'pg';

/** Where projections and policies stand, in the order asked. One that never ran gets its checkpoint, at 0. */
export async function standings(
  client: Pick<ClientBase, 'query'>,
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ name: string; position: string }>({
    name: 'checkpoint-standings',
    text: 'SELECT name, position FROM projection_checkpoints WHERE name = ANY ($1)',
    values: [names],
  });
  const found = new Map(rows.map(({ name, position }) => [name, Number(position)]));
  const missing = names.filter((name) => !found.has(name));
  if (missing.length === 0) return found;
  await client.query('INSERT INTO projection_checkpoints (name) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING', [
    missing,
  ]);
  return standings(client, names);
}

/**
 * Locks the checkpoint of a projection until the transaction ends, and says where it stands. Whoever changes the rows, or
 * which subjects are stopped, holds this lock: runners, a resumption, a switch. Waits for it, so only a switch and a comparison,
 * which have a time limit, ask like this. The first call makes the checkpoint, at 0.
 */
export async function lockCheckpoint(client: ClientBase, name: string): Promise<number> {
  const { rows } = await client.query<{ position: string }>({
    name: 'lock-checkpoint',
    text: 'SELECT position FROM projection_checkpoints WHERE name = $1 FOR UPDATE',
    values: [name],
  });
  if (rows[0]) return Number(rows[0].position);
  await client.query('INSERT INTO projection_checkpoints (name) VALUES ($1) ON CONFLICT DO NOTHING', [name]);
  return lockCheckpoint(client, name);
}

/** The same without waiting: undefined when somebody else holds it, or nobody has made it. Without the lock a follower rests. */
export async function tryLockCheckpoint(client: ClientBase, name: string): Promise<number | undefined> {
  const { rows } = await client.query<{ position: string }>({
    name: 'try-lock-checkpoint',
    text: 'SELECT position FROM projection_checkpoints WHERE name = $1 FOR UPDATE SKIP LOCKED',
    values: [name],
  });
  return rows[0] && Number(rows[0].position);
}

export interface Move {
  readonly position: number;
  /** Events read with this move, counted. */
  readonly events: number;
  /**
   * Everything visible this many milliseconds before the transaction began was read by it; undefined: there is more to
   * read, so nothing is said about that.
   */
  readonly caughtUpMsBefore?: number;
}

const moved = `position = $2, events_read = events_read + $3, stopped_by = NULL,
  caught_up_at = CASE WHEN $4::float8 IS NULL THEN caught_up_at
                      ELSE greatest(CASE WHEN caught_up_at <= now() + interval '2 seconds' THEN caught_up_at END,
                                    now() - $4::float8 * interval '1 millisecond') END`;
const resumeAsked = `EXISTS (SELECT FROM projection_stopped_subjects
                             WHERE projection = c.name AND resume_asked_at IS NOT NULL) AS asked`;

/**
 * Moves the locked checkpoint.
 *
 * @returns whether somebody asks for a stopped subject of this projection to be resumed
 */
export async function moveCheckpoint(client: ClientBase, name: string, move: Move): Promise<boolean> {
  const { rows } = await client.query<{ asked: boolean }>({
    name: 'move-checkpoint',
    text: `UPDATE projection_checkpoints c SET ${moved} WHERE name = $1 RETURNING ${resumeAsked}`,
    values: [name, move.position, move.events, move.caughtUpMsBefore ?? null],
  });
  return rows[0]?.asked ?? false;
}

/**
 * Moves the checkpoints of all who stand at `after` in one statement: nobody among them acts on what is passed. One that another
 * process holds, or has moved, is left as it is; nobody waits.
 *
 * @returns those that moved, and whether somebody asks for a stopped subject of theirs to be resumed
 */
export async function moveTogether(
  client: ClientBase,
  names: readonly string[],
  after: number,
  move: Move,
): Promise<ReadonlyMap<string, boolean>> {
  const { rows } = await client.query<{ name: string; asked: boolean }>({
    name: 'move-checkpoints-together',
    text: `WITH here AS (SELECT name FROM projection_checkpoints WHERE name = ANY ($1) AND position = $5 FOR UPDATE SKIP LOCKED)
           UPDATE projection_checkpoints c SET ${moved} FROM here WHERE c.name = here.name RETURNING c.name, ${resumeAsked}`,
    values: [names, move.position, move.events, move.caughtUpMsBefore ?? null, after],
  });
  return new Map(rows.map(({ name, asked }) => [name, asked]));
}

/**
 * Writes down why these are stopped at `after`. Not of one that another process is working on, or has moved: that one is not
 * stopped, whatever hinders us.
 */
export async function recordStops(
  client: Pick<ClientBase, 'query'>,
  names: readonly string[],
  after: number,
  reason: string,
): Promise<void> {
  await client.query(
    `WITH here AS (SELECT name FROM projection_checkpoints WHERE name = ANY ($1) AND position = $2 FOR UPDATE SKIP LOCKED)
     UPDATE projection_checkpoints c SET stopped_by = $3 FROM here WHERE c.name = here.name`,
    [names, after, holdable(reason)],
  );
}
