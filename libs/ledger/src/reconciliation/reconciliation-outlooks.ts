import { Inject, Injectable } from '@nestjs/common';
import { READ_MODELS, type ReadModels } from '../application';

/** The newest reconciliation of a body. */
export interface ReconciliationOutlook {
  readonly endpoint: string;
  readonly reconciledOn: string;
  readonly endedAt: Date;
  readonly differences: number;
  /** Of all that were named so far, those that nobody has said anything to. */
  readonly unresolved: number;
}

/** How it stands with each body: for meters and for the health of the whole. */
@Injectable()
export class ReconciliationOutlooks {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  /** A body that was never reconciled does not appear. */
  async all(): Promise<readonly ReconciliationOutlook[]> {
    const { rows } = await this.readModels.query<{
      endpoint: string;
      reconciled_on: string;
      ended_at: string;
      differences: number;
      unresolved: number;
    }>(
      `SELECT DISTINCT ON (endpoint) endpoint, reconciled_on::text, ended_at, differences,
              (SELECT count(*)::integer FROM discrepancies
               WHERE resolved_on IS NULL AND reconciliation_id IN (SELECT reconciliation_id FROM reconciliations open
                                                                   WHERE open.endpoint = newest.endpoint AND closed_on IS NULL)) AS unresolved
       FROM reconciliations newest WHERE continues IS NULL ORDER BY endpoint, reconciled_on DESC`,
      [],
    );
    return rows.map(({ endpoint, reconciled_on, ended_at, differences, unresolved }) => ({
      endpoint,
      reconciledOn: reconciled_on,
      endedAt: new Date(ended_at),
      differences,
      unresolved,
    }));
  }
}
