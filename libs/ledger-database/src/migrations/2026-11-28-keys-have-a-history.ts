import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

const folder = 'ledger/src/api-key';

/** Keys are known by fingerprint, bound to a unit, end by a day, and are revoked by the api; the log says what should stand there. */
export class KeysHaveAHistory1795824660000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runSqlFiles(runner, [
      `${folder}/api_keys_with_history.sql`,
      `${folder}/keep_api_key.sql`,
      `${folder}/api_keys_only_revoked.sql`,
      `${folder}/api_keys_not_removed.sql`,
      `${folder}/grants.sql`,
    ]);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('keys that were revoked since would let their holders in again'));
  }
}
