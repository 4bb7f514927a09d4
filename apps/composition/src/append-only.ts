import { applicationUrl } from '@app/ledger-database';
import pg from 'pg';

/** Refuses to start when the application's role could change the log. */
export async function assertAppendOnly(databaseUrl: string): Promise<void> {
  const client = new pg.Client(applicationUrl(databaseUrl));
  await client.connect();
  try {
    const { rows } = await client.query<{ may: boolean }>(
      `SELECT bool_or(has_table_privilege(log, 'INSERT, UPDATE, DELETE, TRUNCATE')) AS may
       FROM (SELECT 'ledger_events'::regclass::oid UNION ALL
             SELECT inhrelid FROM pg_inherits WHERE inhparent = 'ledger_events'::regclass) AS parts (log)`,
    );
    if (rows[0]?.may !== false)
      throw new Error(
        'the role ledger_app may change the log: revoke INSERT, UPDATE, DELETE and TRUNCATE on ledger_events and its partitions',
      );
  } finally {
    await client.end();
  }
}
