import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

/**
 * A file named by a released migration is never edited: a change is a new file and a new migration.
 */
export class TheLedgerRuns1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runSqlFiles(runner, [
      'ledger-database/src/sql/ledger_app.sql',
      'event-store/src/postgres/sql/ledger_events.sql',
      'event-store/src/postgres/sql/refuse_change.sql',
      'event-store/src/postgres/sql/ledger_events_append_only.sql',
      'event-store/src/postgres/sql/append_to_log.sql',
      'event-store/src/postgres/sql/grants.sql',
      'projections/src/sql/projection_checkpoints.sql',
    ]);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('the log is never taken down by a migration'));
  }
}
