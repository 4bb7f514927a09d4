import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClientBase } from 'pg';

/** The two sides of an exchange database: neither owns anything. */
export const exchangeLogins = ['exchange_ledger', 'exchange_receiver'] as const;
export const exchangePassword = 'only-for-tests';

const tables = ['exchange_batches', 'exchange_records', 'exchange_questions'] as const;

/**
 * Makes the published tables with their logins and rights, as a site does.
 *
 * @param pages the folder `docs/exchange`
 * @param client the owner, in an empty database
 */
export async function makeExchangeTables(client: ClientBase, pages: string): Promise<void> {
  await client.query(await readFile(join(pages, 'database.sql'), 'utf8'));
  const page = await readFile(join(pages, 'database.md'), 'utf8');
  const { rows } = await client.query<{ rolname: string }>('SELECT rolname FROM pg_roles');
  const known = new Set(rows.map(({ rolname }) => rolname));
  for (const login of exchangeLogins)
    if (!known.has(login)) await client.query(`CREATE ROLE ${login} LOGIN PASSWORD '${exchangePassword}'`);
  await client.query([...page.matchAll(/^GRANT .*;$/gm)].map(([grant]) => grant).join('\n'));
}

export type ExchangeBackup = Readonly<Record<string, readonly object[]>>;

/** All rows by their tables, as they stand in one moment. */
export async function backUpExchange(client: Pick<ClientBase, 'query'>): Promise<ExchangeBackup> {
  const each = tables.map((table) => `(SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]') FROM ${table} t) AS ${table}`);
  const { rows } = await client.query<Record<string, object[]>>(`SELECT ${each.join(', ')}`);
  return rows[0] ?? {};
}

/** Puts everything back, in one moment for whoever works on it meanwhile: the senders' lock, then the receiver's rows. */
export async function putBackExchange(client: ClientBase, backup: ExchangeBackup): Promise<void> {
  await client.query(`BEGIN; SELECT pg_advisory_xact_lock(4611202646);
    LOCK TABLE exchange_records, exchange_questions IN EXCLUSIVE MODE;
    DELETE FROM exchange_questions; DELETE FROM exchange_records; DELETE FROM exchange_batches`);
  for (const table of tables) {
    const rows = backup[table] ?? [];
    await client.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`, [
      JSON.stringify(rows),
    ]);
  }
  await client.query('COMMIT');
}
