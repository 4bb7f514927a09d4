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
                    reference, receipt_number AS "receiptNumber", refusal_code AS "refusalCode", dead_because AS "deadBecause"
             FROM pushes
             WHERE ($3::text IS NULL OR subject_id = $3) AND ($4::text IS NULL OR status = $4)
               AND ($5::bigint IS NULL OR pushes.position < $5) AND ($7::text IS NULL OR endpoint = $7)
             ORDER BY pushes.position DESC FETCH FIRST $6 ROWS WITH TIES`,
      values: [subjectId ?? null, status ?? null, before ?? null, limit, endpoint ?? null],
    });
  }
}
