import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

/** What a body held before it was told anything is adopted: docs/decisions/0055-first-day.md. */
export class BodiesHeldRecordsBefore1795876500000 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return runSqlFiles(runner, ['outbox/src/sql/pushes_held_as.sql']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE pushes DROP COLUMN held_as');
  }
}
