import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database';
import { type BinaryQuery, queryRows } from './binary-rows';

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client(database.url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** The one value of every row, without its length. */
async function valuesOf(query: BinaryQuery): Promise<Buffer[]> {
  const values: Buffer[] = [];
  await queryRows(client, query, (bytes, from) => {
    if (bytes.readInt16BE(from) !== 1) throw new RangeError('not one column');
    values.push(bytes.subarray(from + 6, from + 6 + bytes.readInt32BE(from + 2)));
  });
  return values;
}

const numbersTo = (last: string): BinaryQuery => ({
  name: 'numbers',
  text: 'SELECT n::integer FROM generate_series(1, $1::integer) AS n',
  values: [last],
});

describe('rows in binary', () => {
  it('come in order and all, however the socket cuts them', async () => {
    const rows = await valuesOf(numbersTo('20000'));
    expect(rows.map((value) => value.readInt32BE())).toEqual(Array.from({ length: 20_000 }, (_, n) => n + 1));
  });

  it.each([1, 65_000, 65_536, 3_000_000])('come whole when a value has %p bytes that are no text', async (length) => {
    const rows = await valuesOf({
      name: 'no-text',
      text: `SELECT decode(repeat('ff', $1::integer), 'hex') FROM generate_series(1, 3)`,
      values: [String(length)],
    });
    expect(rows.map((value) => value.equals(Buffer.alloc(length, 0xff)))).toEqual([true, true, true]);
  });

  it('leave the answers to other questions on the same connection to the driver', async () => {
    expect(await valuesOf(numbersTo('2'))).toHaveLength(2);
    const text = 'SELECT n, repeat($1, 100000) AS t FROM generate_series(1, 3) AS n';
    const { rows } = await client.query({ name: 'text', text, values: ['x'] });
    expect(rows).toEqual([1, 2, 3].map((n) => ({ n, t: 'x'.repeat(100_000) })));
    expect(await valuesOf(numbersTo('3'))).toHaveLength(3);
  });

  it('let a question fail when the server does, also behind the first rows, and the next one be answered', async () => {
    const broken: BinaryQuery = {
      name: 'broken',
      text: 'SELECT 10 / (n - $1::integer) FROM generate_series(1, 20000) AS n',
      values: ['15000'],
    };
    await expect(valuesOf(broken)).rejects.toMatchObject({ code: '22012' });
    await expect(valuesOf(broken)).rejects.toMatchObject({ code: '22012' });
    expect(await valuesOf({ ...broken, values: ['0'] })).toHaveLength(20_000);
    await expect(valuesOf({ name: 'nowhere', text: 'SELECT n FROM nowhere', values: [] })).rejects.toMatchObject({
      code: '42P01',
    });
    expect(await valuesOf(numbersTo('1'))).toHaveLength(1);
  });

  it('let a question fail when its reader does, and the next one be answered', async () => {
    const unreadable = queryRows(client, numbersTo('1000'), () => {
      throw new RangeError('no such row');
    });
    await expect(unreadable).rejects.toThrow('no such row');
    expect(await valuesOf(numbersTo('1'))).toHaveLength(1);
  });

  it('say so when the connection ends while they come', async () => {
    const other = new pg.Client(database.url);
    other.on('error', () => undefined);
    await other.connect();
    const { rows } = await other.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const asked = queryRows(other, { name: 'slow', text: 'SELECT pg_sleep(60)::text', values: [] }, () => undefined);
    const failed = asked.then(
      () => 'answered',
      () => 'failed',
    );
    const owner = new pg.Client(database.ownerUrl);
    await owner.connect();
    await owner.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    expect(await failed).toBe('failed');
    await owner.end();
  });
});
