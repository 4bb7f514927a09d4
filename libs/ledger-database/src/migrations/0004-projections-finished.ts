import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

/** Subjects that stop alone, events counted, read models rebuilt beside the live ones, equality checks kept. */
export class ProjectionsFinished1700000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runSqlFiles(runner, [
      'projections/src/sql/projection_events_read.sql',
      'projections/src/sql/projection_stopped_subjects.sql',
      'projections/src/sql/projection_held_events.sql',
      'projections/src/sql/projection_rebuilds.sql',
      'projections/src/sql/projection_equality_checks.sql',
      'ledger-database/src/sql/ledger_rebuild.sql',
      'projections/src/sql/beside.sql',
      'projections/src/sql/swapping.sql',
    ]);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('nothing is taken down by a migration'));
  }
}
