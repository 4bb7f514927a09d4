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
  /** Later events of its stream, of the types that were asked for, in order; null: none. */
  readonly takenBack: readonly { readonly type: string; readonly position: number }[] | null;
}

export interface HistoryPage extends KnownTime {
  /** Only what stands after this position. */
  readonly after: number;
  readonly limit: number;
  /** Types that take something back. */
  readonly takingBack: readonly string[];
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
    { after, limit, takingBack, validAt, knownAt, askedAt }: HistoryPage,
  ): Promise<{ readonly stand: Stand; readonly entries: readonly HistoryRow[] }> {
    const { stand, rows } = await this.stands.with<HistoryRow>(subjectHistory.name, [subjectId], {
      text: `WITH known AS (
               SELECT * FROM subject_history_5
               WHERE subject_id = $3 AND position > $4
                 AND ($6::date IS NULL OR occurred_on <= $6) AND ($7::timestamptz IS NULL OR recorded_at <= $7 OR recorded_at > $8)
             ), page AS (
               SELECT * FROM known ORDER BY position LIMIT $5
             ), taking_back AS (
               SELECT stream, position, type FROM known
               WHERE type = ANY ($9::text[]) AND stream IN (SELECT stream FROM page)
             )
             SELECT position::float8 AS position, event_id AS "eventId", stream, revision::float8 AS revision, type,
                    type_version AS "typeVersion", occurred_on::text AS "occurredOn", recorded_at AS "recordedAt", actor,
                    command_id AS "commandId", cause_id AS "causeId", request_id AS "requestId", data,
                    (SELECT json_agg(json_build_object('type', later.type, 'position', later.position) ORDER BY later.position)
                     FROM taking_back later
                     WHERE later.stream = page.stream AND later.position > page.position) AS "takenBack"
             FROM page ORDER BY position`,
      values: [
        subjectId,
        after,
        limit,
        validAt,
        knownAt,
        knownAt === null ? null : knownAheadFrom(knownAt, askedAt),
        takingBack,
      ],
    });
    return { stand, entries: rows };
  }
}
