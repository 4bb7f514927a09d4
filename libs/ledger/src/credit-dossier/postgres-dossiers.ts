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

/** A day of a subject, in the order in which it is selected; `current`: made under the rules of today. */
type SelectedDay = readonly [
  subjectId: string,
  names: DayStanding['names'],
  newestAt: string,
  current: boolean,
  status: CalendarDays['status'],
  score: number,
  grade: string,
  from: Day,
  until: Day,
  turns: CalendarDays['turns'],
];

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
    const { stand, rows } = await this.stands.with<{ days: readonly SelectedDay[] }>(dossierReadModel, subjectIds, {
      name: 'standing-on-day',
      // One document: for 10,000 subjects the driver needs longer to read rows than the database to find them.
      text: `SELECT coalesce(json_agg(json_build_array(
                      c.subject_id, h.head->'names', h.head->'newestAt', h.edition = $4, c.status, c.score, c.grade,
                      c.from_day::text, c.until_day::text, c.turns)), '[]') AS days
             FROM credit_calendar c JOIN credit_dossiers_2 h USING (subject_id)
             WHERE c.subject_id = ANY ($2) AND c.from_day <= $3::date AND c.until_day > $3::date`,
      values: [day, this.rules.book.edition],
    });
    const found = new Map<string, DayStanding>();
    const outdated = new Set<string>();
    for (const [subjectId, names, newestAt, current, status, score, grade, from, until, turns] of rows[0]?.days ?? []) {
      found.set(subjectId, { subjectId, names, newestAt, status, score, grade, from, until, turns });
      if (!current) outdated.add(subjectId);
    }
    return readingOf(stand, found, (subjectId) =>
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
