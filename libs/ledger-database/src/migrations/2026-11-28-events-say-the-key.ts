import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runSqlFiles } from '../sql-file';

const sql = 'event-store/src/postgres/sql';

/** An event says with which key its actor gave the command. Old events have none, and stay as they are, sealed bytes included. */
export class EventsSayTheKey1795824600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION append_one_event, append_events, append_judged_events');
    await runSqlFiles(runner, [`${sql}/ledger_events_actor_key.sql`]);
    // The view that the append functions write through takes the new column in.
    await runner.query('SELECT open_log_partition(log_partition_of(coalesce(max(position), 0))) FROM ledger_events');
    await runSqlFiles(runner, [
      `${sql}/append_one_event_2.sql`,
      `${sql}/append_events_2.sql`,
      `${sql}/append_judged_events_2.sql`,
      `${sql}/append_grants.sql`,
    ]);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('the log is never taken down by a migration'));
  }
}
