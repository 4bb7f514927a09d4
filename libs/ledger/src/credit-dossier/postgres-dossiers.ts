import { Injectable } from '@nestjs/common';
import { Rules, Stands } from '../application';
import type { Day } from '../shared';
import { dossierReadModel } from './credit-dossier.projection';
import type { CreditDossier, CreditFact } from './domain';
import { Dossiers, type Found } from './dossiers';
import type { DossierHead } from './tables';

/** As JSON texts: see `ParsedWhenAsked`. */
interface SelectedDossier {
  readonly subject_id: string;
  /** A `DossierHead`. */
  readonly head: string;
  /** Of each paper the facts about it, a `CreditFact[][]`. */
  readonly papers: string;
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
      text: `SELECT h.subject_id, h.head::text AS head,
                    coalesce((SELECT json_agg(p.facts) FROM credit_papers p
                              WHERE p.subject_id = h.subject_id ${on === undefined ? '' : standsOn})::text, '[]') AS papers
             FROM credit_dossiers_2 h WHERE h.subject_id = ANY ($2)`,
      values: on === undefined ? [] : [on, this.rules.book.edition],
    });
    return {
      position: stand.position,
      stand,
      found: new ParsedWhenAsked(rows),
    };
  }
}

/**
 * Dossiers by subject. The texts of each are parsed when it is first asked for: of ten thousand at once, as the driver would parse them, the
 * loop would be held for everybody else.
 */
class ParsedWhenAsked {
  private readonly unparsed: Map<string, SelectedDossier>;
  private readonly parsed = new Map<string, CreditDossier>();

  constructor(rows: readonly SelectedDossier[]) {
    this.unparsed = new Map(rows.map((row) => [row.subject_id, row]));
  }

  get(subjectId: string): CreditDossier | undefined {
    const row = this.unparsed.get(subjectId);
    if (!row) return this.parsed.get(subjectId);
    const [head, papers] = [row.head, row.papers].map((text) => JSON.parse(text) as unknown);
    const dossier = dossierOf(head as DossierHead, papers as readonly (readonly CreditFact[])[]);
    this.parsed.set(subjectId, dossier);
    this.unparsed.delete(subjectId);
    return dossier;
  }
}

const standsOn = 'AND (h.edition <> $4 OR p.from_day <= $3::date AND p.until_day > $3::date)';

export function dossierOf(head: DossierHead, papers: readonly (readonly CreditFact[])[]): CreditDossier {
  return { ...head, facts: papers.flat().sort((one, other) => one.position - other.position) };
}
