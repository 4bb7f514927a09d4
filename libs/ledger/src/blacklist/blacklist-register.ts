import { Injectable } from '@nestjs/common';
import { type Stand, Stands } from '../application';
import {
  blacklistRegister,
  fromSelected,
  registerColumns,
  type RegisterRow,
  type SelectedRow,
} from './blacklist-register.projection';

/** Rows of the register, and where it stood when they were read. */
export interface RegisterPage {
  readonly stand: Stand;
  readonly rows: readonly RegisterRow[];
}

export interface RegisterSearch {
  readonly status?: string;
  readonly subjectId?: string;
  /** The `proposedAt` of the last row seen. */
  readonly before?: number;
  readonly limit: number;
}

/** Reads the register of cases. The `register` of a listing is something else: which list it is on (`ListRegister`). */
@Injectable()
export class BlacklistRegister {
  constructor(private readonly stands: Stands) {}

  /** One case, if it is there; the stand is said of its subject. */
  async one(listingId: string): Promise<RegisterPage> {
    const found = await this.select([], 'listing_id = $3', [listingId]);
    // A case keeps its subject, so that the second look can ask about it.
    return this.select(
      found.rows.map(({ state }) => state.candidate.subjectId),
      'listing_id = $3',
      [listingId],
    );
  }

  /** Every case of these subjects, oldest first. */
  ofSubjects(subjectIds: readonly string[]): Promise<RegisterPage> {
    return this.select(subjectIds, 'subject_id = ANY ($2) ORDER BY proposed_at', []);
  }

  /** Newest first. The stand is said of the subject, or of anybody. */
  search({ status, subjectId, before, limit }: RegisterSearch): Promise<RegisterPage> {
    return this.select(
      subjectId === undefined ? undefined : [subjectId],
      `($3::text IS NULL OR status = $3) AND ($4::text IS NULL OR subject_id = $4)
       AND ($5::bigint IS NULL OR proposed_at < $5) ORDER BY proposed_at DESC LIMIT $6`,
      [status ?? null, subjectId ?? null, before ?? null, limit],
    );
  }

  private async select(
    about: readonly string[] | undefined,
    where: string,
    values: readonly unknown[],
  ): Promise<RegisterPage> {
    const { stand, rows } = await this.stands.with<SelectedRow>(blacklistRegister.name, about, {
      text: `SELECT ${registerColumns} FROM blacklist_listings_2 WHERE ${where}`,
      values,
    });
    return { stand, rows: rows.map(fromSelected) };
  }
}
