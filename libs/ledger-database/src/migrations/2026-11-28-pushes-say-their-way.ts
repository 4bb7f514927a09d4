import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

/** What is sent is asked for by the way it went: docs/decisions/0057-what-was-left-to-tell.md. */
export class PushesSayTheirWay1795880700000 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return runSqlFiles(runner, ['outbox/src/sql/pushes_say_their_way.sql']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE pushes DROP COLUMN sent_by');
  }
}
