import type { StoredEvent } from '@app/event-store';
import type { ClientBase } from 'pg';

/** Subjects that are stopped in a read model, and from which position on their events are not in it. */
export type HeldBack = ReadonlyMap<string, number>;

export const isHeldBack =
  (heldBack: HeldBack) =>
  ({ subjectId, position }: StoredEvent): boolean =>
    heldBack.size > 0 && position >= (heldBack.get(subjectId ?? '') ?? Infinity);

export const withoutHeldBack = (events: readonly StoredEvent[], heldBack: HeldBack): readonly StoredEvent[] =>
  heldBack.size === 0 ? events : events.filter((event) => !isHeldBack(heldBack)(event));

/** Where a live projection stands, of one moment. A projection that never ran stands at 0. */
export interface LiveStand {
  readonly position: number;
  readonly eventsRead: number;
  readonly heldBack: HeldBack;
}

export async function liveStand(client: ClientBase, projection: string): Promise<LiveStand> {
  const { rows } = await client.query<{ position: string; events_read: string; held_back: Record<string, number> }>(
    `SELECT position, events_read,
            (SELECT coalesce(json_object_agg(subject_id, position), '{}') FROM projection_stopped_subjects
             WHERE projection = $1) AS held_back
     FROM projection_checkpoints WHERE name = $1`,
    [projection],
  );
  const row = rows[0];
  return {
    position: Number(row?.position ?? 0),
    eventsRead: Number(row?.events_read ?? 0),
    heldBack: new Map(Object.entries(row?.held_back ?? {})),
  };
}
