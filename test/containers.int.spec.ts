import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@app/embedded-postgres';
import { migrate } from '@app/ledger-database';
import { Client } from 'pg';
import { assertAppendOnly } from '../apps/composition/src/append-only';
import { dockerFolder } from './support/compose';

const passwords = { owner_password: "owner's", login_password: 'login' };

let dataDir: string;
let server: EmbeddedPostgres;
/** A server on which nothing was made yet, and then what the container makes at its first start. */
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'logins-'));
  server = await startEmbeddedPostgres({ dataDir });
  await as(server.superuserUrl, async (client) => {
    for (const statement of await logins()) await client.query(statement);
  });
}, 60_000);
afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** The statements of `logins.psql`, its variables filled in as psql does: as literals. */
async function logins(): Promise<string[]> {
  const text = await readFile(join(dockerFolder, 'postgres/logins.psql'), 'utf8');
  const filled = text.replace(/:'(\w+)'/g, (_all, name: keyof typeof passwords) => {
    return `'${passwords[name].replaceAll("'", "''")}'`;
  });
  return filled.split(/;\n/).filter((statement) => statement.trim() !== '');
}

async function as<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const ownerUrl = () => server.urlFor('ledger_owner', passwords.owner_password, 'ledger');
const loginUrl = () => server.urlFor('ledger_login', passwords.login_password, 'ledger');

describe('the logins a container of PostgreSQL makes at its first start', () => {
  it('let the owner bring the schema, again and again', async () => {
    await migrate(ownerUrl());
    await expect(migrate(ownerUrl())).resolves.toBeUndefined();
  });

  it('let the application start at once: nobody has to grant it anything first', async () => {
    await expect(assertAppendOnly(loginUrl())).resolves.toBeUndefined();
  });

  it.each([
    ['change the log', 'UPDATE ledger_events SET position = 0', 'permission denied'],
    ['switch the trigger off', 'ALTER TABLE ledger_events DISABLE TRIGGER ALL', 'must be owner'],
    ['make a table', 'CREATE TABLE mine (n int)', 'permission denied'],
    ['make a role', 'CREATE ROLE mine', 'permission denied'],
    ['become the owner', 'SET ROLE ledger_owner', 'permission denied'],
  ])('do not let the application %s', async (_what, statement, reason) => {
    await expect(as(loginUrl(), (client) => client.query(statement))).rejects.toThrow(reason);
  });
});
