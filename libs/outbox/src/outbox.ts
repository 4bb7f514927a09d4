import { randomUUID } from 'node:crypto';
import { holdable } from '@app/text';
import type { Pool } from 'pg';
import type { Acknowledged, Dead, Failed, Lost, Rejected, Sent, SentPush, Unreadable } from './endpoint';
import type { Push } from './push';

/** A push in the hands of one deliverer, for as long as its lease lasts. */
export interface Claimed {
  readonly push: Push;
  /** This is the n-th time that something is said about it, from 1. */
  readonly attempt: number;
  readonly leaseId: string;
  /** How often a person has redriven it: outcomes of different rounds are different facts. */
  readonly redrives: number;
  /** Answers to it that could not be read so far. */
  readonly unreadable: number;
}

/** A push that was sent, held by a collector that asks about it. */
export type ClaimedSent = Claimed & SentPush;

/** How an attempt ended. One that is to be tried or asked about again says when. */
export type Settlement = Pick<Claimed, 'attempt' | 'leaseId'> & {
  readonly pushId: string;
  readonly tookMs: number;
} & (Acknowledged | Rejected | Dead | ((Sent | Failed | Unreadable | Lost) & { readonly retryAfterMs: number }));

export interface Waiting {
  readonly endpoint: string;
  /** Without an outcome, those under way and those sent included. */
  readonly waiting: number;
  /** Of these, handed out at least once. */
  readonly retrying: number;
  /** Of these, taken by the body, which has not answered yet. */
  readonly sent: number;
  /** When the longest waiting one was enqueued. */
  readonly oldestEnqueuedAt: string;
}

export const PUSH_STATES = ['waiting', 'sent', 'acknowledged', 'rejected', 'dead'] as const;
export type PushState = (typeof PUSH_STATES)[number];
export type PushCounts = Readonly<Record<PushState, number>>;

/**
 * Pushes on their way, on PostgreSQL (tables: `sql/`).
 *
 * - A push leaves by being acknowledged, by the endpoint's own rejection, or dead: never because a body was away.
 * - One deliverer at a time holds a push, by a lease. When it dies the lease runs out and the push is handed out again:
 *   each push is delivered at least once, and endpoints recognise repetitions by its key.
 * - Per (endpoint, lane) only the earliest waiting push is handed out, and only while no other one of the lane is under way or
 *   sent, so order is kept up to the answer.
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
      // our snapshot and our lock is looked at again by PostgreSQL, and its due_at then lies in the future. Whoever puts a row back
      // before others of its lane (`redrive`) moves their due_at for the same reason.
      //
      // OFFSET 0 keeps both questions where they are: asked of one row after the other, by their index, until there are enough. As
      // joins they are planned by statistics that know nothing of the thousands of rows a file has just brought, and every claim
      // read all of these.
      `WITH heads AS MATERIALIZED (
         SELECT push_id FROM pushes head
         WHERE endpoint = $1 AND status = 'waiting' AND due_at <= now()
           AND NOT EXISTS (SELECT FROM pushes ahead
                           WHERE ahead.endpoint = head.endpoint AND ahead.lane = head.lane
                             AND ahead.status = 'waiting'
                             AND (ahead.position, ahead.part) < (head.position, head.part)
                           OFFSET 0)
           AND NOT EXISTS (SELECT FROM pushes abroad
                           WHERE abroad.endpoint = head.endpoint AND abroad.lane = head.lane AND abroad.push_id <> head.push_id
                             AND (abroad.status = 'sent'
                                  OR (abroad.status = 'waiting' AND abroad.lease_id IS NOT NULL AND abroad.due_at > now()))
                           OFFSET 0)
         ORDER BY due_at, position
         LIMIT $2
         FOR UPDATE SKIP LOCKED
       ), claimed AS (
         UPDATE pushes SET attempts = attempts + 1, lease_id = $3, due_at = now() + $4 * interval '1 millisecond'
         FROM heads WHERE pushes.push_id = heads.push_id
         RETURNING pushes.*
       )
       SELECT ${columns}, attempts AS attempt FROM claimed ORDER BY position`,
      [endpoint, limit, leaseId, leaseMs],
    );
    return rows.map(({ attempt, redrives, unreadable, reference: _none, ...push }) => ({
      push,
      attempt,
      leaseId,
      redrives,
      unreadable,
    }));
  }

  /** Hands out up to `limit` pushes of `endpoint` that were sent and are to be asked about, those asked about longest ago first. */
  async claimSent(endpoint: string, limit: number, leaseMs: number): Promise<ClaimedSent[]> {
    const leaseId = randomUUID();
    const { rows } = await this.pool.query<ClaimedRow>(
      `WITH due AS MATERIALIZED (
         SELECT push_id FROM pushes WHERE endpoint = $1 AND status = 'sent' AND due_at <= now()
         ORDER BY due_at, position LIMIT $2 FOR UPDATE SKIP LOCKED
       ), claimed AS (
         UPDATE pushes SET lease_id = $3, due_at = now() + $4 * interval '1 millisecond'
         FROM due WHERE pushes.push_id = due.push_id
         RETURNING pushes.*
       )
       SELECT ${columns}, attempts + 1 AS attempt FROM claimed ORDER BY position`,
      [endpoint, limit, leaseId, leaseMs],
    );
    return rows.map(({ attempt, redrives, unreadable, reference, ...push }) => ({
      push,
      attempt,
      leaseId,
      redrives,
      unreadable,
      reference: reference ?? '',
    }));
  }

  /** No answer yet to these: they are asked about again after `afterMs`. */
  async askAgain(claimed: readonly ClaimedSent[], afterMs: number): Promise<void> {
    if (claimed.length === 0) return;
    await this.pool.query(
      `UPDATE pushes SET lease_id = NULL, due_at = now() + $3 * interval '1 millisecond'
       FROM unnest($1::uuid[], $2::uuid[]) AS told (push_id, lease_id)
       WHERE pushes.push_id = told.push_id AND pushes.lease_id = told.lease_id AND pushes.status = 'sent'`,
      [claimed.map(({ push }) => push.pushId), claimed.map(({ leaseId }) => leaseId), afterMs],
    );
  }

  /**
   * Writes down how attempts ended: the push leaves the queue (acknowledged, rejected, dead), has an answer to come (sent), or is
   * tried or asked about again after `retryAfterMs` (failed, lost; unreadable). One statement, however many there are. The
   * attempt is recorded in any case; the push itself changes only for the holder of its newest lease, so a deliverer that was
   * too slow cannot undo what another one did since.
   */
  async settle(settlements: readonly Settlement[]): Promise<void> {
    if (settlements.length === 0) return;
    await this.pool.query(
      `WITH told AS (
         SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::integer[], $5::text[], $6::jsonb[], $7::float8[])
           AS told (push_id, lease_id, attempt, took_ms, outcome, detail, retry_after_ms)
       ), settled AS (
         UPDATE pushes SET
           status = CASE WHEN outcome IN ('failed', 'lost') THEN 'waiting' WHEN outcome = 'unreadable' THEN status ELSE outcome END,
           attempts = greatest(attempts, attempt),
           settled_at = CASE WHEN retry_after_ms IS NULL THEN now() END,
           due_at = CASE WHEN retry_after_ms IS NULL THEN due_at ELSE now() + retry_after_ms * interval '1 millisecond' END,
           reference = CASE outcome WHEN 'sent' THEN detail ->> 'reference' WHEN 'lost' THEN NULL ELSE reference END,
           sent_at = CASE outcome WHEN 'sent' THEN now() WHEN 'lost' THEN NULL ELSE sent_at END,
           receipt_number = CASE WHEN outcome = 'acknowledged' THEN detail ->> 'receiptNumber' END,
           received_at = CASE WHEN outcome = 'acknowledged' THEN (detail ->> 'receivedAt')::timestamptz END,
           refusal_code = CASE WHEN outcome = 'rejected' THEN detail ->> 'code' END,
           unreadable = CASE WHEN outcome = 'unreadable' OR detail ->> 'because' = 'unreadable-answers' THEN unreadable + 1 ELSE unreadable END,
           dead_because = CASE WHEN outcome = 'dead' THEN detail ->> 'because' END,
           lease_id = NULL
         FROM told
         WHERE pushes.push_id = told.push_id AND pushes.lease_id = told.lease_id AND pushes.status IN ('waiting', 'sent')
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
        settlements.map((one) => JSON.stringify(holdable(detailOf(one)))),
        settlements.map((one) => ('retryAfterMs' in one ? one.retryAfterMs : null)),
      ],
    );
  }

  /** Nothing is put off for two days: pushes of `endpoint` that are due later than that were so by a clock that was ahead, and are due now. */
  async notPutOff(endpoint: string): Promise<void> {
    await this.pool.query(
      `UPDATE pushes SET due_at = now()
       WHERE (endpoint = $1 AND status = 'waiting' AND due_at > now() + interval '2 days')
          OR (endpoint = $1 AND status = 'sent' AND due_at > now() + interval '2 days')`,
      [endpoint],
    );
  }

  /** Rejections of `endpoint` that stand for longer than `forMs` and that nobody has redriven, oldest first. */
  async unmended(endpoint: string, forMs: number, limit: number): Promise<Pick<Claimed, 'push' | 'redrives'>[]> {
    const { rows } = await this.pool.query<ClaimedRow>(
      `SELECT ${columns}, attempts AS attempt FROM pushes
       WHERE endpoint = $1 AND status = 'rejected' AND settled_at < now() - $2 * interval '1 millisecond'
       ORDER BY settled_at LIMIT $3`,
      [endpoint, forMs, limit],
    );
    return rows.map(({ attempt: _attempt, redrives, unreadable: _unreadable, reference: _reference, ...push }) => ({
      push,
      redrives,
    }));
  }

  /** These rejections are dead; one that was redriven meanwhile is not. */
  async bury(rejections: readonly Pick<Claimed, 'push' | 'redrives'>[]): Promise<void> {
    if (rejections.length === 0) return;
    await this.pool.query(
      `UPDATE pushes SET status = 'dead', dead_because = 'rejection-not-mended', settled_at = now()
       FROM unnest($1::uuid[], $2::integer[]) AS told (push_id, redrives)
       WHERE pushes.push_id = told.push_id AND pushes.redrives = told.redrives AND pushes.status = 'rejected'`,
      [rejections.map(({ push }) => push.pushId), rejections.map(({ redrives }) => redrives)],
    );
  }

  /** What waits, per endpoint; an endpoint for which nothing waits does not appear. Cheap: looks at open rows only. */
  async waiting(): Promise<Waiting[]> {
    const { rows } = await this.pool.query<Waiting>(
      `SELECT endpoint, count(*)::integer AS waiting, (count(*) FILTER (WHERE attempts > 0))::integer AS retrying,
              (count(*) FILTER (WHERE status = 'sent'))::integer AS sent,
              to_char(min(enqueued_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "oldestEnqueuedAt"
       FROM pushes WHERE status IN ('waiting', 'sent') GROUP BY endpoint ORDER BY endpoint`,
    );
    return rows;
  }

  /** How many pushes stand where, over all endpoints and all time. Reads the whole table: for people, not for a meter. */
  async summary(): Promise<PushCounts> {
    const { rows } = await this.pool.query<{ status: PushState; count: number }>(
      'SELECT status, count(*)::integer AS count FROM pushes GROUP BY status',
    );
    const found = new Map(rows.map(({ status, count }) => [status, count]));
    const counts = PUSH_STATES.map((state) => [state, found.get(state) ?? 0] as const);
    return Object.fromEntries(counts) as Record<PushState, number>;
  }
}

const columns = `push_id AS "pushId", endpoint, event_id AS "eventId", position::float8 AS position, part, subject_id AS "subjectId",
              stream, revision, lane, kind, key, document, redrives, unreadable, reference`;

type ClaimedRow = Push & Pick<Claimed, 'attempt' | 'redrives' | 'unreadable'> & { readonly reference: string | null };

function detailOf(said: Acknowledged | Rejected | Dead | Sent | Failed | Unreadable | Lost): object {
  switch (said.outcome) {
    case 'acknowledged':
      return { receiptNumber: said.receiptNumber, receivedAt: said.receivedAt };
    case 'rejected':
      return { code: said.code, message: said.message, fields: said.fields };
    case 'sent':
      return { reference: said.reference };
    case 'dead':
      return { because: said.because, unreadable: said.unreadable };
    case 'lost':
      return { reason: said.reason };
    case 'failed':
    case 'unreadable':
      return { reason: said.answer === undefined ? said.reason : `${said.reason}: ${said.answer}` };
  }
}
