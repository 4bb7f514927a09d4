import type { ClientBase } from 'pg';
import type { Touched } from './apply-live';
import { byPaper, type CalendarDays, type CreditFact, type Stretch } from './domain';
import type { HeadRow } from './tables';

/** By subject. */
export async function loadHeads(
  client: ClientBase,
  subjectIds: ReadonlySet<string>,
): Promise<ReadonlyMap<string, HeadRow>> {
  if (subjectIds.size === 0) return new Map();
  const { rows } = await client.query<HeadRow>({
    name: 'dossier-heads',
    text: 'SELECT head, edition FROM credit_dossiers_2 WHERE subject_id = ANY ($1::text[])',
    values: [[...subjectIds]],
  });
  return new Map(rows.map((row) => [row.head.subjectId, row]));
}

/** By paper: its facts, in log order. */
export type KnownPapers = ReadonlyMap<string, readonly CreditFact[]>;

/** By subject: all papers of one that is judged as a whole, of others those that their new facts are about. */
export async function loadPapers(
  client: ClientBase,
  touched: readonly Touched[],
): Promise<ReadonlyMap<string, KnownPapers>> {
  const whole = touched.filter((one) => one.whole).map(({ subjectId }) => subjectId);
  const wanted = touched
    .filter((one) => !one.whole)
    .flatMap(({ subjectId, newFacts }) => [...byPaper(newFacts).keys()].map((paper) => ({ subjectId, paper })));
  const papers = new Map<string, Map<string, readonly CreditFact[]>>();
  if (whole.length + wanted.length === 0) return papers;
  const { rows } = await client.query<{ subject_id: string; paper: string; facts: CreditFact[] }>({
    name: 'dossier-papers',
    text: `SELECT subject_id, paper, facts FROM credit_papers WHERE subject_id = ANY ($1::text[])
           UNION ALL
           SELECT subject_id, paper, facts FROM unnest($2::text[], $3::text[]) AS wanted (subject_id, paper)
           JOIN credit_papers USING (subject_id, paper)`,
    values: [whole, wanted.map(({ subjectId }) => subjectId), wanted.map(({ paper }) => paper)],
  });
  for (const { subject_id, paper, facts } of rows) {
    const known = papers.get(subject_id) ?? new Map<string, readonly CreditFact[]>();
    papers.set(subject_id, known.set(paper, facts));
  }
  return papers;
}

/** By subject, earliest first: the rows of the calendar that hold, or touch, a day of the stretch. */
export async function loadTouchedDays(
  client: ClientBase,
  stretches: readonly (Stretch & { readonly subjectId: string })[],
): Promise<ReadonlyMap<string, readonly CalendarDays[]>> {
  const days = new Map<string, CalendarDays[]>();
  if (stretches.length === 0) return days;
  const { rows } = await client.query<CalendarDays & { subject_id: string }>({
    name: 'calendar-touched',
    text: `SELECT c.subject_id, c.from_day::text AS "from", c.until_day::text AS "until", c.status, c.points, c.listings,
                  c.score, c.grade, c.turns
           FROM unnest($1::text[], $2::date[], $3::date[]) AS touched (subject_id, from_day, until_day)
           JOIN credit_calendar c ON c.subject_id = touched.subject_id
                                  AND c.from_day <= touched.until_day AND c.until_day >= touched.from_day
           ORDER BY c.subject_id, c.from_day`,
    values: [
      stretches.map(({ subjectId }) => subjectId),
      stretches.map(({ from }) => from),
      stretches.map(({ until }) => until),
    ],
  });
  for (const { subject_id, ...row } of rows) {
    const known = days.get(subject_id);
    if (known) known.push(row);
    else days.set(subject_id, [row]);
  }
  return days;
}

export async function removeCalendars(client: ClientBase, subjectIds: readonly string[]): Promise<void> {
  if (subjectIds.length === 0) return;
  await client.query({
    name: 'calendars-removed',
    text: 'DELETE FROM credit_calendar WHERE subject_id = ANY ($1::text[])',
    values: [subjectIds],
  });
}

export async function removeDays(
  client: ClientBase,
  gone: readonly { readonly subjectId: string; readonly from: string }[],
): Promise<void> {
  if (gone.length === 0) return;
  await client.query({
    name: 'days-removed',
    text: `DELETE FROM credit_calendar c USING unnest($1::text[], $2::date[]) AS gone (subject_id, from_day)
           WHERE c.subject_id = gone.subject_id AND c.from_day = gone.from_day`,
    values: [gone.map(({ subjectId }) => subjectId), gone.map(({ from }) => from)],
  });
}
