import { Inject, Injectable } from '@nestjs/common';
import { READ_MODELS, type ReadModels } from '../application';

/** What ended without an acknowledgement. */
export const REDRIVABLE = ['rejected', 'dead'] as const;

/** Conditions on pushes; one that is left out holds of all. */
export interface RedrivableSearch {
  readonly endpoint?: string | undefined;
  readonly kind?: string | undefined;
  readonly status?: (typeof REDRIVABLE)[number] | undefined;
  readonly refusalCode?: string | undefined;
  readonly subjectId?: string | null | undefined;
  readonly limit: number;
}

/** Finds pushes that a person may have sent once more. Whether one still may be, its own stream says. */
@Injectable()
export class RedrivablePushes {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  /** Ids of those that were refused or given up and meet every condition, in the order of the log. */
  async find({ endpoint, kind, status, refusalCode, subjectId, limit }: RedrivableSearch): Promise<readonly string[]> {
    const { rows } = await this.readModels.query<{ push_id: string }>(
      `SELECT push_id FROM pushes
       WHERE status = ANY ($1) AND ($2::text IS NULL OR endpoint = $2) AND ($3::text IS NULL OR kind = $3)
         AND ($4::text IS NULL OR refusal_code = $4) AND ($5::text IS NULL OR subject_id = $5)
       ORDER BY position, endpoint, part LIMIT $6`,
      [
        status === undefined ? REDRIVABLE : [status],
        endpoint ?? null,
        kind ?? null,
        refusalCode ?? null,
        subjectId ?? null,
        limit,
      ],
    );
    return rows.map(({ push_id }) => push_id);
  }
}
