import { Injectable } from '@nestjs/common';
import { Rules, Stands, whyNoAnswer } from '../application';
import type { Day } from '../shared';
import { dossierReadModel } from './credit-dossier.projection';
import type { CalendarDays, CreditDossier, CreditFact } from './domain';
import { type DayStanding, Dossiers, type Found, type Reading, readingOf } from './dossiers';
import type { DossierHead } from './tables';

interface SelectedDossier {
  readonly head: DossierHead;
  /** Of each paper the facts about it. */
  readonly papers: readonly (readonly CreditFact[])[];
}

type SelectedDay = Pick<CalendarDays, 'status' | 'score' | 'grade' | 'from' | 'until' | 'turns'> & {
  readonly head: DossierHead;
  /** Made under the rules of today. */
  readonly current: boolean;
};

/** The dossiers in PostgreSQL. One statement, so one consistent position however many subjects are asked for. */
@Injectable()
export class PostgresDossiers extends Dossiers {
  constructor(
    private readonly stands: Stands,
    private readonly rules: Rules,
  ) {
    super();
  }

  async standingOf(subjectIds: readonly string[], day: Day): Promise<Reading<DayStanding | undefined>> {
    const { stand, rows } = await this.stands.with<SelectedDay>(dossierReadModel, subjectIds, {
      name: 'standing-on-day',
      text: `SELECT h.head, h.edition = $4 AS current, c.status, c.score, c.grade,
                    c.from_day::text AS "from", c.until_day::text AS "until", c.turns
             FROM credit_calendar c JOIN credit_dossiers_2 h USING (subject_id)
             WHERE c.subject_id = ANY ($2) AND c.from_day <= $3::date AND c.until_day > $3::date`,
      values: [day, this.rules.book.edition],
    });
    const outdated = new Set(rows.flatMap(({ head, current }) => (current ? [] : [head.subjectId])));
    const found = rows.map(({ head: { subjectId, names, newestAt }, status, score, grade, from, until, turns }) => {
      return [subjectId, { subjectId, names, newestAt, status, score, grade, from, until, turns }] as const;
    });
    return readingOf(stand, new Map(found), (subjectId) =>
      whyNoAnswer(outdated.has(subjectId) ? { ...stand, ageMs: Infinity } : stand, subjectId),
    );
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
