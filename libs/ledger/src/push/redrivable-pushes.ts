import { Inject, Injectable } from '@nestjs/common';
import { READ_MODELS, type ReadModels } from '../application';

export const REDRIVABLE = ['rejected', 'dead', 'held'] as const;

/** Which pushes are meant; what is null stands for any. */
export interface Redrivable {
  readonly endpoint: string | null;
  readonly kind: string | null;
  readonly status?: (typeof REDRIVABLE)[number] | null | undefined;
  readonly refusalCode: string | null;
  readonly subjectId: string | null;
}

/** Reads which pushes ended without an acknowledgement. */
@Injectable()
export class RedrivablePushes {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  /** The ids of up to `limit`, those earliest in the log first. */
  async find({ endpoint, kind, status, refusalCode, subjectId }: Redrivable, limit: number): Promise<string[]> {
    const { rows } = await this.readModels.query<{ push_id: string }>(
      `SELECT push_id FROM pushes
       WHERE status = ANY ($1) AND ($2::text IS NULL OR endpoint = $2) AND ($3::text IS NULL OR kind = $3)
         AND ($4::text IS NULL OR refusal_code = $4) AND ($5::text IS NULL OR subject_id = $5)
       ORDER BY position, part, endpoint LIMIT $6`,
      [status ? [status] : REDRIVABLE, endpoint, kind, refusalCode, subjectId, limit],
    );
    return rows.map(({ push_id }) => push_id);
  }
}
