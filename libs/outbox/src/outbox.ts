import { randomUUID } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import { DeliveryOutcome, Failed, FinalOutcome } from './endpoint';
import { Push, PushEnvelope, PushMatter } from './push';

/** A push in the hands of one deliverer, for as long as its lease lasts. */
export interface Claimed {
  readonly push: Push;
  /** This is the n-th time it was handed out, from 1. */
  readonly attempt: number;
  readonly leaseId: string;
}

/** How an attempt ended. A failed one says when to try again. */
export type Settlement = Pick<Claimed, 'attempt' | 'leaseId'> & {
  readonly pushId: string;
  readonly tookMs: number;
} & (FinalOutcome | (Failed & { readonly retryAfterMs: number }));

export interface Waiting {
  readonly endpoint: string;
  /** Not yet delivered nor refused, those in delivery included. */
  readonly waiting: number;
  /** Of these, handed out at least once. */
  readonly retrying: number;
  /** When the longest waiting one was enqueued. */
  readonly oldestEnqueuedAt: string;
}

export interface PushCounts {
  readonly waiting: number;
  readonly delivered: number;
  readonly refused: number;
}

/**
 * Puts pushes into the outbox, inside the transaction that `client` has open: they are queued when it commits and not
 * otherwise. A push that is already there stays as it is.
 *
 * Callers enqueue in the order of the log; that order is kept per endpoint and subject.
 *
 * @returns how many were new
 */
export async function enqueue(client: Pick<ClientBase, 'query'>, pushes: readonly Push[]): Promise<number> {
  if (pushes.length === 0) return 0;
  const { rowCount } = await client.query({
    name: 'enqueue-pushes',
    text: `INSERT INTO pushes (push_id, endpoint, event_id, position, subject_id, revision, kind, content)
     SELECT "pushId", endpoint, "eventId", position, "subjectId", revision, kind, content
     FROM json_to_recordset($1::json) AS push ("pushId" uuid, endpoint text, "eventId" uuid, position bigint,
                                               "subjectId" text, revision integer, kind text, content jsonb)
     ON CONFLICT DO NOTHING`,
    values: [JSON.stringify(pushes)], // one document: as an array per column, contents are escaped and read back twice
  });
  return rowCount ?? 0;
}

/**
 * Pushes waiting to be delivered, on PostgreSQL (tables: `sql/`).
 *
 * - Nothing is given up: a push leaves only by being delivered or by the endpoint's own refusal.
 * - One deliverer at a time holds a push, by a lease. When it dies the lease runs out and the push is handed out again:
 *   each push is delivered at least once, and endpoints recognise repetitions by the idempotency key.
 * - Per (endpoint, subject) only the earliest waiting push is handed out, so order is kept.
 *
 * Any number of processes may share the tables. Database errors are thrown as they are; nothing was changed then.
 */
export class Outbox {
  constructor(private readonly pool: Pool) {}

  /** Hands out up to `limit` pushes of `endpoint` that are due, those due longest first, for `leaseMs`. */
  async claim(endpoint: string, limit: number, leaseMs: number): Promise<Claimed[]> {
    const leaseId = randomUUID();
    const { rows } = await this.pool.query<ClaimedRow>(
      // SKIP LOCKED: two deliverers share the queue without waiting for each other. A row that another one claims between
      // our snapshot and our lock is looked at again by PostgreSQL, and its due_at then lies in the future.
      // A row never returns to 'waiting', so what was the head in our snapshot is still the head or gone.
      `WITH heads AS MATERIALIZED (
         SELECT push_id FROM pushes head
         WHERE endpoint = $1 AND status = 'waiting' AND due_at <= now()
           AND NOT EXISTS (SELECT FROM pushes ahead
                           WHERE ahead.endpoint = head.endpoint AND ahead.subject_id = head.subject_id
                             AND ahead.status = 'waiting' AND ahead.position < head.position)
         ORDER BY due_at, position
         LIMIT $2
         FOR UPDATE SKIP LOCKED
       ), claimed AS (
         UPDATE pushes SET attempts = attempts + 1, lease_id = $3, due_at = now() + $4 * interval '1 millisecond'
         FROM heads WHERE pushes.push_id = heads.push_id
         RETURNING pushes.*
       )
       SELECT push_id AS "pushId", endpoint, event_id AS "eventId", position::float8 AS position,
              subject_id AS "subjectId", revision, kind, content, attempts AS attempt
       FROM claimed ORDER BY position`,
      [endpoint, limit, leaseId, leaseMs],
    );
    return rows.map(({ attempt, ...push }) => ({ push, attempt, leaseId }));
  }

  /**
   * Writes down how attempts ended: the push leaves the queue (delivered, refused) or waits for `retryAfterMs` (failed).
   * One statement, however many there are. The attempt is recorded in any case; the push itself changes only for the
   * holder of its newest lease, so a deliverer that was too slow cannot undo what another one did since.
   */
  async settle(settlements: readonly Settlement[]): Promise<void> {
    if (settlements.length === 0) return;
    await this.pool.query(
      `WITH told AS (
         SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::integer[], $5::text[], $6::jsonb[], $7::float8[])
           AS told (push_id, lease_id, attempt, took_ms, outcome, detail, retry_after_ms)
       ), settled AS (
         UPDATE pushes SET
           status = CASE outcome WHEN 'failed' THEN 'waiting' ELSE outcome END,
           settled_at = CASE WHEN outcome <> 'failed' THEN now() END,
           due_at = CASE WHEN outcome = 'failed' THEN now() + retry_after_ms * interval '1 millisecond' ELSE due_at END,
           receipt_number = CASE WHEN outcome = 'delivered' THEN detail ->> 'receiptNumber' END,
           received_at = CASE WHEN outcome = 'delivered' THEN (detail ->> 'receivedAt')::timestamptz END,
           refusal_code = CASE WHEN outcome = 'refused' THEN detail ->> 'code' END,
           lease_id = NULL
         FROM told WHERE pushes.push_id = told.push_id AND pushes.lease_id = told.lease_id AND pushes.status = 'waiting'
       )
       INSERT INTO push_attempts (push_id, attempt, took_ms, outcome, detail)
       SELECT push_id, attempt, took_ms, outcome, detail FROM told
       ON CONFLICT (push_id, attempt) DO NOTHING`,
      [
        settlements.map((one) => one.pushId),
        settlements.map((one) => one.leaseId),
        settlements.map((one) => one.attempt),
        settlements.map((one) => Math.round(one.tookMs)),
        settlements.map((one) => one.outcome),
        settlements.map((one) => JSON.stringify(detailOf(one))),
        settlements.map((one) => (one.outcome === 'failed' ? one.retryAfterMs : null)),
      ],
    );
  }

  /** What waits, per endpoint; an endpoint for which nothing waits does not appear. Cheap: looks at waiting rows only. */
  async waiting(): Promise<Waiting[]> {
    const { rows } = await this.pool.query<Waiting>(
      `SELECT endpoint, count(*)::integer AS waiting, (count(*) FILTER (WHERE attempts > 0))::integer AS retrying,
              to_char(min(enqueued_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "oldestEnqueuedAt"
       FROM pushes WHERE status = 'waiting' GROUP BY endpoint ORDER BY endpoint`,
    );
    return rows;
  }

  /** How many pushes stand where, over all endpoints and all time. Reads the whole table: for people, not for a meter. */
  async summary(): Promise<PushCounts> {
    const { rows } = await this.pool.query<PushCounts>(
      `SELECT (count(*) FILTER (WHERE status = 'waiting'))::integer AS waiting,
              (count(*) FILTER (WHERE status = 'delivered'))::integer AS delivered,
              (count(*) FILTER (WHERE status = 'refused'))::integer AS refused
       FROM pushes`,
    );
    return rows[0] ?? { waiting: 0, delivered: 0, refused: 0 };
  }
}

type ClaimedRow = PushEnvelope & PushMatter & Pick<Claimed, 'attempt'>;

function detailOf(outcome: DeliveryOutcome): object {
  switch (outcome.outcome) {
    case 'delivered':
      return { receiptNumber: outcome.receiptNumber, receivedAt: outcome.receivedAt };
    case 'refused':
      return { code: outcome.code, message: outcome.message, fields: outcome.fields };
    case 'failed':
      return { reason: outcome.answer === undefined ? outcome.reason : `${outcome.reason}: ${outcome.answer}` };
  }
}
