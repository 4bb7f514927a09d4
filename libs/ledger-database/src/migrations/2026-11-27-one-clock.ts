import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

/**
 * One clock: what waits for a day is one read model, and what became of the ledger's tries stands beside it; the list of open
 * hazards goes. The register of cases and the history of subjects are built anew: a notice says now what its open day waits for.
 * What is replaced is gone at once, with its checkpoint: one that stands still would be reported as a read model that is behind. See
 * docs/decisions/0021-event-versions.md and 0027-one-clock.md.
 */
export class OneClock1795737603000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runSqlFiles(runner, [
      'ledger/src/due-work/due_work.sql',
      'ledger/src/due-work/due_work_tries.sql',
      'ledger/src/due-work/due_work_rounds.sql',
      'ledger/src/blacklist/blacklist_listings_2.sql',
      'ledger/src/subject-history/subject_history_3.sql',
    ]);
    await forget(runner, 'open-hazards-1', 'open_hazards');
    await forget(runner, 'blacklist-register-1', 'blacklist_listings');
    await forget(runner, 'subject-history-2', 'subject_history_2');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('nothing is taken down by a migration'));
  }
}

/** A read model that is not filled any more: its rows, its place in the log, its subjects that stood still, what checks of it found. */
async function forget(runner: QueryRunner, projection: string, table: string): Promise<void> {
  await runner.query(`DROP TABLE ${table}`);
  await runner.query(`DROP TABLE IF EXISTS beside.${table}`);
  for (const kept of [
    'projection_held_events',
    'projection_stopped_subjects',
    'projection_equality_checks',
    'projection_rebuilds',
  ])
    await runner.query(`DELETE FROM ${kept} WHERE projection = $1`, [projection]);
  await runner.query('DELETE FROM projection_checkpoints WHERE name = $1', [projection]);
}
