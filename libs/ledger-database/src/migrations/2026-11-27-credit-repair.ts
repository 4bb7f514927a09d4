import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

/** Credit repair has a read model of its own. */
export class CreditRepair1795737606000 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return runSqlFiles(runner, ['ledger/src/credit-repair/credit_repairs.sql']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE credit_repairs');
  }
}
