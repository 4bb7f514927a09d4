import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

/** What a body says it holds is held against what it was told; what is found has read models. */
export class Reconciliation1795869000000 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return runSqlFiles(runner, [
      'ledger/src/reconciliation/reconciliations.sql',
      'ledger/src/reconciliation/discrepancies.sql',
    ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE discrepancies, reconciliations');
  }
}
