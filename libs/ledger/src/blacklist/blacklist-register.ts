import { Inject, Injectable } from '@nestjs/common';
import { READ_MODELS, type ReadModels } from '../application';
import {
  blacklistRegister,
  fromSelected,
  registerColumns,
  type RegisterRow,
  type SelectedRow,
} from './blacklist-register.projection';

/** What the register says of this subject ends before the position `since`. */
export interface HeldBack {
  readonly subjectId: string;
  readonly since: number;
}

/** Reads the register of cases. */
@Injectable()
export class BlacklistRegister {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  /** Every event up to here is in the register. */
  async position(): Promise<number> {
    const { rows } = await this.readModels.query<{ position: string }>(
      'SELECT position FROM projection_checkpoints WHERE name = $1',
      [blacklistRegister.name],
    );
    return Number(rows[0]?.position ?? 0);
  }

  /** Subjects whose cases may have gone on since, as one of their events could not be applied here: these, or any. */
  async heldBack(subjectIds: readonly string[] | undefined, limit = 200): Promise<readonly HeldBack[]> {
    const { rows } = await this.readModels.query<{ subject_id: string; position: string }>(
      `SELECT subject_id, position FROM projection_stopped_subjects
       WHERE projection = $1 AND ($2::text[] IS NULL OR subject_id = ANY ($2)) ORDER BY position LIMIT $3`,
      [blacklistRegister.name, subjectIds ?? null, limit],
    );
    return rows.map(({ subject_id, position }) => ({ subjectId: subject_id, since: Number(position) }));
  }

  one(listingId: string): Promise<RegisterRow | undefined> {
    return this.select('listing_id = $1', [listingId]).then(([row]) => row);
  }

  /** Every case of these subjects, oldest first. */
  ofSubjects(subjectIds: readonly string[]): Promise<readonly RegisterRow[]> {
    return this.select('subject_id = ANY ($1) ORDER BY proposed_at', [subjectIds]);
  }

  /** Newest first; `before` is the `proposedAt` of the last row seen. */
  search(by: { status?: string; subjectId?: string; before?: number; limit: number }): Promise<readonly RegisterRow[]> {
    return this.select(
      `($1::text IS NULL OR status = $1) AND ($2::text IS NULL OR subject_id = $2)
       AND ($3::bigint IS NULL OR proposed_at < $3) ORDER BY proposed_at DESC LIMIT $4`,
      [by.status ?? null, by.subjectId ?? null, by.before ?? null, by.limit],
    );
  }

  private async select(where: string, values: readonly unknown[]): Promise<readonly RegisterRow[]> {
    const { rows } = await this.readModels.query<SelectedRow>(
      `SELECT ${registerColumns} FROM blacklist_listings_2 WHERE ${where}`,
      [...values],
    );
    return rows.map(fromSelected);
  }
}
