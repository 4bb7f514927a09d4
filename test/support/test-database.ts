import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { applicationUrl, migrate } from '@app/ledger-database';
import { Client } from 'pg';

export interface TestDatabase {
  /** As the owner of the schema: no superuser, like in a deployment. For looking behind the curtain. */
  readonly ownerUrl: string;
  /** As the application works: the same login in the role `ledger_app`, which may only add to the log and read it. */
  readonly url: string;
  /** As a deployment with one login: no owner, a member of `ledger_app` and of nothing else. Programs that serve start with it. */
  readonly loginUrl: string;
  /** As the administrator of the server: for what only the machine does, such as setting its clock. */
  readonly superuserUrl: string;
  /** Removes it, whoever is still connected. Optional at the end of a run: the whole server goes then. */
  drop(): Promise<void>;
}

/** What a template is made of: its name, and what fills it (closing its connections). */
export interface Template {
  readonly name: string;
  fill(ownerUrl: string): Promise<void>;
}

const ledgerTemplate: Template = { name: 'ledger_template', fill: migrate };

/**
 * An empty, migrated database of its own for one test file, on the server of this run (TEST_POSTGRES_URL). The
 * migrations run once per run, into a template; every database is a clone of it, about 0.1 s.
 */
export async function createTestDatabase(template: Template = ledgerTemplate): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withServer(async (server) => {
    await server.query('SELECT pg_advisory_lock($1)', [oneAtATime]);
    await makeOwner(server);
    await makeTemplate(server, template);
    await makeLogin(server);
    await clone(server, template.name, name);
  });
  return databaseCalled(name);
}

/** A database with everything that stands in this one now, which nobody may be connected to: a backup of it. */
export async function copyOfDatabase({ ownerUrl }: TestDatabase): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withServer((server) => clone(server, new URL(ownerUrl).pathname.slice(1), name));
  return databaseCalled(name);
}

function databaseCalled(name: string): TestDatabase {
  const ownerUrl = urlOf(name);
  return {
    ownerUrl,
    url: applicationUrl(ownerUrl),
    loginUrl: urlOf(name, login),
    superuserUrl: Object.assign(new URL(superuserUrl()), { pathname: name }).toString(),
    drop: () =>
      withServer(async (server) => {
        await connectionsGone(server, name);
        await server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }),
  };
}

/** Jest's workers make their databases at the same moment. Released when the connection closes. */
const oneAtATime = 7_221_063_099;

const owner = 'ledger_owner';
const login = 'ledger_test_login';
const password = 'only-for-tests';

async function makeOwner(server: Client): Promise<void> {
  const { rowCount } = await server.query('SELECT FROM pg_roles WHERE rolname = $1', [owner]);
  if (rowCount === 0) await server.query(`CREATE ROLE ${owner} LOGIN CREATEROLE PASSWORD '${password}'`);
}

/** The role of the application belongs to the server; the first template whose migrations make it brings it. */
async function makeLogin(server: Client): Promise<void> {
  const { rows } = await server.query<{ rolname: string }>('SELECT rolname FROM pg_roles WHERE rolname = ANY ($1)', [
    [login, 'ledger_app'],
  ]);
  const names = rows.map(({ rolname }) => rolname);
  if (names.includes(login) || !names.includes('ledger_app')) return;
  await server.query(`CREATE ROLE ${login} LOGIN PASSWORD '${password}' IN ROLE ledger_app`);
}

/** Filled under another name first: a template is complete or not there. */
async function makeTemplate(server: Client, template: Template): Promise<void> {
  const { rowCount } = await server.query('SELECT FROM pg_database WHERE datname = $1', [template.name]);
  if (rowCount !== 0) return;
  const draft = `${template.name}_draft`;
  await server.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
  await server.query(`CREATE DATABASE ${draft} OWNER ${owner}`);
  await template.fill(urlOf(draft));
  await whenNobodyIsConnected(() => server.query(`ALTER DATABASE ${draft} RENAME TO ${template.name}`));
}

/** By its files, which costs half of what it costs by the log of the server, to make it and to drop it. */
const clone = (server: Client, template: string, name: string): Promise<void> =>
  whenNobodyIsConnected(() =>
    server.query(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER ${owner} STRATEGY file_copy`),
  );

/** A closed connection is still counted for a moment, until its server process has gone. */
async function whenNobodyIsConnected(action: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await action();
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== '55006' || attempt === 100) throw error; // object_in_use
      await sleep(20);
    }
  }
}

/** A pool that has ended still takes leave of the server; forced out in that moment, its connection fails unheard by anybody. */
async function connectionsGone(server: Client, name: string): Promise<void> {
  for (let attempt = 1; attempt <= 50; attempt++) {
    const { rowCount } = await server.query('SELECT FROM pg_stat_activity WHERE datname = $1', [name]);
    if (rowCount === 0) return;
    await sleep(20);
  }
}

async function withServer(action: (server: Client) => Promise<void>): Promise<void> {
  const server = new Client({ connectionString: superuserUrl() });
  await server.connect();
  try {
    await action(server);
  } finally {
    await server.end();
  }
}

function urlOf(database: string, as = owner): string {
  const url = new URL(superuserUrl());
  url.username = as;
  url.password = password;
  url.pathname = database;
  return url.toString();
}

function superuserUrl(): string {
  const url = process.env.TEST_POSTGRES_URL;
  if (url === undefined)
    throw new Error('TEST_POSTGRES_URL is not set: only *.int.spec.ts and *.e2e.spec.ts have a server');
  return url;
}
