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
      'outbox/src/sql/pushes.sql',
      'outbox/src/sql/push_attempts.sql',
      'outbox/src/sql/grants.sql',
      'ledger/src/access/api_keys.sql',
      'ledger/src/credit-dossier/credit_dossiers.sql',
      'ledger/src/subject-history/subject_history.sql',
      'ledger/src/blacklist/blacklist_listings.sql',
      'ledger/src/major-fire-hazard/open_hazards.sql',
    ]);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('the log is never taken down by a migration'));
  }
}
