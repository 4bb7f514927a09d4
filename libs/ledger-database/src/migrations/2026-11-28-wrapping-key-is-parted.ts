import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

const folder = 'personal-data/src/postgres/sql';

/** What wraps the keys of people can be changed; what makes people comparable cannot. See docs/decisions/0061-two-keys-above.md. */
export class WrappingKeyIsParted1795880100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runSqlFiles(runner, [`${folder}/personal_master_keys_part.sql`, `${folder}/keep_person_key_destroyed_2.sql`]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runSqlFiles(runner, [`${folder}/keep_person_key_destroyed.sql`]);
    await runner.query('ALTER TABLE personal_master_keys DROP COLUMN matches');
  }
}
