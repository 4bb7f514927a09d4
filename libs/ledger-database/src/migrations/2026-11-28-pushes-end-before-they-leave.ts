import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

/** A push whose publicity ended before it left is overtaken, and by no message: docs/decisions/0057-what-was-left-to-tell.md. */
export class PushesEndBeforeTheyLeave1795880400000 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return runSqlFiles(runner, ['outbox/src/sql/pushes_end_before_they_leave.sql']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE pushes DROP CONSTRAINT pushes_overtaken,
      ADD CONSTRAINT pushes_overtaken CHECK ((status IN ('overtaken', 'mended')) = (overtaken_by IS NOT NULL))`);
  }
}
