import { holdable } from '@app/text';
import { Inject, Injectable } from '@nestjs/common';
import { type ReadModels, WORKER_DATABASE } from '../application';
import type { Day, Due, DueOpen } from '../shared';

/** A row of due work in the hands of one process, for as long as its lease lasts. */
export interface ClaimedDueWork {
  readonly stream: string;
  readonly procedure: string;
  readonly dues: readonly Due[];
  /** The n-th try in a row without success, from 1. */
  readonly attempt: number;
}

/** How a try ended: written down, nothing to write (any more), or an error with the wait until the next one. */
export type Tried =
  | { readonly outcome: 'written'; readonly position: number }
  | { readonly outcome: 'nothing-to-write'; readonly position: number; readonly retryAfterMs: number }
  | {
      readonly outcome: 'refused';
      readonly code: string;
      readonly facts: Readonly<Record<string, unknown>>;
      readonly reason: string;
      readonly retryAfterMs: number;
    };

/**
 * Hands out rows of due work, to be written down, when their day has passed or their year has been loaded.
 *
 * - One process at a time has a row, by a lease. When it dies the lease runs out and the row is handed out again.
 * - Never tried comes first, then what has waited longest; what was refused waits for its next try and keeps nobody back.
 * - A row that was settled is not handed out again before the read model holds what was written.
 *
 * Any number of processes may share the tables. Database errors are thrown as they are.
 */
@Injectable()
export class DueWorkTries {
  constructor(@Inject(WORKER_DATABASE) private readonly database: ReadModels) {}

  /** Up to `limit` rows: the day they wait for lies before `today`, or one of `calendars` dates them. */
  async claim(
    today: Day,
    calendars: readonly DueOpen[],
    limit: number,
    leaseMs: number,
  ): Promise<readonly ClaimedDueWork[]> {
    const { rows } = await this.database.query<ClaimedDueWork>(
      // No try is put off for a day: a later one was written by a clock that was ahead, and is due.
      // Two processes may choose the same rows; the second finds the lease of the first when it comes to write, and leaves them.
      // Both write in the order of the streams, so that they never wait for each other in a circle.
      `WITH chosen AS MATERIALIZED (
         SELECT d.stream, d.procedure, d.dues, d.position
         FROM due_work d LEFT JOIN due_work_tries t USING (stream)
         WHERE (d.ledger_due < $1 OR d.waits_for = ANY ($2::text[]))
           AND (t.stream IS NULL OR d.position > t.position OR (d.position = t.position AND (t.next_try <= now() OR t.next_try > now() + interval '1 day')))
         ORDER BY t.next_try NULLS FIRST, d.stream
         LIMIT $3
       ), claimed AS (
         INSERT INTO due_work_tries AS t (stream, attempts, position, next_try, tried_at)
         SELECT stream, 1, position, now() + $4 * interval '1 millisecond', now() FROM chosen ORDER BY stream
         ON CONFLICT (stream) DO UPDATE SET
           attempts = t.attempts + 1, position = excluded.position, next_try = excluded.next_try, tried_at = now()
         WHERE t.position < excluded.position OR (t.position = excluded.position AND (t.next_try <= now() OR t.next_try > now() + interval '1 day'))
         RETURNING t.stream, t.attempts
       )
       SELECT stream, procedure, dues, attempts AS attempt FROM claimed JOIN chosen USING (stream) ORDER BY stream`,
      [today, calendars, limit, leaseMs],
    );
    return rows;
  }

  /** Writes down how a try ended; only the newest try of a row has a say. */
  async settle({ stream, attempt }: ClaimedDueWork, tried: Tried): Promise<void> {
    const refused = tried.outcome === 'refused' ? tried : undefined;
    await this.database.query(
      `UPDATE due_work_tries SET
         attempts = CASE WHEN $3::text IS NULL THEN 0 ELSE attempts END,
         position = greatest(position, $7::bigint),
         next_try = now() + $6 * interval '1 millisecond',
         code = $3, facts = $4::jsonb, reason = $5
       WHERE stream = $1 AND attempts = $2`,
      [
        stream,
        attempt,
        refused?.code ?? null,
        refused ? JSON.stringify(holdable(refused.facts)) : null,
        refused ? holdable(refused.reason) : null,
        tried.outcome === 'written' ? 0 : tried.retryAfterMs,
        tried.outcome === 'refused' ? null : tried.position,
      ],
    );
  }

  /** Notes that `policy` came round, and forgets the tries of streams that wait for nothing any more. */
  async cameRound(policy: string, day: Day): Promise<void> {
    await this.database.query(
      `INSERT INTO due_work_rounds (policy, came_at, day) VALUES ($1, now(), $2)
       ON CONFLICT (policy) DO UPDATE SET came_at = excluded.came_at, day = excluded.day`,
      [policy, day],
    );
    await this.database.query(
      `DELETE FROM due_work_tries t USING due_work d
       WHERE d.stream = t.stream AND d.position >= t.position AND d.ledger_due IS NULL AND d.waits_for IS NULL`,
    );
  }
}
