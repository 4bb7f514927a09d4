import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { accessMonths, dropAccessMonths, monthsKeptFrom } from './access-months';

let database: TestDatabase;
let owner: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Client(database.ownerUrl);
  await owner.connect();
  for (const month of ['2025-10', '2025-11', '2025-12', '2026-11'])
    await owner.query('SELECT open_access_month($1)', [`${month}-15T00:00:00Z`]);
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

const months = async () => (await accessMonths(owner)).map(({ month }) => month);

it('drops the months before those that are kept, and no other', async () => {
  expect(await months()).toEqual(['2025-10', '2025-11', '2025-12', '2026-11']);
  expect(await dropAccessMonths(owner, 13, new Date('2026-11-30T23:59:59Z'))).toEqual([]);
  expect(await dropAccessMonths(owner, 11, new Date('2026-11-30T23:59:59Z'))).toEqual(['2025-10', '2025-11']);
  expect(await months()).toEqual(['2025-12', '2026-11']);
});

it('drops nothing as the application', async () => {
  const application = new Client(database.url);
  await application.connect();
  await expect(dropAccessMonths(application, 1, new Date('2099-01-01T00:00:00Z'))).rejects.toThrow('must be owner');
  await application.end();
  expect(await months()).toEqual(['2025-12', '2026-11']);
});

it('reads how long they are kept', () => {
  expect(monthsKeptFrom({})).toBe(36);
  expect(monthsKeptFrom({ ACCESS_RECORDS_MONTHS: '6' })).toBe(6);
  for (const wrong of ['0', '', '-1', '1.5', 'off', '99999'])
    expect(() => monthsKeptFrom({ ACCESS_RECORDS_MONTHS: wrong })).toThrow('ACCESS_RECORDS_MONTHS');
});
