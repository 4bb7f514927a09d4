import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

const folder = 'outbox/src/sql';

/** A message may wait for another body's receipt: docs/decisions/0058-all-differences-are-named.md. */
export class PushesWaitForReceipts1795878370000 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return runSqlFiles(runner, [
      `${folder}/pushes_wait_for_receipts.sql`,
      `${folder}/receipt_is_to_come.sql`,
      `${folder}/release_who_waits.sql`,
      `${folder}/receipts_release.sql`,
    ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER release_who_waits ON pushes');
    await runner.query('DROP FUNCTION release_who_waits(), receipt_is_to_come(uuid)');
    await runner.query('ALTER TABLE pushes DROP COLUMN waits_for, DROP COLUMN waits_for_body');
  }
}
