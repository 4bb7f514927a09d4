import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { LoginSettings } from '../../composition/src/logins';

/** The server of the evaluation, as its superuser reaches it. */
export interface DatabaseServer {
  readonly superuserUrl: string;
  /** It ran already: somebody may work on it. */
  readonly adopted: boolean;
}

export interface EvaluationDatabase {
  readonly ownerUrl: string;
  readonly logins: LoginSettings;
}

const database = 'ledger';
const owner = { name: 'ledger_owner', right: 'CREATEROLE', file: 'database-owner-url' };
/** One login for each work; the commands beside the ledger read with the checker's. */
const working = {
  api: { name: 'ledger_api_login', right: 'NOCREATEROLE', file: 'database-api-url', role: 'ledger_api' },
  worker: { name: 'ledger_worker_login', right: 'NOCREATEROLE', file: 'database-worker-url', role: 'ledger_worker' },
  sealer: { name: 'ledger_sealer_login', right: 'NOCREATEROLE', file: 'database-sealer-url', role: 'ledger_sealer' },
  checker: {
    name: 'ledger_checker_login',
    right: 'NOCREATEROLE',
    file: 'database-checker-url',
    role: 'ledger_checker',
  },
} as const;
/** Of the commands beside the ledger, which find it by its folder. */
const application = { name: 'ledger_login', right: 'NOCREATEROLE', file: 'database-url', role: 'ledger_app' };

/**
 * The database and its logins: an owner for migrations and keys, one for each work of the ledger, and one for the commands beside it,
 * a member of `ledger_app`. Their URLs lie in the data folder, where these commands find the ledger.
 * Passwords are made anew when the server was started now; one that was taken over keeps those it has, because somebody may work with
 * them.
 */
export async function prepareDatabase(server: DatabaseServer, dataDir: string): Promise<EvaluationDatabase> {
  const client = new pg.Client(server.superuserUrl);
  await client.connect();
  try {
    const ownerUrl = await login(client, server, dataDir, owner);
    await login(client, server, dataDir, application);
    const logins = {
      api: await login(client, server, dataDir, working.api),
      worker: await login(client, server, dataDir, working.worker),
      sealer: await login(client, server, dataDir, working.sealer),
      checker: await login(client, server, dataDir, working.checker),
    };
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${database} OWNER ${owner.name}`);
    return { ownerUrl, logins };
  } finally {
    await client.end();
  }
}

/** After the migrations made the roles: each login may work as its own, and as nothing else. */
export async function admitApplication(ownerUrl: string): Promise<void> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  try {
    const grants = [...Object.values(working), application].map(({ name, role }) => `GRANT ${role} TO ${name}`);
    await client.query(grants.join(';'));
  } finally {
    await client.end();
  }
}

async function login(
  client: pg.Client,
  server: DatabaseServer,
  dataDir: string,
  { name, right, file }: { readonly name: string; readonly right: string; readonly file: string },
): Promise<string> {
  const path = join(dataDir, file);
  const kept = server.adopted ? await readFile(path, 'utf8').catch(() => undefined) : undefined;
  if (kept !== undefined && (await opens(kept))) return kept;

  const password = randomBytes(24).toString('hex');
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
  await client.query(`${rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${name} LOGIN ${right} PASSWORD '${password}'`);
  const url = urlFor(server, name, password);
  await writeFile(`${path}.new`, url, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return url;
}

function urlFor({ superuserUrl }: DatabaseServer, name: string, password: string): string {
  const url = new URL(superuserUrl);
  [url.username, url.password, url.pathname] = [name, password, `/${database}`];
  return url.href;
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
