import { randomBytes } from 'node:crypto';
import type { EmbeddedPostgres } from '@app/embedded-postgres';
import pg from 'pg';

export interface EvaluationDatabase {
  readonly ownerUrl: string;
  readonly applicationUrl: string;
}

const database = 'ledger';
const owner = 'ledger_owner';
const application = 'ledger_login';

/**
 * The database and its two logins: an owner for migrations and keys, and one for the application, a member of
 * `ledger_app` only. The passwords are made anew at every start and kept nowhere.
 */
export async function prepareDatabase(server: EmbeddedPostgres): Promise<EvaluationDatabase> {
  const client = new pg.Client(server.superuserUrl);
  await client.connect();
  try {
    const ownerPassword = await login(client, owner, 'CREATEROLE');
    const applicationPassword = await login(client, application, 'NOCREATEROLE');
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${database} OWNER ${owner}`);
    return {
      ownerUrl: server.urlFor(owner, ownerPassword, database),
      applicationUrl: server.urlFor(application, applicationPassword, database),
    };
  } finally {
    await client.end();
  }
}

/** After the migrations made the role: the application's login may work as it, and as nothing else. */
export async function admitApplication(ownerUrl: string): Promise<void> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  try {
    await client.query(`GRANT ledger_app TO ${application}`);
  } finally {
    await client.end();
  }
}

async function login(client: pg.Client, name: string, right: string): Promise<string> {
  const password = randomBytes(24).toString('hex');
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
  await client.query(`${rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${name} LOGIN ${right} PASSWORD '${password}'`);
  return password;
}
