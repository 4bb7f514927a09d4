import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

/** Which bodies are left alone because they do not answer; see docs/decisions/0053-stated-anew-and-checked-by-name.md. */
export class BodiesAtRest1795873260000 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return runSqlFiles(runner, ['outbox/src/sql/body_rests.sql', 'outbox/src/sql/body_rests_grants.sql']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE body_rests');
  }
}
