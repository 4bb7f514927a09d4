import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

/**
 * Receipts name the day of publication, from which the end of publicity follows: docs/decisions/0048-three-bodies.md. The history of
 * subjects keeps the data of every event, and is built anew; the one it replaces is gone at once, with its checkpoint:
 * docs/decisions/0021-event-versions.md.
 */
export class ReceiptsNamePublication1795876200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runSqlFiles(runner, [
      'outbox/src/sql/pushes_name_publication.sql',
      'ledger/src/subject-history/subject_history_5.sql',
    ]);
    await runner.query('DROP TABLE subject_history_4');
    await runner.query('DROP TABLE IF EXISTS beside.subject_history_4');
    for (const kept of [
      'projection_held_events',
      'projection_stopped_subjects',
      'projection_equality_checks',
      'projection_rebuilds',
      'projection_differences',
    ])
      await runner.query(`DELETE FROM ${kept} WHERE projection = $1`, ['subject-history-4']);
    await runner.query('DELETE FROM projection_checkpoints WHERE name = $1', ['subject-history-4']);
    // The builds before read that table, and not the receipts of this one: docs/decisions/0051-two-builds-at-once.md.
    await runner.query('UPDATE schema_generation SET oldest = 2');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('nothing is taken down by a migration'));
  }
}
