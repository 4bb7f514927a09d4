import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

/** Who answers cannot write what it answers from, and who writes it cannot say that it was checked. See docs/decisions/0040-a-role-for-each-work.md. */
export class ARoleForEachWork1795825800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runSqlFiles(runner, [
      'ledger-database/src/sql/ledger_roles.sql',
      'projections/src/sql/projection_differences.sql',
      'projections/src/sql/projection_equality_checks_again.sql',
      'ledger-database/src/sql/role_grants.sql',
    ]);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('what each role may do is not given back to one that may do everything'));
  }
}
