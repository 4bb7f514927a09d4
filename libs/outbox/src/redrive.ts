import type { ClientBase } from 'pg';

/**
 * Lets pushes that ended without an acknowledgement wait once more, at once and at their old place, inside the transaction that
 * `client` has open. What the body has stays; a deliverer that holds one of them loses its lease. Those behind it in its lane wait for it.
 *
 * @param unchecked they leave though the check says that the body will refuse them
 * @returns how many wait now because of this
 */
export async function redrive(
  client: Pick<ClientBase, 'query'>,
  pushIds: readonly string[],
  { unchecked = false }: { readonly unchecked?: boolean } = {},
): Promise<number> {
  if (pushIds.length === 0) return 0;
  const { rowCount } = await client.query({
    name: 'redrive-pushes',
    text: `UPDATE pushes SET status = 'waiting', redrives = redrives + 1, unreadable = 0, due_at = '-infinity', lease_id = NULL,
             settled_at = NULL, reference = NULL, sent_at = NULL, sent_by = NULL, refusal_code = NULL, dead_because = NULL, overtaken_by = NULL,
             unchecked = $2
           WHERE push_id = ANY ($1::uuid[]) AND status NOT IN ('acknowledged', 'withdrawn', 'corrected', 'ended')`,
    values: [pushIds, unchecked],
  });
  return rowCount ?? 0;
}
