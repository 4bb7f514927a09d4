import { Inject, Injectable } from '@nestjs/common';
import { READ_MODELS, type ReadModels } from '../application';
import type { CreditDossier } from './credit-dossier';
import { dossierReadModel } from './credit-dossier.projection';

/** Dossiers as of one moment. `position` and `caughtUpAt` say what they hold: see `projection_checkpoints`. */
export interface DossierSnapshot {
  readonly dossiers: ReadonlyMap<string, CreditDossier>;
  /** Every event up to here is in the dossiers. */
  readonly position: number;
  /** UTC; everything visible in the log at this moment is in the dossiers. Null: never caught up. */
  readonly caughtUpAt: Date | null;
  /** Milliseconds since `caughtUpAt`, by the database's clock. */
  readonly ageMs: number;
  /** Why the projection stopped; null while it runs. */
  readonly stoppedBy: string | null;
  /** Of the subjects asked for, those that stand still: their dossiers lack what came since. */
  readonly stopped: ReadonlySet<string>;
}

/** Reads dossiers. One statement, so one consistent position however many subjects are asked for. */
@Injectable()
export class CreditDossiers {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async snapshot(subjectIds: readonly string[]): Promise<DossierSnapshot> {
    const { rows } = await this.readModels.query<SnapshotRow>({
      name: 'dossier-snapshot',
      text: `SELECT c.position, CASE WHEN isfinite(c.caught_up_at) THEN c.caught_up_at END AS caught_up_at,
                    CASE WHEN isfinite(c.caught_up_at)
                         THEN extract(epoch FROM clock_timestamp() - c.caught_up_at) * 1000 END AS age_ms,
                    c.stopped_by, d.dossier,
                    ARRAY(SELECT s.subject_id FROM projection_stopped_subjects s
                          WHERE s.projection = $1 AND s.subject_id = ANY ($2)) AS stopped
             FROM projection_checkpoints c LEFT JOIN credit_dossiers d ON d.subject_id = ANY ($2)
             WHERE c.name = $1`,
      values: [dossierReadModel, subjectIds],
    });
    const [first] = rows;
    return {
      dossiers: new Map(rows.flatMap(({ dossier }) => (dossier ? [[dossier.subjectId, dossier] as const] : []))),
      position: Number(first?.position ?? 0),
      caughtUpAt: first?.caught_up_at ?? null,
      ageMs: first?.age_ms == null ? Infinity : Math.max(0, Math.round(Number(first.age_ms))),
      stoppedBy: first?.stopped_by ?? null,
      stopped: new Set(first?.stopped),
    };
  }
}

interface SnapshotRow {
  readonly position: string;
  readonly caught_up_at: Date | null;
  readonly age_ms: string | null;
  readonly stopped_by: string | null;
  readonly dossier: CreditDossier | null;
  readonly stopped: readonly string[];
}
