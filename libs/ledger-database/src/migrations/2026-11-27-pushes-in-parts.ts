import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

/** An event may be several messages to one body, in their order; see docs/decisions/0024-exchange.md. */
export class PushesInParts1795737608000 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return runSqlFiles(runner, ['outbox/src/sql/pushes_in_parts.sql']);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('one row for each event has no room for several messages'));
  }
}
