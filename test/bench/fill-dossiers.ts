import { creditDossiers } from '@app/ledger';
import { inTransaction } from '@app/projections';
import pg from 'pg';
import { copyRows } from '../../libs/projections/src/rows/copy-rows';
import { partsOf } from '../../libs/projections/src/read-model';
import { aDecision, aDecisionOn } from './penalty-events';
import { usccOf } from './fictional-units';

/**
 * `subjects` dossiers of `penalties` effective penalties each, as the read model itself writes them. Their checkpoint stands at 0: no
 * log holds these events, and a ledger does not start on read models that are ahead of its log.
 */
export async function fillDossiers(url: string, subjects: number, penalties: number): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  let position = 0;
  for (let subject = 0; subject < subjects; subject += subjectsPerBatch) {
    const events = Array.from({ length: Math.min(subjectsPerBatch, subjects - subject) }, (_, at) =>
      Array.from({ length: penalties }, (_, paper) => aDecision(usccOf(subject + at), paper, ++position)),
    ).flat();
    await inTransaction(pool, (client) => creditDossiers.apply(client, events));
  }
  await finish(pool);
}

/** The same for many subjects, by COPY, as a rebuild writes them: `penalties` papers each, all of which stand on `day`. */
export async function copyDossiers(url: string, subjects: number, penalties: number, day: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const { definition } = creditDossiers;
  let position = 0;
  for (let subject = 0; subject < subjects; subject += subjectsPerCopy) {
    const rows = Array.from({ length: Math.min(subjectsPerCopy, subjects - subject) }, (_, at) => {
      let row: unknown;
      for (let paper = 0; paper < penalties; paper++)
        row = definition.fold(row, aDecisionOn(usccOf(subject + at), day, ++position));
      return row;
    });
    await inTransaction(pool, async (client) => {
      for (const { table, rowsOf } of partsOf(definition))
        await copyRows(
          client,
          table,
          rows.flatMap((row) => [...rowsOf(row)]),
        );
    });
  }
  await finish(pool);
}

async function finish(pool: pg.Pool): Promise<void> {
  await pool.query(
    `INSERT INTO projection_checkpoints (name, position, caught_up_at) VALUES ($1, 0, now())
     ON CONFLICT (name) DO UPDATE SET position = excluded.position, caught_up_at = excluded.caught_up_at`,
    [creditDossiers.name],
  );
  await pool.query('ANALYZE credit_dossiers_2, credit_papers, credit_calendar');
  await pool.end();
}

const subjectsPerBatch = 100;
const subjectsPerCopy = 5_000;
