import { Inject, Injectable } from '@nestjs/common';
import { READ_MODELS, type ReadModels } from '../application';
import { nameOfBody } from '../push';
import type { Due } from '../shared';
import { type DifferencesFound, duesOfDifferences } from './domain/differences-work';

/** What one reconciliation leaves to do. */
export interface DifferencesWork {
  readonly reconciliationId: string;
  readonly due: Due;
}

/** Reads what reconciliations leave to do. */
@Injectable()
export class DifferencesToSettle {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  /** The oldest first. Looks at two reconciliations of each body, however many are open: its oldest open one and its newest. */
  async all(): Promise<readonly DifferencesWork[]> {
    const { rows } = await this.readModels.query<DifferencesFound>(
      `WITH open AS (
         SELECT DISTINCT ON (endpoint) endpoint, reconciliation_id, count(*) OVER (PARTITION BY endpoint)::integer AS others
         FROM reconciliations WHERE closed_on IS NULL ORDER BY endpoint, reconciled_on
       ), newest AS (
         SELECT DISTINCT ON (endpoint) endpoint, reconciliation_id FROM reconciliations ORDER BY endpoint, reconciled_on DESC
       )
       SELECT reconciliation_id AS "reconciliationId", endpoint AS body, fed_by AS "fedBy", reconciled_on::text AS "reconciledOn", differences,
              (SELECT count(*)::integer FROM discrepancies
               WHERE discrepancies.reconciliation_id = found.reconciliation_id AND difference = 'still-shown') AS "stillShown",
              newest.reconciliation_id IS NOT NULL AS "isNewest", open.reconciliation_id IS NOT NULL AS "isOldestOpen",
              coalesce(open.others, 0) AS "openOfBody"
       FROM reconciliations found LEFT JOIN open USING (endpoint, reconciliation_id) LEFT JOIN newest USING (endpoint, reconciliation_id)
       WHERE reconciliation_id IN (SELECT reconciliation_id FROM open UNION SELECT reconciliation_id FROM newest)
       ORDER BY reconciled_on, endpoint`,
      [],
    );
    return rows.flatMap((found) => {
      const { reconciliationId, body, fedBy } = found;
      const named = { ...found, body: nameOfBody(body), fedBy: fedBy === null ? null : nameOfBody(fedBy) };
      return duesOfDifferences(named).map((due) => ({ reconciliationId, due }));
    });
  }
}
