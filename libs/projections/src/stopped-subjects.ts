import type { StoredEvent } from '@app/event-store';
import { holdable } from '@app/text';
import type { ClientBase } from 'pg';
import type { SubjectStopped } from './apply-apart';

/** Which of the subjects of these events are stopped in `projection`. Call it after the checkpoint is locked. */
export async function stoppedAmong(
  client: Pick<ClientBase, 'query'>,
  projection: string,
  events: readonly StoredEvent[],
): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ subject_id: string }>({
    name: 'stopped-among',
    text: 'SELECT subject_id FROM projection_stopped_subjects WHERE projection = $1 AND subject_id = ANY ($2)',
    values: [projection, [...new Set(events.flatMap(({ subjectId }) => subjectId ?? []))]],
  });
  return new Set(rows.map(({ subject_id }) => subject_id));
}

/** Writes down that these subjects stop here. */
export async function recordStopped(
  client: ClientBase,
  projection: string,
  stopped: readonly SubjectStopped[],
): Promise<void> {
  if (stopped.length === 0) return;
  await client.query(
    `INSERT INTO projection_stopped_subjects (projection, subject_id, position, reason)
     SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::text[])`,
    [
      projection,
      stopped.map(({ subjectId }) => subjectId),
      stopped.map(({ position }) => position),
      stopped.map(({ error }) => holdable(error.message)),
    ],
  );
}

export interface HeldEvent {
  readonly subjectId: string;
  readonly position: number;
  /** Of the event before it in the log, about whatever subject; 0: none. A place from which every engine can read on. */
  readonly after: number;
}

/** Writes down which events wait for their subject to be resumed. */
export async function recordHeld(client: ClientBase, projection: string, held: readonly HeldEvent[]): Promise<void> {
  if (held.length === 0) return;
  await client.query(
    `INSERT INTO projection_held_events (projection, subject_id, position, after_position)
     SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::bigint[])`,
    [
      projection,
      held.map(({ subjectId }) => subjectId),
      held.map(({ position }) => position),
      held.map(({ after }) => after),
    ],
  );
}
