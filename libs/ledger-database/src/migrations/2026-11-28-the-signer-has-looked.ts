import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Processes that do not sign wait for the signer's word before anything leaves them. See docs/decisions/0060-after-a-restore.md. */
export class TheSignerHasLooked1795878660000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE seal_state ADD COLUMN looked_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE seal_state DROP COLUMN looked_at');
  }
}
