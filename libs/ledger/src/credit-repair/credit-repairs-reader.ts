import { Injectable } from '@nestjs/common';
import { type Stand, Stands } from '../application';
import {
  creditRepairs,
  fromSelected,
  repairColumns,
  type RepairRow,
  type SelectedRepair,
} from './credit-repairs.projection';

/** Repairs, and where the read model stood when they were read. */
export interface RepairPage {
  readonly stand: Stand;
  readonly rows: readonly RepairRow[];
}

export interface RepairSearch {
  readonly status?: string | undefined;
  readonly subjectId?: string | undefined;
  /** The `appliedAt` of the last row seen. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Reads the repairs. */
@Injectable()
export class CreditRepairsReader {
  constructor(private readonly stands: Stands) {}

  /** One, if it is there; the stand is said of its subject. */
  async one(repairId: string): Promise<RepairPage> {
    const found = await this.select([], 'repair_id = $3', [repairId]);
    // A repair keeps its subject, so that the second look can ask about it.
    const subjects = found.rows.map(({ state }) => state.file.application.subjectId);
    return this.select(subjects, 'repair_id = $3', [repairId]);
  }

  /** Newest first. The stand is said of the subject, or of anybody. */
  search({ status, subjectId, before, limit }: RepairSearch): Promise<RepairPage> {
    return this.select(
      subjectId === undefined ? undefined : [subjectId],
      `($3::text IS NULL OR status = $3) AND ($4::text IS NULL OR subject_id = $4)
       AND ($5::bigint IS NULL OR applied_at < $5) ORDER BY applied_at DESC LIMIT $6`,
      [status ?? null, subjectId ?? null, before ?? null, limit],
    );
  }

  private async select(
    about: readonly string[] | undefined,
    where: string,
    values: readonly unknown[],
  ): Promise<RepairPage> {
    const { stand, rows } = await this.stands.with<SelectedRepair>(creditRepairs.name, about, {
      text: `SELECT ${repairColumns} FROM credit_repairs WHERE ${where}`,
      values,
    });
    return { stand, rows: rows.map(fromSelected) };
  }
}
