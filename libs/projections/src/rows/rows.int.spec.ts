import * as fc from 'fast-check';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database';
import { copyRows } from './copy-rows';
import { type Table, writeRows } from './write-rows';

interface Odd {
  readonly id: string;
  readonly words: string | null;
  readonly count: number | null;
  readonly document: unknown;
}

const table: Table<Odd> = {
  table: 'odd',
  key: ['id'],
  columns: {
    id: { type: 'uuid', of: ({ id }) => id },
    words: { type: 'text', of: ({ words }) => words },
    count: { type: 'bigint', of: ({ count }) => count },
    day: { type: 'date', of: () => '2026-06-01' },
    at: { type: 'timestamptz', of: () => '2026-06-01T02:00:00.123Z' },
    document: { type: 'jsonb', of: ({ document }) => document },
    bytes: { type: 'jsonb', of: ({ document }) => Buffer.from(JSON.stringify(document), 'utf8') },
  },
};

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client(database.ownerUrl);
  await client.connect();
  await client.query(`CREATE TEMP TABLE odd
    (id uuid PRIMARY KEY, words text, count bigint, day date, at timestamptz, document jsonb, bytes jsonb)`);
});
beforeEach(() => client.query('TRUNCATE odd'));
afterAll(async () => {
  await client.end();
  await database.drop();
});

const found = async () => (await client.query<{ row: string }>('SELECT r::text AS row FROM odd r ORDER BY id')).rows;
const anOdd = (document: unknown = {}, words: string | null = null): Odd => ({
  id: '00000000-0000-4000-8000-000000000001',
  words,
  count: null,
  document,
});

describe('rows', () => {
  it('arrive the same in statements and by COPY, whatever stands in them', async () => {
    // No text of PostgreSQL holds U+0000; half a surrogate pair is no text at all.
    const text = fc.string({ unit: 'grapheme' }).map((one) => one.replaceAll('\0', ''));
    const odd = fc.constantFrom('\\N', '\\', '\t', '\r\n', '"', "'", '{}', 'NULL', '{"a","b"}', '消防', '\u{20BB7}');
    const words = fc.oneof(
      text,
      odd,
      fc.array(odd).map((parts) => parts.join('')),
    );
    const row = fc.record<Odd>({
      id: fc.uuid(),
      words: fc.option(words),
      count: fc.option(fc.maxSafeInteger()),
      document: fc.oneof(words, fc.dictionary(words, fc.oneof(words, fc.boolean(), fc.constant(null)))),
    });
    const rows = fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(rows, async (some) => {
        await client.query('TRUNCATE odd');
        await writeRows(client, table, some);
        const written = await found();
        expect(written).toHaveLength(some.length);
        await client.query('TRUNCATE odd');
        await copyRows(client, table, some);
        expect(await found()).toEqual(written);
      }),
      { numRuns: 50 },
    );
  });

  it('are written however many there are, and replace those with the same key', async () => {
    const idOf = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
    const rows = Array.from({ length: 1_001 }, (_, index) => ({ ...anOdd(), id: idOf(index), count: index }));
    await writeRows(client, table, rows);
    await writeRows(client, table, [{ ...anOdd(), id: idOf(1_000), count: -1 }]);
    const { rows: counted } = await client.query('SELECT count(*)::int, min(count)::int, max(count)::int FROM odd');
    expect(counted).toEqual([{ count: 1_001, min: -1, max: 999 }]);
  });
});

describe('what no column can hold is refused as data', () => {
  it.each([
    ['U+0000 in a text', anOdd({}, 'a\0b'), '22021'],
    ['U+0000 in a document', anOdd('a\0b'), '22P05'],
    ['half a surrogate pair in a document', anOdd('\ud800'), '22P02'],
    ['bytes that are no JSON', anOdd(Buffer.from('{"a"')), '22P02'],
    ['bytes that are no UTF-8', anOdd(Buffer.from([0x22, 0xff, 0x22])), '22021'],
  ])('%s', async (_, row, code) => {
    await expect(writeRows(client, table, [row])).rejects.toMatchObject({ code });
    await expect(found()).resolves.toEqual([]);
  });

  it('wherever it stands: an error of a later row is told once the earlier ones are through', async () => {
    const many = Array.from({ length: 600 }, (_, index) => ({
      ...anOdd(),
      id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    }));
    const throwing: Table<Odd> = {
      ...table,
      columns: {
        ...table.columns,
        words: {
          type: 'text',
          of: ({ id }) => {
            if (id.endsWith('0550')) throw new Error('not understood');
            return null;
          },
        },
      },
    };
    await expect(writeRows(client, throwing, many)).rejects.toThrow('not understood');
    await client.query('SELECT 1'); // the connection is free again
  });
});
