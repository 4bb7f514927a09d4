import type { ClientBase } from 'pg';
import { gatherMigrations } from './gather-migrations';

/**
 * Brings the database to the present schema and makes sure the application's role exists. Safe to say again, and from
 * several processes at once.
 *
 * @param ownerUrl a login that owns the database and may create roles.
 */
export async function migrate(ownerUrl: string): Promise<void> {
  const { DataSource } = await import('typeorm'); // large: loaded by who migrates, and not by who serves
  const owner = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    applicationName: 'ledger-migrate',
    migrations: [...gatherMigrations()],
    migrationsTableName: 'ledger_migrations',
  });
  await owner.initialize();
  const runner = owner.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock(7221063001)');
    await owner.runMigrations({ transaction: 'each' });
  } finally {
    await runner.query('SELECT pg_advisory_unlock(7221063001)');
    await runner.release();
    await owner.destroy();
  }
}

/**
 * The migrations that this program knows and the database has not run, oldest first.
 *
 * @param client a connection in one of the working roles
 */
export async function migrationsToRun(client: Pick<ClientBase, 'query'>): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>('SELECT name FROM ledger_migrations');
  const run = new Set(rows.map(({ name }) => name));
  return gatherMigrations().flatMap(({ name }) => (run.has(name) ? [] : [name]));
}
