import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

const folder = 'personal-data/src/postgres/sql';

/** The master key of personal data is known where the keys of people are not. See docs/decisions/0052-restored.md. */
export class MasterKeysAreKnown1795875300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runSqlFiles(runner, [`${folder}/personal_master_keys.sql`, `${folder}/personal_master_keys_grants.sql`]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE personal_master_keys');
  }
}
