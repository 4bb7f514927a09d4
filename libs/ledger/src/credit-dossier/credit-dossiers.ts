import { Injectable } from '@nestjs/common';
import { type Stand, Stands } from '../application';
import type { CreditDossier } from './credit-dossier';
import { dossierReadModel } from './credit-dossier.projection';

/** Dossiers as of one moment, and where they stood then. */
export interface DossierSnapshot extends Stand {
  readonly dossiers: ReadonlyMap<string, CreditDossier>;
}

/** Reads dossiers. One statement, so one consistent position however many subjects are asked for. */
@Injectable()
export class CreditDossiers {
  constructor(private readonly stands: Stands) {}

  async snapshot(subjectIds: readonly string[]): Promise<DossierSnapshot> {
    const { stand, rows } = await this.stands.with<{ dossier: CreditDossier }>(dossierReadModel, subjectIds, {
      name: 'dossier-snapshot',
      text: 'SELECT dossier FROM credit_dossiers WHERE subject_id = ANY ($2)',
      values: [],
    });
    return { ...stand, dossiers: new Map(rows.map(({ dossier }) => [dossier.subjectId, dossier])) };
  }
}
