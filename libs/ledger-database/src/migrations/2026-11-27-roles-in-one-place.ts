import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

/** The list of roles leaves the database: a new role is a column of the access table, and no migration. */
export class RolesInOnePlace1795737600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runSqlFiles(runner, ['ledger/src/access/api_keys_role.sql']);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('keys of roles that came since would not be allowed any more'));
  }
}
