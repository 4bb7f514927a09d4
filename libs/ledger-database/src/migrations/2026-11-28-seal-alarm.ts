import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Processes that do not sign show the signer's alarm, too. See docs/decisions/0037-the-signer-remembers.md. */
export class SealAlarm1795825200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE seal_state ADD COLUMN alarm text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE seal_state DROP COLUMN alarm');
  }
}
