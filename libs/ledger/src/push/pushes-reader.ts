import { Injectable } from '@nestjs/common';
import { type Stand, Stands } from '../application';

/** The read models that fill the outbox, one per receiving body; see `push-outbox.projection.ts`. */
const pushOutboxes = 'push-outbox-%';

/** One push as it stands in the outbox. */
export interface PushRow {
  readonly pushId: string;
  readonly endpoint: string;
  readonly kind: string;
  readonly position: number;
  readonly uscc: string;
  readonly status: string;
  readonly attempts: number;
  /** How often a person had it sent once more. */
  readonly redrives: number;
  readonly reference: string | null;
  readonly receiptNumber: string | null;
  readonly refusalCode: string | null;
  readonly deadBecause: string | null;
  /** The later message of the same record that made it needless. */
  readonly overtakenBy: string | null;
  /** The last day of its publicity, where that ended before it left; null: it did not. */
  readonly publicThrough: string | null;
  /** It was handed out, and nobody knows whether the body has it. */
  readonly inDoubt: boolean;
  /** The body whose receipt it waits for; null: for none (any more). */
  readonly awaits: string | null;
  /** UTC; null: it is due at once, or nothing more is done about it. */
  readonly nextTry: string | null;
  /** How the last attempt ended; null: there was none. */
  readonly lastOutcome: string | null;
  /** What the check found, while it is held. */
  readonly faults: readonly { readonly field?: string; readonly rule: string; readonly sentence: string }[];
}

export interface PushSearch {
  readonly subjectId?: string | undefined;
  readonly status?: string | undefined;
  readonly endpoint?: string | undefined;
  /** The `position` of the last row seen. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Reads the outbox. */
@Injectable()
export class PushesReader {
  constructor(private readonly stands: Stands) {}

  /** Newest first, at least `limit` if there are so many: rows of one position are never parted. The stand is that of the outbox that is furthest behind, about the subject or anybody. */
  search({
    subjectId,
    status,
    endpoint,
    before,
    limit,
  }: PushSearch): Promise<{ readonly stand: Stand; readonly rows: readonly PushRow[] }> {
    return this.stands.with<PushRow>(pushOutboxes, subjectId === undefined ? undefined : [subjectId], {
      text: `SELECT push_id AS "pushId", endpoint, kind, position::float8 AS position, subject_id AS uscc, status, attempts, redrives,
                    reference, receipt_number AS "receiptNumber", refusal_code AS "refusalCode", dead_because AS "deadBecause",
                    overtaken_by AS "overtakenBy",
                    CASE WHEN status = 'overtaken' THEN last.detail ->> 'through' END AS "publicThrough", in_doubt AS "inDoubt",
                    CASE WHEN status = 'waiting' AND waits_for IS NOT NULL AND receipt_is_to_come(waits_for) THEN waits_for_body END AS awaits,
                    CASE WHEN status IN ('waiting', 'sent', 'processing') AND isfinite(due_at)
                         THEN to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') END AS "nextTry",
                    last.outcome AS "lastOutcome",
                    CASE WHEN status = 'held' THEN coalesce(last.detail -> 'faults', '[]') ELSE '[]' END AS faults
             FROM pushes LEFT JOIN LATERAL (
               SELECT outcome, detail FROM push_attempts WHERE push_attempts.push_id = pushes.push_id ORDER BY attempt DESC LIMIT 1
             ) AS last ON true
             WHERE ($3::text IS NULL OR subject_id = $3) AND ($4::text IS NULL OR status = $4)
               AND ($5::bigint IS NULL OR pushes.position < $5) AND ($7::text IS NULL OR endpoint = $7)
             ORDER BY pushes.position DESC FETCH FIRST $6 ROWS WITH TIES`,
      values: [subjectId ?? null, status ?? null, before ?? null, limit, endpoint ?? null],
    });
  }
}
