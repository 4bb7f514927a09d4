import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EmbeddedPostgres } from '@app/embedded-postgres';
import pg from 'pg';

export interface EvaluationDatabase {
  readonly ownerUrl: string;
  readonly applicationUrl: string;
}

const database = 'ledger';
const owner = { name: 'ledger_owner', right: 'CREATEROLE', file: 'database-owner-url' };
const application = { name: 'ledger_login', right: 'NOCREATEROLE', file: 'database-url' };

/**
 * The database and its two logins: an owner for migrations and keys, and one for the application, a member of
 * `ledger_app` only. Their URLs lie in the data folder, for the commands beside it, which find the ledger by its folder.
 * Passwords are made anew when the server was started now; one that was taken over keeps those it has, because somebody may work with
 * them.
 */
export async function prepareDatabase(server: EmbeddedPostgres, dataDir: string): Promise<EvaluationDatabase> {
  const client = new pg.Client(server.superuserUrl);
  await client.connect();
  try {
    const ownerUrl = await login(client, server, dataDir, owner);
    const applicationUrl = await login(client, server, dataDir, application);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${database} OWNER ${owner.name}`);
    return { ownerUrl, applicationUrl };
  } finally {
    await client.end();
  }
}

/** After the migrations made the role: the application's login may work as it, and as nothing else. */
export async function admitApplication(ownerUrl: string): Promise<void> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  try {
    await client.query(`GRANT ledger_app TO ${application.name}`);
  } finally {
    await client.end();
  }
}

async function login(
  client: pg.Client,
  server: EmbeddedPostgres,
  dataDir: string,
  { name, right, file }: typeof owner,
): Promise<string> {
  const path = join(dataDir, file);
  const kept = server.adopted ? await readFile(path, 'utf8').catch(() => undefined) : undefined;
  if (kept !== undefined && (await opens(kept))) return kept;

  const password = randomBytes(24).toString('hex');
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
  await client.query(`${rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${name} LOGIN ${right} PASSWORD '${password}'`);
  const url = server.urlFor(name, password, database);
  await writeFile(`${path}.new`, url, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return url;
}

async function opens(url: string): Promise<boolean> {
  const client = new pg.Client(url);
  try {
    await client.connect();
    return true;
  } catch {
    return false; // another password, another port, or no database yet
  } finally {
    await client.end().catch(() => undefined);
  }
}
