import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

/**
 * One clock: what waits for a day is one read model, and what became of the ledger's tries stands beside it. The list of open
 * hazards goes with its checkpoint: one that stands still would be reported as a read model that is behind. See
 * docs/decisions/0027-one-clock.md.
 */
export class OneClock1795737603000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runSqlFiles(runner, [
      'ledger/src/due-work/due_work.sql',
      'ledger/src/due-work/due_work_tries.sql',
      'ledger/src/due-work/due_work_rounds.sql',
    ]);
    await runner.query('DROP TABLE open_hazards');
    await runner.query('DROP TABLE IF EXISTS beside.open_hazards');
    await forget(runner, 'open-hazards-1');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('nothing is taken down by a migration'));
  }
}

/** A read model that is not filled any more: its place in the log, its subjects that stood still, and what checks of it found. */
async function forget(runner: QueryRunner, projection: string): Promise<void> {
  await runner.query('DELETE FROM projection_held_events WHERE projection = $1', [projection]);
  await runner.query('DELETE FROM projection_stopped_subjects WHERE projection = $1', [projection]);
  await runner.query('DELETE FROM projection_equality_checks WHERE projection = $1', [projection]);
  await runner.query('DELETE FROM projection_rebuilds WHERE projection = $1', [projection]);
  await runner.query('DELETE FROM projection_checkpoints WHERE name = $1', [projection]);
}
