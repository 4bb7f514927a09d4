import { readableUrl, WritableClient } from '@app/postgres-hosts';
import { gatherMigrations } from './gather-migrations';
import { whyNoLedgerHere } from './why-not-suitable';

/**
 * Brings the database to the present schema and makes sure the application's role exists. Safe to say again, and from
 * several processes at once.
 *
 * @param ownerUrl a login that owns the database and may create roles.
 * @throws before anything is made, when the server or the database does not suit
 */
export async function migrate(ownerUrl: string): Promise<void> {
  const { DataSource } = await import('typeorm'); // large: loaded by who migrates, and not by who serves
  const owner = new DataSource({
    type: 'postgres',
    url: readableUrl(ownerUrl),
    extra: { Client: WritableClient },
    applicationName: 'ledger-migrate',
    migrations: [...gatherMigrations()],
    migrationsTableName: 'ledger_migrations',
  });
  await owner.initialize();
  const runner = owner.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock(7221063001)');
    const unsuitable = await whyNoLedgerHere((text) => runner.query(text));
    if (unsuitable !== undefined) throw new Error(unsuitable);
    await owner.runMigrations({ transaction: 'each' });
  } finally {
    await runner.query('SELECT pg_advisory_unlock(7221063001)');
    await runner.release();
    await owner.destroy();
  }
}
