import { Injectable } from '@nestjs/common';
import { type KnownTime, type Stand, Stands } from '../application';
import type { Day } from '../shared';
import { knownAheadFrom } from '../credit-dossier/domain';
import { subjectHistory } from './subject-history.projection';

/** An event of a history, as it stands in the log. */
export interface HistoryRow {
  readonly position: number;
  readonly eventId: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly typeVersion: number;
  readonly occurredOn: Day;
  readonly recordedAt: Date;
  readonly actor: object;
  readonly commandId: string;
  readonly causeId: string | null;
  readonly requestId: string;
  readonly data: object;
}

export interface HistoryPage extends KnownTime {
  /** Only what stands after this position. */
  readonly after: number;
  readonly limit: number;
  /** Only what occurred up to this day; null: all. */
  readonly validAt: Day | null;
}

/** Reads the history of a subject. */
@Injectable()
export class HistoryReader {
  constructor(private readonly stands: Stands) {}

  /** Oldest first, with the stand of the read model about this subject. */
  async of(
    subjectId: string,
    { after, limit, validAt, knownAt, askedAt }: HistoryPage,
  ): Promise<{ readonly stand: Stand; readonly entries: readonly HistoryRow[] }> {
    const { stand, rows } = await this.stands.with<HistoryRow>(subjectHistory.name, [subjectId], {
      text: `SELECT position::float8 AS position, event_id AS "eventId", stream, revision::float8 AS revision, type,
                    type_version AS "typeVersion", occurred_on::text AS "occurredOn", recorded_at AS "recordedAt", actor,
                    command_id AS "commandId", cause_id AS "causeId", request_id AS "requestId", data
             FROM subject_history_3
             WHERE subject_id = $3 AND position > $4
               AND ($6::date IS NULL OR occurred_on <= $6) AND ($7::timestamptz IS NULL OR recorded_at <= $7 OR recorded_at > $8)
             ORDER BY position LIMIT $5`,
      values: [subjectId, after, limit, validAt, knownAt, knownAt === null ? null : knownAheadFrom(knownAt, askedAt)],
    });
    return { stand, entries: rows };
  }
}
