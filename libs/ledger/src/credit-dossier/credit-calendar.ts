import { Injectable } from '@nestjs/common';
import { mustSpeak, type Stand, Stands } from '../application';
import type { Day } from '../shared';
import { dossierReadModel } from './credit-dossier.projection';

/** How many subjects have each grade on a day. */
export interface GradeCounts {
  readonly stand: Stand;
  readonly subjects: Readonly<Record<string, number>>;
}

/** A subject with its name, by its score on a day. */
export interface GradedSubject {
  readonly subjectId: string;
  readonly name: string;
  readonly score: number;
  readonly status: 'listed' | 'not-listed';
}

/**
 * Asks the calendar about all subjects on a day. Refusal: `cannot-answer` {reason, position, dataAge}, as every list. A subject
 * that is stopped in the read model is named in the stand, and is in the list as it was.
 */
@Injectable()
export class CreditCalendar {
  constructor(private readonly stands: Stands) {}

  async countsByGrade(day: Day): Promise<GradeCounts> {
    const { stand, rows } = await this.stands.with<{ grade: string; subjects: number }>(dossierReadModel, undefined, {
      text: `SELECT grade, count(*)::integer AS subjects FROM credit_calendar
             WHERE from_day <= $3::date AND until_day > $3::date GROUP BY grade ORDER BY grade`,
      values: [day],
    });
    mustSpeak(stand);
    return { stand, subjects: Object.fromEntries(rows.map(({ grade, subjects }) => [grade, subjects])) };
  }

  /** Those with this grade on the day, by their id, behind the one named. */
  async subjectsGraded(
    grade: string,
    day: Day,
    { behind = '', limit }: { readonly behind?: string; readonly limit: number },
  ): Promise<{ readonly stand: Stand; readonly subjects: readonly GradedSubject[] }> {
    const { stand, rows } = await this.stands.with<GradedSubject>(dossierReadModel, undefined, {
      text: `SELECT c.subject_id AS "subjectId", h.name, c.score, c.status
             FROM credit_calendar c JOIN credit_dossiers_2 h USING (subject_id)
             WHERE c.grade = $3 AND c.subject_id > $5 AND c.from_day <= $4::date AND c.until_day > $4::date
             ORDER BY c.subject_id LIMIT $6`,
      values: [grade, day, behind, limit],
    });
    mustSpeak(stand);
    return { stand, subjects: rows };
  }
}
