import type { ClientBase } from 'pg';

/**
 * Locks the checkpoint of a projection until the transaction ends, and says where it stands. Whoever changes the rows, or
 * which subjects stand still, holds this lock: runners, a resumption, a switch. The first call makes the checkpoint, at 0.
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

/**
 * Moves the locked checkpoint.
 *
 * @returns whether somebody asks for a stopped subject of this projection to be resumed
 */
export async function moveCheckpoint(client: ClientBase, name: string, move: Move): Promise<boolean> {
  const { rows } = await client.query<{ asked: boolean }>({
    name: 'move-checkpoint',
    text: `UPDATE projection_checkpoints SET position = $2, events_read = events_read + $3, stopped_by = NULL,
             caught_up_at = CASE WHEN $4::float8 IS NULL THEN caught_up_at
                                 ELSE greatest(caught_up_at, now() - $4::float8 * interval '1 millisecond') END
           WHERE name = $1
           RETURNING EXISTS (SELECT FROM projection_stopped_subjects
                             WHERE projection = $1 AND resume_asked_at IS NOT NULL) AS asked`,
    values: [name, move.position, move.events, move.caughtUpMsBefore ?? null],
  });
  return rows[0]?.asked ?? false;
}

/** Writes down why the projection stands still, and says where. */
export async function recordStop(client: Pick<ClientBase, 'query'>, name: string, reason: string): Promise<number> {
  const { rows } = await client.query<{ position: string }>(
    `INSERT INTO projection_checkpoints (name, stopped_by) VALUES ($1, $2)
     ON CONFLICT (name) DO UPDATE SET stopped_by = excluded.stopped_by RETURNING position`,
    [name, reason],
  );
  return Number(rows[0]?.position ?? -1);
}
