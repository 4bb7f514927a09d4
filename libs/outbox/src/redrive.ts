import type { ClientBase } from 'pg';

/**
 * Lets pushes that ended without an acknowledgement wait once more, at once and at their old place, inside the transaction that
 * `client` has open. What was acknowledged stays; a deliverer that holds one of them loses its lease.
 *
 * Others of the same lane that wait are put off by an instant: a claim that began before this transaction committed finds
 * them not due, and none of them leaves beside the one that is redriven.
 *
 * @returns how many wait now because of this
 */
export async function redrive(client: Pick<ClientBase, 'query'>, pushIds: readonly string[]): Promise<number> {
  if (pushIds.length === 0) return 0;
  await client.query({
    name: 'put-off-lanes',
    text: `UPDATE pushes SET due_at = greatest(pushes.due_at, clock_timestamp())
           FROM pushes again
           WHERE again.push_id = ANY ($1::uuid[]) AND pushes.endpoint = again.endpoint AND pushes.lane = again.lane
             AND pushes.status = 'waiting' AND pushes.lease_id IS NULL`,
    values: [pushIds],
  });
  const { rowCount } = await client.query({
    name: 'redrive-pushes',
    text: `UPDATE pushes SET status = 'waiting', redrives = redrives + 1, unreadable = 0, due_at = clock_timestamp(), lease_id = NULL,
             settled_at = NULL, reference = NULL, sent_at = NULL, refusal_code = NULL, dead_because = NULL
           WHERE push_id = ANY ($1::uuid[]) AND status <> 'acknowledged'`,
    values: [pushIds],
  });
  return rowCount ?? 0;
}
