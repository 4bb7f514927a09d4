import { creditDossiers } from '@app/ledger';
import { inTransaction } from '@app/projections';
import pg from 'pg';
import { aDecision } from './penalty-events';
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
  await pool.query(
    `INSERT INTO projection_checkpoints (name, position, caught_up_at) VALUES ($1, 0, now() + interval '1 day')
     ON CONFLICT (name) DO UPDATE SET position = excluded.position, caught_up_at = excluded.caught_up_at`,
    [creditDossiers.name],
  );
  await pool.query('ANALYZE credit_dossiers_2, credit_papers, credit_calendar');
  await pool.end();
}

const subjectsPerBatch = 100;
