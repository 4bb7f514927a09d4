import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

/** Tamper evidence over the log: the Merkle tree in tiles, signed checkpoints, the keys that signed them. */
export class TheLogIsSealed1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runSqlFiles(runner, [
      'sealing/src/sql/seal_state.sql',
      'sealing/src/sql/seal_tiles.sql',
      'sealing/src/sql/seal_checkpoints.sql',
      'sealing/src/sql/seal_keys.sql',
      'sealing/src/sql/refuse_unsealing.sql',
      'sealing/src/sql/seal_tiles_only_grow.sql',
      'sealing/src/sql/seal_tiles_stay.sql',
      'sealing/src/sql/seal_checkpoints_stay.sql',
      'sealing/src/sql/seal_keys_stay.sql',
      'sealing/src/sql/grants.sql',
    ]);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('the seals are never taken down by a migration'));
  }
}
