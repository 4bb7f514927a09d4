import type { ClientBase } from 'pg';
import type { PushState } from './lane';

/** How a push ended, as it stands in the log. */
export type RecordedOutcome =
  | {
      readonly outcome: 'acknowledged';
      readonly receiptNumber: string;
      readonly receivedAt: string;
      readonly publishedOn: string | null;
    }
  | { readonly outcome: 'rejected'; readonly code: string }
  | { readonly outcome: 'dead'; readonly because: string; readonly unreadable: number }
  /** By: null: its time was over. */
  | { readonly outcome: 'overtaken' | 'mended'; readonly by: string | null }
  | { readonly outcome: 'held' | 'nothing-there' };

export type PushRecorded = RecordedOutcome & {
  readonly pushId: string;
  /** Instant (UTC). */
  readonly recordedAt: string;
};

/** From which states an outcome is reached, so that what is settled already, or waits once more, stays as it is. */
const reachedFrom: Readonly<Record<RecordedOutcome['outcome'], readonly PushState[]>> = {
  acknowledged: ['waiting', 'sent', 'processing', 'dead'],
  rejected: ['waiting', 'sent', 'processing'],
  dead: ['waiting', 'sent', 'processing', 'rejected'],
  held: ['waiting'],
  overtaken: ['waiting', 'held', 'rejected', 'dead'],
  mended: ['waiting', 'held', 'rejected', 'dead'],
  'nothing-there': ['waiting'],
};

/**
 * Settles pushes as the log says that they ended, inside the transaction that `client` has open: rows that a deliverer did not settle because its plug was
 * pulled between fact and row, or because another database held them then, which this one was restored, or made anew, instead of.
 * A row in the hands of a deliverer at that moment is settled by it.
 *
 * @param recorded of each push one outcome at most
 */
export async function settleAsRecorded(
  client: Pick<ClientBase, 'query'>,
  recorded: readonly PushRecorded[],
): Promise<void> {
  if (recorded.length === 0) return;
  await client.query({
    name: 'settle-pushes-as-recorded',
    text: `UPDATE pushes SET status = said.outcome, settled_at = said."recordedAt", lease_id = NULL,
             receipt_number = said."receiptNumber", received_at = said."receivedAt", published_on = said."publishedOn",
             refusal_code = coalesce(said.code, refusal_code), dead_because = coalesce(said.because, dead_because),
             unreadable = coalesce(said.unreadable, pushes.unreadable), overtaken_by = coalesce(said.by, overtaken_by),
             in_doubt = coalesce(said.because = 'unreadable-answers', false)
           FROM json_to_recordset($1::json) AS said ("pushId" uuid, outcome text, "recordedAt" timestamptz, "from" text[], "receiptNumber" text,
                                                     "receivedAt" timestamptz, "publishedOn" date, code text, because text, unreadable integer, by uuid)
           WHERE pushes.push_id = said."pushId" AND pushes.status = ANY (said."from")
             AND (pushes.lease_id IS NULL OR pushes.due_at < said."recordedAt")`,
    values: [JSON.stringify(recorded.map((one) => ({ ...one, from: reachedFrom[one.outcome] })))],
  });
}

/**
 * Before the first push of an endpoint leaves by way of a database that was restored, or made anew, beside a log that goes further: what was settled as
 * recorded and never handed out here was handed out by another database. It may have handed out more than it recorded, so whatever
 * waits is in doubt: it is asked for by its key before it is sent. What was handed out there counts as handed out, so this is found once.
 *
 * @returns how many pushes are in doubt because of this
 */
export async function doubtWhatAnotherSent(client: Pick<ClientBase, 'query'>, endpoint: string): Promise<number> {
  const { rows } = await client.query<{ doubted: number }>(
    `WITH elsewhere AS (
       UPDATE pushes SET attempts = 1
       WHERE endpoint = $1 AND attempts = 0 AND settled_at IS NOT NULL AND held_as IS NULL
       RETURNING 1
     ), doubted AS (
       UPDATE pushes SET in_doubt = true
       WHERE endpoint = $1 AND status = 'waiting' AND NOT in_doubt AND EXISTS (SELECT FROM elsewhere)
       RETURNING 1
     )
     SELECT count(*)::integer AS doubted FROM doubted`,
    [endpoint],
  );
  return rows[0]?.doubted ?? 0;
}
