import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

const sql = 'event-store/src/postgres/sql';

/**
 * The log becomes a table partitioned by position, and the append functions its only way in. What was recorded stays
 * where it is: the table of before becomes the first partition, no row is copied.
 */
export class LogPartitionedByPosition1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runSqlFiles(runner, [`${sql}/log_partition_of.sql`, `${sql}/log_partition_start.sql`]);
    // A log that has outgrown the first partition's share keeps it whole, under the number of the last one.
    const [{ number }] = (await runner.query(
      'SELECT log_partition_of(coalesce(max(position), 0)) AS number FROM ledger_events',
    )) as [{ number: string }];
    const first = `ledger_events_${number}`;
    await runner.query(`
      DROP FUNCTION append_to_log;
      ALTER TABLE ledger_events RENAME TO ${first};
      ALTER TABLE ${first} RENAME CONSTRAINT ledger_events_pkey TO ${first}_pkey;
      ALTER TABLE ${first} RENAME CONSTRAINT ledger_events_stream_revision TO ${first}_stream_revision;
      ALTER TABLE ${first} RENAME CONSTRAINT ledger_events_event_id TO ${first}_event_id;
      REVOKE INSERT ON ${first} FROM ledger_app`);
    await runSqlFiles(runner, [
      `${sql}/ledger_events_by_position.sql`,
      `${sql}/ledger_events_append_only.sql`,
      `${sql}/make_log_partition.sql`,
      `${sql}/open_log_partition.sql`,
    ]);
    await runner.query(`
      ALTER TABLE ledger_events ATTACH PARTITION ${first} FOR VALUES FROM (0) TO (log_partition_start(${number} + 1));
      SELECT open_log_partition(${number})`);
    await runSqlFiles(runner, [
      `${sql}/append_one_event.sql`,
      `${sql}/append_events.sql`,
      `${sql}/append_judged_events.sql`,
      `${sql}/append_grants.sql`,
    ]);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('the log is never taken down by a migration'));
  }
}
