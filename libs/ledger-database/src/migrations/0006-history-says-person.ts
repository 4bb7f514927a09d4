import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

/**
 * The history of subjects is built anew: rows of old events say `person` now. What it replaces is gone at once, with its
 * checkpoint: one that stands still would be reported as a read model that is behind. See docs/decisions/0021-event-versions.md.
 */
export class HistorySaysPerson1700000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runSqlFiles(runner, ['ledger/src/subject-history/subject_history_2.sql']);
    await runner.query(`
      DROP TABLE subject_history;
      DELETE FROM projection_checkpoints WHERE name = 'subject-history-1'`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('the log has events by now that the history of before cannot show'));
  }
}
