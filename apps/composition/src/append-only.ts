import { applicationUrl } from '@app/ledger-database';
import pg from 'pg';

/** Refuses to start when the application's role could change the log. */
export async function assertAppendOnly(databaseUrl: string): Promise<void> {
  const client = new pg.Client(applicationUrl(databaseUrl));
  await client.connect();
  try {
    const { rows } = await client.query<{ may: boolean }>(
      `SELECT has_table_privilege('ledger_events', 'UPDATE') OR has_table_privilege('ledger_events', 'DELETE')
              OR has_table_privilege('ledger_events', 'TRUNCATE') AS may`,
    );
    if (rows[0]?.may !== false)
      throw new Error('the role ledger_app may change the log: revoke UPDATE, DELETE and TRUNCATE on ledger_events');
  } finally {
    await client.end();
  }
}
