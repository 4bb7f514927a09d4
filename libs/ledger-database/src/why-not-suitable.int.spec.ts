import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { GENERATION } from './generation';
import { migrate } from './migrate';
import { type Ask, whyNoLedgerHere, whyNotServed } from './why-not-suitable';

let database: TestDatabase;
let owner: Client;
let ask: Ask;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Client(database.ownerUrl);
  await owner.connect();
  ask = async <Row extends object>(text: string) => (await owner.query<Row>(text)).rows;
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

it('the database that the migrations made suits, and is served', async () => {
  expect(await whyNoLedgerHere(ask)).toBeUndefined();
  expect(await whyNotServed(ask)).toBeUndefined();
});

it('a server that is too old does not suit', async () => {
  const old: Ask = <Row extends object>() =>
    Promise.resolve([{ version: 14, encoding: 'UTF8', database: 'ledger' }] as unknown as Row[]);
  expect(await whyNoLedgerHere(old)).toBe('the server is PostgreSQL 14: the ledger needs 15 or later');
});

describe.each(['LATIN1', 'SQL_ASCII'])('a database in %s', (encoding) => {
  const name = `test_encoding_${encoding.toLowerCase()}_${process.pid}`;
  let superuser: Client;
  beforeAll(async () => {
    superuser = new Client(database.superuserUrl);
    await superuser.connect();
    await superuser.query(
      `CREATE DATABASE ${name} OWNER ledger_owner ENCODING '${encoding}' LOCALE 'C' TEMPLATE template0`,
    );
  });
  afterAll(async () => {
    await superuser.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await superuser.end();
  });

  it('is refused before anything is made in it', async () => {
    const url = Object.assign(new URL(database.ownerUrl), { pathname: name }).href;
    await expect(migrate(url)).rejects.toThrow(
      `the database ${name} has the encoding ${encoding}: the ledger needs UTF8`,
    );
    const there = new Client(url);
    await there.connect();
    const { rows } = await there.query(`SELECT FROM pg_class WHERE relname LIKE 'ledger%'`);
    await there.end();
    expect(rows).toEqual([]);
  });
});

describe('two builds on one schema', () => {
  it('a migration that this build does not know is no reason not to serve', async () => {
    await owner.query(
      `INSERT INTO ledger_migrations (timestamp, name) VALUES (9999999999999, 'OfANewerBuild9999999999999')`,
    );
    expect(await whyNotServed(ask)).toBeUndefined();
    await owner.query(`DELETE FROM ledger_migrations WHERE name = 'OfANewerBuild9999999999999'`);
  });

  it('one that is marked as not for it is', async () => {
    await owner.query('UPDATE schema_generation SET oldest = $1', [GENERATION + 1]);
    expect(await whyNotServed(ask)).toBe(
      `the schema is for builds of generation ${GENERATION + 1} and later, and this one is of generation ${GENERATION}: start a newer build`,
    );
    expect(await whyNotServed(ask, GENERATION + 1)).toBeUndefined();
    await owner.query('UPDATE schema_generation SET oldest = $1', [GENERATION]);
  });

  it('one that has not run is', async () => {
    await owner.query(`UPDATE ledger_migrations SET name = 'Z' || name WHERE name LIKE 'SealAlarm%'`);
    expect(await whyNotServed(ask)).toMatch(
      /^the database is not migrated \(SealAlarm\d+\): npm run migrate, as its owner$/,
    );
    await owner.query(`UPDATE ledger_migrations SET name = substr(name, 2) WHERE name LIKE 'ZSealAlarm%'`);
  });
});
