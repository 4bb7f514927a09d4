import { Injectable } from '@nestjs/common';
import { Rules, Stands } from '../application';
import type { Day } from '../shared';
import { dossierReadModel } from './credit-dossier.projection';
import type { CreditDossier, CreditFact } from './domain';
import { Dossiers, type Found } from './dossiers';
import type { DossierHead } from './tables';

interface SelectedDossier {
  readonly head: DossierHead;
  /** Of each paper the facts about it. */
  readonly papers: readonly (readonly CreditFact[])[];
}

/** The dossiers in PostgreSQL. One statement, so one consistent position however many subjects are asked for. */
@Injectable()
export class PostgresDossiers extends Dossiers {
  constructor(
    private readonly stands: Stands,
    private readonly rules: Rules,
  ) {
    super();
  }

  /** A subject that was judged by other rules than today's is read whole: which of its papers stand, only these can say. */
  protected async read(subjectIds: readonly string[], on: Day | undefined): Promise<Found> {
    const { stand, rows } = await this.stands.with<SelectedDossier>(dossierReadModel, subjectIds, {
      name: on === undefined ? 'dossiers-whole' : 'dossiers-on-day',
      text: `SELECT h.head, coalesce((SELECT json_agg(p.facts) FROM credit_papers p
                                      WHERE p.subject_id = h.subject_id ${on === undefined ? '' : standsOn}), '[]') AS papers
             FROM credit_dossiers_2 h WHERE h.subject_id = ANY ($2)`,
      values: on === undefined ? [] : [on, this.rules.book.edition],
    });
    return {
      position: stand.position,
      stand,
      found: new Map(rows.map(({ head, papers }) => [head.subjectId, dossierOf(head, papers)])),
    };
  }
}

const standsOn = 'AND (h.edition <> $4 OR p.from_day <= $3::date AND p.until_day > $3::date)';

export function dossierOf(head: DossierHead, papers: readonly (readonly CreditFact[])[]): CreditDossier {
  return { ...head, facts: papers.flat().sort((one, other) => one.position - other.position) };
}
