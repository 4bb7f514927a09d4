import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

/** No event is of a day that had not come when it was recorded, whatever a clock or a program says. */
export class TrueWhenRecorded1795824300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runSqlFiles(runner, ['event-store/src/postgres/sql/ledger_events_true_when_recorded.sql']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE ledger_events DROP CONSTRAINT ledger_events_true_when_recorded');
  }
}
