import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

/** A body that another one feeds is reconciled as if it had been told: docs/decisions/0056-fed-bodies.md. */
export class FedBodiesAreReconciled1795877100000 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return runSqlFiles(runner, ['ledger/src/reconciliation/reconciliations_of_fed_bodies.sql']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE reconciliations DROP COLUMN fed_by');
  }
}
