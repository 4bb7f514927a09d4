import { Injectable } from '@nestjs/common';
import { type Stand, Stands } from '../application';
import {
  discrepancies,
  discrepancyColumns,
  type DiscrepancyRow,
  fromSelectedDiscrepancy,
  fromSelectedReconciliation,
  reconciliationColumns,
  type ReconciliationRow,
  reconciliations,
  type SelectedDiscrepancy,
  type SelectedReconciliation,
} from './reconciliations.projection';

export interface ReconciliationSearch {
  readonly endpoint?: string | undefined;
  /** The `openedAt` of the last row seen. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Reads reconciliations and their differences. */
@Injectable()
export class ReconciliationsReader {
  constructor(private readonly stands: Stands) {}

  /** Newest first. */
  async search({ endpoint, before, limit }: ReconciliationSearch): Promise<{
    readonly stand: Stand;
    readonly rows: readonly ReconciliationRow[];
  }> {
    const { stand, rows } = await this.stands.with<SelectedReconciliation>(reconciliations.name, [], {
      text: `SELECT ${reconciliationColumns} FROM reconciliations
             WHERE ($3::text IS NULL OR endpoint = $3) AND ($4::bigint IS NULL OR opened_at < $4)
             ORDER BY opened_at DESC LIMIT $5`,
      values: [endpoint ?? null, before ?? null, limit],
    });
    return { stand, rows: rows.map(fromSelectedReconciliation) };
  }

  /** Its differences, in the order in which they were found, behind the `foundAt` of the last one seen. */
  async discrepancies(
    reconciliationId: string,
    after: number | undefined,
    limit: number,
  ): Promise<{ readonly stand: Stand; readonly rows: readonly DiscrepancyRow[] }> {
    const { stand, rows } = await this.stands.with<SelectedDiscrepancy>(discrepancies.name, [], {
      text: `SELECT ${discrepancyColumns} FROM discrepancies
             WHERE reconciliation_id = $3 AND ($4::bigint IS NULL OR found_at > $4) ORDER BY found_at LIMIT $5`,
      values: [reconciliationId, after ?? null, limit],
    });
    return { stand, rows: rows.map(fromSelectedDiscrepancy) };
  }
}
