import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

/** By when each body is to have each message; see docs/decisions/0050-push-deadlines.md. Filled from the log by the worker. */
export class PushesHaveDeadlines1795868100000 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return runSqlFiles(runner, ['ledger/src/push/push_deadlines.sql']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE push_deadlines');
    await runner.query(`DELETE FROM projection_checkpoints WHERE name LIKE 'due-work-pushes-%'`);
  }
}
