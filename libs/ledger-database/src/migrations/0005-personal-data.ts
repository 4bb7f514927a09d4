import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

/** A table for the keys of people; see docs/decisions/0018-personal-data.md. */
export class PersonalData1700000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runSqlFiles(runner, [
      'personal-data/src/postgres/sql/person_keys.sql',
      'personal-data/src/postgres/sql/keep_person_key_destroyed.sql',
      'personal-data/src/postgres/sql/person_keys_only_destroyed.sql',
      'personal-data/src/postgres/sql/person_keys_not_removed.sql',
      'personal-data/src/postgres/sql/grants.sql',
    ]);
  }

  down(): Promise<void> {
    return Promise.reject(
      new Error('keys are never taken down by a migration: what they keep could not be read again'),
    );
  }
}
