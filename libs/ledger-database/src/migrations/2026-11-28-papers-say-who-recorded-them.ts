import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

/**
 * Commitments, hazards and spot checks say which unit recorded them. The history of subjects keeps the data of every event, and is
 * built anew; the one it replaces is gone at once, with its checkpoint: docs/decisions/0021-event-versions.md.
 */
export class PapersSayWhoRecordedThem1795827000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runSqlFiles(runner, ['ledger/src/subject-history/subject_history_4.sql']);
    await runner.query('DROP TABLE subject_history_3');
    await runner.query('DROP TABLE IF EXISTS beside.subject_history_3');
    for (const kept of [
      'projection_held_events',
      'projection_stopped_subjects',
      'projection_equality_checks',
      'projection_rebuilds',
      'projection_differences',
    ])
      await runner.query(`DELETE FROM ${kept} WHERE projection = $1`, ['subject-history-3']);
    await runner.query('DELETE FROM projection_checkpoints WHERE name = $1', ['subject-history-3']);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('nothing is taken down by a migration'));
  }
}
