import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

/** Pushes carry a kind, a key and a document, and may be answered later; see docs/decisions/0024-exchange.md. */
export class PushesCarryDocuments1795737601000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runSqlFiles(runner, [
      'outbox/src/sql/pushes_carry_documents.sql',
      'outbox/src/sql/push_attempts_say_states.sql',
    ]);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('the states of before cannot say what was sent and not yet answered'));
  }
}
