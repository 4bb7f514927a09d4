import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

/** More differences than one reconciliation names are named by those that continue it: docs/decisions/0058-all-differences-are-named.md. */
export class ReconciliationsContinue1795878310000 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return runSqlFiles(runner, ['ledger/src/reconciliation/reconciliations_that_continue.sql']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE reconciliations DROP COLUMN continues');
  }
}
