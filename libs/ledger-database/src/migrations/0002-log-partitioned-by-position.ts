import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

const sql = 'event-store/src/postgres/sql';

/**
 * The log becomes a table partitioned by position, and the append functions its only way in. What was recorded stays
 * where it is: the table of before becomes the first partition, no row is copied.
 */
export class LogPartitionedByPosition1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION append_to_log;
      ALTER TABLE ledger_events RENAME TO ledger_events_0;
      ALTER TABLE ledger_events_0 RENAME CONSTRAINT ledger_events_pkey TO ledger_events_0_pkey;
      ALTER TABLE ledger_events_0 RENAME CONSTRAINT ledger_events_stream_revision TO ledger_events_0_stream_revision;
      ALTER TABLE ledger_events_0 RENAME CONSTRAINT ledger_events_event_id TO ledger_events_0_event_id;
      REVOKE INSERT ON ledger_events_0 FROM ledger_app`);
    await runSqlFiles(runner, [
      `${sql}/log_partition_of.sql`,
      `${sql}/log_partition_start.sql`,
      `${sql}/ledger_events_by_position.sql`,
      `${sql}/ledger_events_append_only.sql`,
      `${sql}/make_log_partition.sql`,
      `${sql}/append_one_event.sql`,
      `${sql}/append_events.sql`,
      `${sql}/append_judged_events.sql`,
      `${sql}/append_grants.sql`,
    ]);
    // A log that has outgrown the first partition's share keeps it whole; the next partition begins behind it.
    const [{ next }] = (await runner.query(
      'SELECT log_partition_of(coalesce(max(position), 0)) + 1 AS next FROM ledger_events_0',
    )) as [{ next: string }];
    await runner.query(`
      ALTER TABLE ledger_events ATTACH PARTITION ledger_events_0 FOR VALUES FROM (0) TO (log_partition_start(${next}))`);
    await runner.query(`SELECT make_log_partition(${next})`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('the log is never taken down by a migration'));
  }
}
