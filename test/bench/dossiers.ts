import { agreeingClocks } from '../support/clocks';
import { creditDossiers, Rules, Stands } from '@app/ledger';
import { inTransaction } from '@app/projections';
import pg from 'pg';
import { PostgresDossiers } from '../../libs/ledger/src/credit-dossier/postgres-dossiers';
import { answerFor, dossiersFor } from '../../libs/ledger/src/credit-status';
import { usccOf } from './fictional-units';
import { fillDossiers } from './fill-dossiers';
import { aDecisionOn } from './penalty-events';
import { type Comparison, interleave, measure } from './rounds';

const today = '2026-05-06';

/**
 * A subject with `papers` penalties over ten years. One more is applied by the read model, in a transaction with its checkpoint,
 * against a hand that knows what to write: the paper, the points of its days, the head, the checkpoint. And its status of
 * today, against the same papers by the same index.
 */
export async function largeDossier(url: string, ownerUrl: string, ms: number, rounds: number, papers: number) {
  await fillDossiers(ownerUrl, 1, papers);
  const subjectId = usccOf(0);
  const pool = poolOn(url);
  const { book } = new Rules();
  const dossiers = new PostgresDossiers(new Stands(pool, Infinity, agreeingClocks), new Rules());
  let position = papers;
  const found: Comparison[] = [
    await interleave(
      `dossier of a subject with ${papers} facts: one more applied`,
      rounds,
      () => measure(1, ms, () => applied(pool, aDecisionOn(subjectId, today, ++position))),
      () => measure(1, ms, () => writtenByHand(pool, subjectId, ++position)),
    ),
    await interleave(
      `dossier of a subject with ${papers} facts: status of today`,
      rounds,
      () =>
        measure(1, ms, async () => {
          const asked = { subjectId, validAt: today, knownAt: null, askedAt: `${today}T00:00:00.000Z` };
          const reading = await dossiersFor(dossiers, asked, [subjectId]);
          const answer = answerFor(book, asked, reading.of(subjectId));
          if (answer.status !== 'not-listed') throw new Error(answer.statement);
        }),
      () => measure(1, ms, () => papersOf(pool, subjectId)),
    ),
  ];
  await pool.end();
  return found;
}

async function applied(pool: pg.Pool, event: ReturnType<typeof aDecisionOn>): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query('SELECT position FROM projection_checkpoints WHERE name = $1 FOR UPDATE', [creditDossiers.name]);
    await creditDossiers.apply(client, [event]);
    await client.query('UPDATE projection_checkpoints SET position = $2 WHERE name = $1', [
      creditDossiers.name,
      event.position,
    ]);
  });
}

async function writtenByHand(pool: pg.Pool, subjectId: string, position: number): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query('SELECT position FROM projection_checkpoints WHERE name = $1 FOR UPDATE', [creditDossiers.name]);
    await client.query({
      name: 'raw-paper',
      text: `INSERT INTO credit_papers SELECT subject_id, $2, from_day, until_day, facts
             FROM credit_papers WHERE subject_id = $1 LIMIT 1`,
      values: [subjectId, `raw-${position}`],
    });
    await client.query({
      name: 'raw-days',
      text: `UPDATE credit_calendar SET points = points - 10
             WHERE subject_id = $1 AND from_day >= $2 AND from_day < $2::date + interval '1 year'`,
      values: [subjectId, today],
    });
    await client.query({
      name: 'raw-head',
      text: 'UPDATE credit_dossiers_2 SET position = $2 WHERE subject_id = $1',
      values: [subjectId, position],
    });
    await client.query('UPDATE projection_checkpoints SET position = $2 WHERE name = $1', [
      creditDossiers.name,
      position,
    ]);
  });
}

async function papersOf(pool: pg.Pool, subjectId: string): Promise<void> {
  await pool.query({
    name: 'raw-papers',
    text: `SELECT facts FROM credit_papers WHERE subject_id = $1 AND from_day <= $2 AND until_day > $2`,
    values: [subjectId, today],
  });
}

/** Status, score and grade of `codes` units among `subjects`, by the reader and by the same `= ANY` in SQL. */
export async function bidderLookup(
  url: string,
  ownerUrl: string,
  ms: number,
  rounds: number,
  { subjects, codes }: { readonly subjects: number; readonly codes: number },
): Promise<Comparison> {
  await fillCalendars(ownerUrl, subjects);
  const pool = poolOn(url);
  const dossiers = new PostgresDossiers(new Stands(pool, Infinity, agreeingClocks), new Rules());
  const asked = Array.from({ length: codes }, (_, at) => idOf(Math.floor((at * subjects) / codes)));
  const compared = await interleave(
    `standing of ${codes} codes among ${subjects} subjects, one = ANY`,
    rounds,
    () =>
      measure(1, ms, async () => {
        const reading = await dossiers.standingOf(asked, today);
        const known = asked.filter((code) => {
          const told = reading.of(code);
          return told.known && told.value !== undefined;
        });
        if (known.length !== codes) throw new Error(`${known.length} of ${codes} were found`);
      }),
    () =>
      measure(1, ms, async () => {
        const { rowCount } = await pool.query({
          name: 'raw-standing',
          text: `SELECT h.head, c.status, c.score, c.grade, c.from_day::text, c.until_day::text, c.turns
                 FROM credit_calendar c JOIN credit_dossiers_2 h USING (subject_id)
                 WHERE c.subject_id = ANY ($1) AND c.from_day <= $2 AND c.until_day > $2`,
          values: [asked, today],
        });
        if (rowCount !== codes) throw new Error(`${rowCount} of ${codes} were found`);
      }),
  );
  await pool.end();
  return compared;
}

/** The database of a finished run goes away first. */
function poolOn(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  pool.on('error', () => undefined);
  return pool;
}

const idOf = (at: number): string => `91131000MA${String(at).padStart(8, '0')}`;

/** Subjects with one fine each, as their rows would be: written by the database, as a million of them are many. */
async function fillCalendars(ownerUrl: string, subjects: number): Promise<void> {
  const owner = new pg.Client(ownerUrl);
  await owner.connect();
  const subjectId = `'91131000MA' || lpad(n::text, 8, '0')`;
  await owner.query(
    `INSERT INTO credit_dossiers_2
     SELECT ${subjectId}, '廊坊' || n || '有限公司', n + 1, $1, json_build_object('subjectId', ${subjectId}, 'position', n + 1,
              'names', json_build_array(json_build_object('name', '廊坊' || n || '有限公司', 'since', '2026-05-01',
                                                          'source', 'registered', 'recordedAt', '2026-05-01T00:00:00.000Z')),
              'knownSince', '2026-05-01T00:00:00.000Z', 'newestAt', '2026-05-01T00:00:00.000Z')
     FROM generate_series(0, $2::integer - 1) AS n`,
    [new Rules().book.edition, subjects],
  );
  const turn = (how: string) =>
    `json_build_array(json_build_object('eventId', gen_random_uuid(), 'document', '廊消行罚决字〔2026〕第' || n || '号',
                                        'rule', 'penalty-fine', 'points', -10, 'how', '${how}'))`;
  await owner.query(
    `INSERT INTO credit_calendar
     SELECT ${subjectId}, days.* FROM generate_series(0, $1::integer - 1) AS n, LATERAL (VALUES
       ('-infinity'::date, '2026-05-01'::date, 'not-listed', 100, 'A', 0, 0, '[]'::jsonb),
       ('2026-05-01', '2027-05-01', 'not-listed', 90, 'A', -10, 0, ${turn('begins')}::jsonb),
       ('2027-05-01', 'infinity', 'not-listed', 100, 'A', 0, 0, ${turn('ends')}::jsonb)) AS days`,
    [subjects],
  );
  await owner.query(
    `INSERT INTO projection_checkpoints (name, position, caught_up_at) VALUES ($1, $2, now() + interval '1 day')`,
    [creditDossiers.name, subjects],
  );
  await owner.query('ANALYZE credit_dossiers_2, credit_calendar');
  await owner.end();
}
