import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database';
import type { DifferenceFound } from './compare';
import { FoundDifferences } from './found-differences';

let database: TestDatabase;
let client: Client;
let found: FoundDifferences;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
}, 60_000);
afterAll(async () => {
  await client.end();
  await database.drop();
});
beforeEach(async () => {
  found = new FoundDifferences(client, 3);
  await found.open();
});

const lost = (paper: string, n: number): DifferenceFound => ({
  difference: 'lost',
  expected: {
    key: `${paper}-${n}`,
    kind: 'penalty',
    pushId: `push-${n}`,
    lane: paper,
    about: 'U',
    presence: 'must',
    fingerprint: null,
    standing: 'shown',
    receiptNumber: 'R',
  },
  held: undefined,
});
const surplus = (key: string): DifferenceFound => ({
  difference: 'surplus',
  expected: undefined,
  held: { key, kind: 'penalty', fingerprint: 'f', state: 'shown', receiptNumber: 'R' },
});

async function sheets(): Promise<readonly (readonly string[])[]> {
  const all: string[][] = [];
  for await (const sheet of found.sheets()) all.push(sheet.map(({ expected, held }) => (expected ?? held)?.key ?? ''));
  return all;
}

it('has no sheet when nothing was found', async () => {
  expect(await sheets()).toEqual([]);
});

it('gives back what was found, as it was found', async () => {
  await found.add([lost('a', 1), surplus('b')]);
  const all: DifferenceFound[] = [];
  for await (const sheet of found.sheets()) all.push(...sheet);
  expect(all).toEqual([lost('a', 1), surplus('b')]);
});

it('keeps what is about one paper on one sheet, in whatever order it was found', async () => {
  await found.add([lost('b', 1), lost('a', 1), surplus('c')]);
  await found.add([lost('d', 1), lost('a', 2), lost('c', 2), lost('b', 2)]);
  expect(await sheets()).toEqual([
    ['a-1', 'a-2', 'b-1', 'b-2'],
    ['c', 'c-2', 'd-1'],
  ]);
});

it('cuts a paper that would fill sheets alone', async () => {
  await found.add(Array.from({ length: 14 }, (_, n) => lost('a', n)));
  expect((await sheets()).map(({ length }) => length)).toEqual([6, 6, 2]);
});

it('begins anew on the same connection', async () => {
  await found.add([lost('a', 1)]);
  await found.open();
  expect(await sheets()).toEqual([]);
  await found.close();
});
