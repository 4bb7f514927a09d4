import { randomUUID } from 'node:crypto';
import { holdable } from '@app/text';
import type { Pool } from 'pg';
import type {
  Acknowledged,
  Dead,
  Failed,
  Held,
  Lost,
  NothingThere,
  Over,
  Overtaken,
  Processing,
  Rejected,
  Sent,
  SentPush,
  Unreadable,
} from './endpoint';
import { type LanePlace, PUSH_STATES, type PushState } from './lane';
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

/** A push whose turn it is. */
export interface ClaimedTurn extends Claimed {
  /** It was handed out before, and nobody knows whether the body has it. */
  readonly inDoubt: boolean;
  /** A person sends it though the check says that the body will refuse it. */
  readonly unchecked: boolean;
  /** The body whose receipt it waits for, as long as that is to come; null: it waits for nobody (any more). */
  readonly awaits: string | null;
  /** All messages of its lane in their order, itself among them. */
  readonly lane: readonly LanePlace[];
}

/** A push that was sent, held by a collector that asks about it. */
export interface ClaimedSent extends Claimed, SentPush {
  /** The body said before that it is at work on it. */
  readonly processing: boolean;
}

/** Nothing is to be done about it for now: it stands still, or something before it is open. Wakes when that changes. */
export interface Stays {
  readonly outcome: 'stays';
}

/** It is its turn, and another body has yet to give its receipt: looked at again when that has come, and in any case after a while. */
export interface Awaits {
  readonly outcome: 'awaits';
}

/** How an attempt ended. One that is to be tried or asked about again says when. */
export type Settlement = Pick<Claimed, 'attempt' | 'leaseId'> & {
  readonly pushId: string;
  readonly tookMs: number;
  /** Whether the body may have it, where the outcome alone does not say so. */
  readonly inDoubt?: boolean;
  /** By which way it was sent; absent: nobody says. */
  readonly way?: string;
} & (
    | Acknowledged
    | Rejected
    | Dead
    | Held
    | Overtaken
    | Over
    | NothingThere
    | Stays
    | Awaits
    | ((Sent | Processing | Failed | Unreadable | Lost) & { readonly retryAfterMs: number })
  );

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

export type PushCounts = Readonly<Record<PushState, number>>;

/**
 * Pushes on their way, on PostgreSQL (tables: `sql/`).
 *
 * - A push leaves by being acknowledged or overtaken; refused, dead or held it stands still: never because a body was away.
 * - One deliverer at a time holds a push, by a lease. When it dies the lease runs out and the push is handed out again, with the word
 *   that it is in doubt.
 * - Per (endpoint, lane) only the head is handed out, so order is kept up to the answer (`sql/pushes_take_turns.sql`).
 *
 * Any number of processes may share the tables. Database errors are thrown as they are; nothing was changed then.
 */
export class Outbox {
  /** @param now the time by which pushes are due and leases end, the same for all who share the tables: the ledger's clock */
  constructor(
    private readonly pool: Pool,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /**
   * Hands out up to `limit` pushes of `endpoint` whose turn it is and that are due, those due longest first, for `leaseMs`. Reads the
   * index of turns only, and the lanes of what it hands out.
   */
  async claim(endpoint: string, limit: number, leaseMs: number): Promise<ClaimedTurn[]> {
    const leaseId = randomUUID();
    const { rows } = await this.pool.query<ClaimedRow & TurnRow>(
      // SKIP LOCKED: two deliverers share the queue without waiting for each other. A row that another one claims between
      // our snapshot and our lock is looked at again by PostgreSQL, and its due_at then lies in the future.
      `WITH due AS MATERIALIZED (
         SELECT push_id, in_doubt FROM pushes WHERE endpoint = $1 AND turn AND due_at <= $5
         ORDER BY due_at, position
         LIMIT $2
         FOR UPDATE SKIP LOCKED
       ), claimed AS (
         UPDATE pushes SET attempts = attempts + (status = 'waiting')::integer, in_doubt = pushes.in_doubt OR status = 'waiting',
           lease_id = $3, due_at = $5::timestamptz + $4 * interval '1 millisecond'
         FROM due WHERE pushes.push_id = due.push_id
         RETURNING pushes.*, due.in_doubt AS was_in_doubt
       )
       SELECT ${columns}, attempts + (status <> 'waiting')::integer AS attempt, was_in_doubt AS "inDoubt", unchecked, places AS places,
              CASE WHEN waits_for IS NOT NULL AND receipt_is_to_come(waits_for) THEN waits_for_body END AS awaits
       FROM claimed, LATERAL (
         -- The others as they were when the turn was found; itself as it was locked.
         SELECT json_agg(json_build_object('pushId', push_id, 'effect', effect,
                                           'status', CASE push_id WHEN claimed.push_id THEN claimed.status ELSE status END,
                                           'inDoubt', CASE push_id WHEN claimed.push_id THEN was_in_doubt ELSE in_doubt END)
                         ORDER BY position, part) AS places
         FROM pushes WHERE pushes.endpoint = claimed.endpoint AND pushes.lane = claimed.lane
       ) AS lane
       ORDER BY position, part`,
      [endpoint, limit, leaseId, leaseMs, this.now()],
    );
    return rows.map(
      ({ attempt, redrives, unreadable, reference: _none, inDoubt, unchecked, awaits, places, ...push }) => ({
        push,
        attempt,
        leaseId,
        redrives,
        unreadable,
        inDoubt,
        unchecked,
        awaits,
        lane: places,
      }),
    );
  }

  /** Hands out up to `limit` pushes of `endpoint` that were sent and are to be asked about, those asked about longest ago first. */
  async claimSent(endpoint: string, limit: number, leaseMs: number): Promise<ClaimedSent[]> {
    const leaseId = randomUUID();
    const { rows } = await this.pool.query<ClaimedRow & Pick<ClaimedSent, 'processing'>>(
      `WITH due AS MATERIALIZED (
         SELECT push_id FROM pushes WHERE endpoint = $1 AND status IN ('sent', 'processing') AND due_at <= $5
         ORDER BY due_at, position LIMIT $2 FOR UPDATE SKIP LOCKED
       ), claimed AS (
         UPDATE pushes SET lease_id = $3, due_at = $5::timestamptz + $4 * interval '1 millisecond'
         FROM due WHERE pushes.push_id = due.push_id
         RETURNING pushes.*
       )
       SELECT ${columns}, attempts + 1 AS attempt, status = 'processing' AS processing FROM claimed ORDER BY position`,
      [endpoint, limit, leaseId, leaseMs, this.now()],
    );
    return rows.map(({ attempt, redrives, unreadable, reference, processing, ...push }) => ({
      push,
      processing,
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
      `UPDATE pushes SET lease_id = NULL, due_at = $4::timestamptz + $3 * interval '1 millisecond'
       FROM unnest($1::uuid[], $2::uuid[]) AS told (push_id, lease_id)
       WHERE pushes.push_id = told.push_id AND pushes.lease_id = told.lease_id AND pushes.status IN ('sent', 'processing')`,
      [claimed.map(({ push }) => push.pushId), claimed.map(({ leaseId }) => leaseId), afterMs, this.now()],
    );
  }

  /** These pushes as they were queued, in no order: to ask the body about others than those in hand. */
  async pushes(pushIds: readonly string[]): Promise<Push[]> {
    const { rows } = await this.pool.query<ClaimedRow>(
      `SELECT ${columns}, attempts AS attempt FROM pushes WHERE push_id = ANY ($1::uuid[])`,
      [pushIds],
    );
    return rows.map(({ attempt: _a, redrives: _r, unreadable: _u, reference: _reference, ...push }) => push);
  }

  /**
   * Writes down how attempts ended: the push leaves (acknowledged, overtaken), stands still (rejected, dead, held), has an answer to
   * come (sent, processing), or is tried or asked about again after `retryAfterMs` (failed, lost; unreadable). One statement, however
   * many there are. The attempt is recorded in any case; the push itself changes only for the holder of its newest lease, so a
   * deliverer that was too slow cannot undo what another one did since.
   */
  async settle(settlements: readonly Settlement[]): Promise<void> {
    if (settlements.length === 0) return;
    await this.pool.query(
      `WITH told AS (
         SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::integer[], $5::text[], $6::jsonb[], $7::float8[], $8::boolean[])
           AS told (push_id, lease_id, attempt, took_ms, outcome, detail, retry_after_ms, doubt)
       ), settled AS (
         UPDATE pushes SET
           status = CASE WHEN outcome IN ('failed', 'unreadable', 'stays', 'awaits') THEN status WHEN outcome = 'lost' THEN 'waiting' ELSE outcome END,
           turn = turn AND outcome <> 'stays',
           attempts = CASE outcome WHEN 'stays' THEN attempts WHEN 'awaits' THEN attempt - 1 ELSE greatest(attempts, attempt) END,
           settled_at = CASE WHEN outcome IN ('failed', 'unreadable', 'stays', 'awaits') THEN settled_at WHEN retry_after_ms IS NULL THEN $9::timestamptz END,
           due_at = CASE WHEN outcome = 'awaits' THEN $9::timestamptz + ${lookAgain} WHEN retry_after_ms IS NULL THEN due_at ELSE $9::timestamptz + retry_after_ms * interval '1 millisecond' END,
           in_doubt = coalesce(doubt, in_doubt),
           reference = CASE outcome WHEN 'sent' THEN detail ->> 'reference' WHEN 'lost' THEN NULL ELSE reference END,
           sent_by = CASE outcome WHEN 'sent' THEN detail ->> 'way' WHEN 'processing' THEN sent_by WHEN 'failed' THEN sent_by WHEN 'unreadable' THEN sent_by END,
           sent_at = CASE outcome WHEN 'sent' THEN $9::timestamptz WHEN 'lost' THEN NULL ELSE sent_at END,
           receipt_number = CASE WHEN outcome = 'acknowledged' THEN detail ->> 'receiptNumber' END,
           received_at = CASE WHEN outcome = 'acknowledged' THEN (detail ->> 'receivedAt')::timestamptz END,
           published_on = CASE WHEN outcome = 'acknowledged' THEN (detail ->> 'publishedOn')::date END,
           refusal_code = CASE outcome WHEN 'rejected' THEN detail ->> 'code' ELSE refusal_code END,
           unreadable = CASE WHEN outcome = 'unreadable' OR detail ->> 'because' = 'unreadable-answers' THEN unreadable + 1 ELSE unreadable END,
           dead_because = CASE outcome WHEN 'dead' THEN detail ->> 'because' ELSE dead_because END,
           overtaken_by = CASE WHEN outcome IN ('overtaken', 'mended') THEN (detail ->> 'by')::uuid ELSE overtaken_by END,
           lease_id = NULL
         FROM told
         WHERE pushes.push_id = told.push_id AND pushes.lease_id = told.lease_id
       )
       INSERT INTO push_attempts (push_id, attempt, took_ms, outcome, detail, ended_at)
       SELECT push_id, attempt, took_ms, outcome, detail, $9 FROM told WHERE outcome NOT IN ('stays', 'awaits')
       ON CONFLICT (push_id, attempt) DO NOTHING`,
      [
        settlements.map((one) => one.pushId),
        settlements.map((one) => one.leaseId),
        settlements.map((one) => one.attempt),
        settlements.map((one) => Math.round(one.tookMs)),
        settlements.map((one) => one.outcome),
        settlements.map((one) => JSON.stringify(holdable(detailOf(one)))),
        settlements.map((one) => ('retryAfterMs' in one ? one.retryAfterMs : null)),
        settlements.map((one) => one.inDoubt ?? doubtOf(one)),
        this.now(),
      ],
    );
  }

  /** What `endpoint` owes an answer to that was sent by another way than this, counted by way, the most first; not what nobody noted a way of. */
  async owedOtherwise(
    endpoint: string,
    way: string,
  ): Promise<readonly { readonly way: string; readonly count: number }[]> {
    const { rows } = await this.pool.query<{ way: string; count: number }>(
      `SELECT sent_by AS way, count(*)::integer AS count FROM pushes
       WHERE endpoint = $1 AND status IN ('sent', 'processing') AND sent_by <> $2 GROUP BY sent_by ORDER BY count DESC, way`,
      [endpoint, way],
    );
    return rows;
  }

  /** Of those nobody will bring the answer: they wait once more, in doubt, so that the body is asked for each by its key before it is said again. */
  async askOtherwise(endpoint: string, way: string): Promise<void> {
    await this.pool.query(
      `UPDATE pushes SET status = 'waiting', in_doubt = true, reference = NULL, sent_at = NULL, sent_by = NULL, lease_id = NULL, due_at = '-infinity'
       WHERE endpoint = $1 AND status IN ('sent', 'processing') AND sent_by <> $2`,
      [endpoint, way],
    );
  }

  /** Nothing is put off for two days: pushes of `endpoint` that are due later than that were so by a clock that was ahead, and are due now. */
  async notPutOff(endpoint: string): Promise<void> {
    await this.pool.query(
      `UPDATE pushes SET due_at = $2
       WHERE (endpoint = $1 AND turn AND due_at > $2::timestamptz + interval '2 days')
          OR (endpoint = $1 AND status IN ('sent', 'processing') AND due_at > $2::timestamptz + interval '2 days')`,
      [endpoint, this.now()],
    );
  }

  /** Rejections of `endpoint` that stand for longer than `forMs` and that nobody has redriven, oldest first. */
  async unmended(endpoint: string, forMs: number, limit: number): Promise<Pick<Claimed, 'push' | 'redrives'>[]> {
    const { rows } = await this.pool.query<ClaimedRow>(
      `SELECT ${columns}, attempts AS attempt FROM pushes
       WHERE endpoint = $1 AND status = 'rejected' AND settled_at < $4::timestamptz - $2 * interval '1 millisecond'
       ORDER BY settled_at LIMIT $3`,
      [endpoint, forMs, limit, this.now()],
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
      `UPDATE pushes SET status = 'dead', dead_because = 'rejection-not-mended', settled_at = $3
       FROM unnest($1::uuid[], $2::integer[]) AS told (push_id, redrives)
       WHERE pushes.push_id = told.push_id AND pushes.redrives = told.redrives AND pushes.status = 'rejected'`,
      [rejections.map(({ push }) => push.pushId), rejections.map(({ redrives }) => redrives), this.now()],
    );
  }

  /** What waits, per endpoint; an endpoint for which nothing waits does not appear. Cheap: looks at open rows only. */
  async waiting(): Promise<Waiting[]> {
    const { rows } = await this.pool.query<Waiting>(
      `SELECT endpoint, count(*)::integer AS waiting, (count(*) FILTER (WHERE attempts > 0))::integer AS retrying,
              (count(*) FILTER (WHERE status IN ('sent', 'processing')))::integer AS sent,
              to_char(min(enqueued_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "oldestEnqueuedAt"
       FROM pushes WHERE status IN ('waiting', 'sent', 'processing') GROUP BY endpoint ORDER BY endpoint`,
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

/** A message is released by the receipt it waits for; what missed its release is found by this: the longer it has waited, the less often it is looked at. */
const lookAgain = `least(interval '10 minutes', greatest(interval '30 seconds', ($9 - enqueued_at) / 2))`;

const columns = `push_id AS "pushId", endpoint, event_id AS "eventId", position::float8 AS position, part, subject_id AS "subjectId",
              stream, revision, lane, effect, kind, key, document, redrives, unreadable, reference`;

type ClaimedRow = Push & Pick<Claimed, 'attempt' | 'redrives' | 'unreadable'> & { readonly reference: string | null };

interface TurnRow extends Pick<ClaimedTurn, 'inDoubt' | 'unchecked' | 'awaits'> {
  readonly places: readonly LanePlace[];
}

/** Whether the body may have what was said, by how saying it ended; null: as before. */
function doubtOf(said: Settlement): boolean | null {
  switch (said.outcome) {
    case 'failed':
      return said.arrived !== 'no';
    case 'unreadable':
      return true;
    case 'dead':
      return said.because === 'unreadable-answers';
    case 'stays':
    case 'awaits':
      return null;
    default:
      return false;
  }
}

function detailOf(said: Settlement): object {
  switch (said.outcome) {
    case 'acknowledged':
      return {
        receiptNumber: said.receiptNumber,
        receivedAt: said.receivedAt,
        ...(said.publishedOn !== undefined && { publishedOn: said.publishedOn }),
      };
    case 'rejected':
      return { code: said.code, message: said.message, fields: said.fields };
    case 'sent':
      return { reference: said.reference, ...(said.way !== undefined && { way: said.way }) };
    case 'dead':
      return { because: said.because, unreadable: said.unreadable };
    case 'held':
      return { faults: said.faults };
    case 'overtaken':
    case 'mended':
      return 'by' in said ? { by: said.by } : { through: said.through };
    case 'nothing-there':
      return { revives: said.revives };
    case 'processing':
    case 'stays':
    case 'awaits':
      return {};
    case 'lost':
      return { reason: said.reason };
    case 'failed':
    case 'unreadable':
      return { reason: said.answer === undefined ? said.reason : `${said.reason}: ${said.answer}` };
  }
}
