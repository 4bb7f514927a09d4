import type { ClientBase } from 'pg';
import type { Push } from './push';

/**
 * Puts pushes into the outbox, inside the transaction that `client` has open: they are queued when it commits and not
 * otherwise. A push that is already there stays as it is.
 *
 * Callers enqueue in the order of the log; that order is kept per endpoint and lane. What is queued is due at once.
 *
 * @returns how many were new
 */
export async function enqueue(client: Pick<ClientBase, 'query'>, pushes: readonly Push[]): Promise<number> {
  if (pushes.length === 0) return 0;
  const { rowCount } = await client.query({
    name: 'enqueue-pushes',
    text: `INSERT INTO pushes (push_id, endpoint, event_id, position, part, subject_id, stream, revision, lane, effect, kind, key, document,
                          waits_for, waits_for_body)
     SELECT "pushId", endpoint, "eventId", position, part, "subjectId", stream, revision, lane, effect, kind, key, document,
            ("waitsFor" ->> 'pushId')::uuid, "waitsFor" ->> 'endpoint'
     FROM json_to_recordset($1::json) AS push ("pushId" uuid, endpoint text, "eventId" uuid, position bigint, part integer,
                                               "subjectId" text, stream text, revision integer, lane text, effect text, kind text, key text, document jsonb, "waitsFor" json)
     ORDER BY position, part
     ON CONFLICT DO NOTHING`,
    values: [JSON.stringify(pushes)], // one document: as an array per column, contents are escaped and read back twice
  });
  return rowCount ?? 0;
}
