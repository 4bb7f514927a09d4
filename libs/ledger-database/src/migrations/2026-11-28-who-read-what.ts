import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

const folder = 'ledger/src/access-record';

/** Who read what about whom is on record. See docs/decisions/0042-who-read-what.md. */
export class WhoReadWhat1795826400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runSqlFiles(runner, [
      `${folder}/access_records.sql`,
      `${folder}/access_records_append_only.sql`,
      `${folder}/open_access_month.sql`,
      `${folder}/grants.sql`,
    ]);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('who read what is never taken down by a migration'));
  }
}
