import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

/**
 * Dossiers are built anew: paper by paper, with the calendar of each subject. What they replace is gone at once, with its
 * checkpoint: one that stands still would be reported as a read model that is behind. See docs/decisions/0021-event-versions.md
 * and docs/decisions/0026-standing-and-calendar.md.
 */
export class StandingAndCalendar1795737602000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runSqlFiles(runner, [
      'ledger/src/credit-dossier/credit_dossiers_2.sql',
      'ledger/src/credit-dossier/credit_papers.sql',
      'ledger/src/credit-dossier/credit_calendar.sql',
    ]);
    await runner.query(`
      DROP TABLE credit_dossiers;
      DROP TABLE IF EXISTS beside.credit_dossiers;
      DELETE FROM projection_rebuilds WHERE projection = 'credit-dossier-1';
      DELETE FROM projection_stopped_subjects WHERE projection = 'credit-dossier-1';
      DELETE FROM projection_checkpoints WHERE name = 'credit-dossier-1'`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('the dossiers of before can only be built again by the program of before'));
  }
}
