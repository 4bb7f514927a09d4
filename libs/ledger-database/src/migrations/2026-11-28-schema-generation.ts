import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

const folder = 'ledger-database/src/sql';

/** A schema says which builds may work on it. See docs/decisions/0051-two-builds-at-once.md. */
export class SchemaGeneration1795874400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runSqlFiles(runner, [`${folder}/schema_generation.sql`, `${folder}/schema_generation_grants.sql`]);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('which builds may work on a schema is never taken back by a migration'));
  }
}
