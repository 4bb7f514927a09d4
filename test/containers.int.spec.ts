import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@app/embedded-postgres';
import { migrate } from '@app/ledger-database';
import { Client } from 'pg';
import { assertLogins } from '../apps/composition/src/assert-logins';
import { loginsOf, loginsOfWorker } from '../apps/composition/src/logins';
import { dockerFolder } from './support/compose';

const passwords = {
  owner_password: "owner's",
  api_password: 'api',
  worker_password: 'worker',
  sealer_password: 'sealer',
  checker_password: 'checker',
};
const works = ['api', 'worker', 'sealer', 'checker'] as const;

let dataDir: string;
let server: EmbeddedPostgres;
/** A server on which nothing was made yet, and then what the container makes at its first start. */
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'logins-'));
  server = await startEmbeddedPostgres({ dataDir });
  await as(server.superuserUrl, async (client) => {
    for (const statement of await logins()) await client.query(statement);
  });
});
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
const loginUrl = (work: (typeof works)[number]) =>
  server.urlFor(`ledger_${work}_login`, passwords[`${work}_password`], 'ledger');
const settings = () => ({
  api: loginUrl('api'),
  worker: loginUrl('worker'),
  sealer: loginUrl('sealer'),
  checker: loginUrl('checker'),
});

describe('the logins a container of PostgreSQL makes at its first start', () => {
  it('let the owner bring the schema, again and again', async () => {
    await migrate(ownerUrl());
    await expect(migrate(ownerUrl())).resolves.toBeUndefined();
  });

  it('let everybody start at once, with nothing lost: nobody has to grant anything first', async () => {
    await expect(assertLogins(loginsOf(settings()))).resolves.toEqual([]);
    await expect(assertLogins(loginsOfWorker(settings()))).resolves.toEqual([]);
  });

  it('let nobody work as another', async () => {
    const { api, worker } = settings();
    await expect(assertLogins(loginsOf({ api }))).rejects.toThrow('permission denied to set role "ledger_worker"');
    await expect(assertLogins(loginsOf({ api: worker }))).rejects.toThrow('permission denied to set role "ledger_api"');
  });

  it.each([
    ['change the log', 'UPDATE ledger_events SET position = 0', 'permission denied'],
    ['switch the trigger off', 'ALTER TABLE ledger_events DISABLE TRIGGER ALL', 'must be owner'],
    ['make a table', 'CREATE TABLE mine (n int)', 'permission denied'],
    ['make a role', 'CREATE ROLE mine', 'permission denied'],
    ['become the owner', 'SET ROLE ledger_owner', 'permission denied'],
  ])('let none of them %s', async (_what, statement, reason) => {
    for (const work of works)
      await expect(as(loginUrl(work), (client) => client.query(statement))).rejects.toThrow(reason);
  });
});
