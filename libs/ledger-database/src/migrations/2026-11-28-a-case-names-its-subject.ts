import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The dossiers are read anew from the beginning of the log: a subject that is known by a listing case alone has the name of the case
 * now. Tables and columns stay, so the read model keeps its name; only its rows and its place in the log go. See
 * docs/decisions/0021-event-versions.md and 0031-papers.md.
 */
export class ACaseNamesItsSubject1795824120000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('TRUNCATE credit_dossiers_2, credit_papers, credit_calendar');
    for (const table of ['credit_dossiers_2', 'credit_papers', 'credit_calendar'])
      await runner.query(`DROP TABLE IF EXISTS beside.${table}`);
    for (const kept of [
      'projection_held_events',
      'projection_stopped_subjects',
      'projection_equality_checks',
      'projection_rebuilds',
    ])
      await runner.query(`DELETE FROM ${kept} WHERE projection = 'credit-dossier-2'`);
    await runner.query(`DELETE FROM projection_checkpoints WHERE name = 'credit-dossier-2'`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('rows follow from the log; there is nothing to take down'));
  }
}
