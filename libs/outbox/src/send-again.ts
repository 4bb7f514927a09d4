import type { ClientBase } from 'pg';

/**
 * Lets a push that was acknowledged wait once more, at its old place, because its body holds it no longer; inside the transaction that
 * `client` has open. It is not asked for first: what ended a record may be there, and the record be shown all the same. Its receipt leaves the row: it stays in the attempts, and in what was recorded of the outcome.
 *
 * @param round the how-manieth time it is sent once more: one that was, in this round, stays as it is
 * @returns how many wait now because of this
 */
export async function sendAgain(
  client: Pick<ClientBase, 'query'>,
  pushes: readonly { readonly pushId: string; readonly round: number }[],
): Promise<number> {
  if (pushes.length === 0) return 0;
  const { rowCount } = await client.query({
    name: 'send-pushes-again',
    text: `UPDATE pushes SET status = 'waiting', redrives = again.round, unreadable = 0, due_at = '-infinity', lease_id = NULL,
             settled_at = NULL, reference = NULL, sent_at = NULL, sent_by = NULL, receipt_number = NULL, received_at = NULL, published_on = NULL, held_as = NULL, refusal_code = NULL,
             dead_because = NULL, overtaken_by = NULL, in_doubt = false
           FROM unnest($1::uuid[], $2::integer[]) AS again (push_id, round)
           WHERE pushes.push_id = again.push_id AND pushes.redrives < again.round`,
    values: [pushes.map(({ pushId }) => pushId), pushes.map(({ round }) => round)],
  });
  return rowCount ?? 0;
}
