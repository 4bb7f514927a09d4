import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { applicationUrl, rebuildUrl, workingUrl } from './application-url';

/** What a database says for its sessions may be anything; ours read and write by their own. */
let database: TestDatabase;
let owner: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Client(database.ownerUrl);
  await owner.connect();
  for (const setting of [
    `datestyle = 'German, DMY'`,
    `intervalstyle = 'iso_8601'`,
    `timezone = 'Pacific/Kiritimati'`,
    `bytea_output = 'escape'`,
    `extra_float_digits = 0`,
    `default_transaction_isolation = 'serializable'`,
    `default_transaction_deferrable = on`,
  ])
    await owner.query(`ALTER DATABASE ${new URL(database.ownerUrl).pathname.slice(1)} SET ${setting}`);
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

it.each([
  ['one of the working roles', () => workingUrl(database.loginUrl, 'ledger_worker')],
  ['the application', () => applicationUrl(database.ownerUrl)],
  ['a rebuild', () => rebuildUrl(database.ownerUrl)],
])('a session of %s has its own settings', async (_whose, url) => {
  const client = new Client(url());
  await client.connect();
  const { rows } = await client.query<object>(
    `SELECT name, setting FROM pg_settings WHERE name = ANY ($1) ORDER BY name`,
    [
      [
        'DateStyle',
        'IntervalStyle',
        'TimeZone',
        'bytea_output',
        'default_transaction_deferrable',
        'default_transaction_isolation',
        'extra_float_digits',
      ],
    ],
  );
  await client.end();
  expect(rows).toEqual([
    { name: 'DateStyle', setting: 'ISO, MDY' },
    { name: 'IntervalStyle', setting: 'postgres' },
    { name: 'TimeZone', setting: 'UTC' },
    { name: 'bytea_output', setting: 'hex' },
    { name: 'default_transaction_deferrable', setting: 'off' },
    { name: 'default_transaction_isolation', setting: 'read committed' },
    { name: 'extra_float_digits', setting: '1' },
  ]);
});
