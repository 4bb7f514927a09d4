import { applicationUrl } from '@app/ledger-database';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { assertLogins } from './assert-logins';
import { loginsOf, loginsOfApi } from './logins';

let database: TestDatabase;
let owner: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Client(database.ownerUrl);
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

it('says what is lost where one login serves every work', async () => {
  const lost = await assertLogins(loginsOf({ api: database.loginUrl }));
  expect(lost).toHaveLength(4);
  expect(lost[0]).toContain('works as ledger_api and could work as ledger_worker, ledger_sealer, ledger_checker');
});

it.each([
  ['the owner', () => database.ownerUrl],
  ['the owner in a lesser role', () => applicationUrl(database.ownerUrl)],
  ['the superuser', () => database.superuserUrl],
])('refuses the login of %s', async (_who, url) => {
  await expect(assertLogins(loginsOfApi({ api: url() }))).rejects.toThrow('owns the schema or may do everything');
});

it('refuses a role that may change the log', async () => {
  await owner.query('GRANT DELETE ON ledger_events_0 TO ledger_api');
  await expect(assertLogins(loginsOfApi({ api: database.loginUrl }))).rejects.toThrow('ledger_api may change the log');
  await owner.query('REVOKE DELETE ON ledger_events_0 FROM ledger_api');
});

it('refuses a database that lacks a migration', async () => {
  await owner.query(`DELETE FROM ledger_migrations WHERE name LIKE 'ARoleForEachWork%'`);
  await expect(assertLogins(loginsOfApi({ api: database.loginUrl }))).rejects.toThrow(
    'is not migrated (ARoleForEachWork',
  );
});
