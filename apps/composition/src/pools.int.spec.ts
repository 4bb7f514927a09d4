import { PostgresEventLog } from '@app/event-store/postgres';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { type CuttingProxy, openCuttingProxy } from '../../../test/support/cutting-proxy';
import { poolOf } from './pools';

let database: TestDatabase;
let wire: CuttingProxy;
beforeAll(async () => {
  database = await createTestDatabase();
  wire = await openCuttingProxy(database.url);
});
afterAll(async () => {
  await wire.close();
  await database.drop();
});

/** A server that is killed ends with its last answer; the connection has then just been handed on, and its new holder does not listen yet. */
describe('a connection that ends while it is handed on ends no process, and the next one is a new one', () => {
  it('of a pool', async () => {
    const heard: string[] = [];
    const pool = poolOf(wire.url, 'test', 1, (error) => heard.push(error.message));
    await pool.query('SELECT 1');
    wire.endWithNextAnswer();
    const [asked, next] = [pool.query('SELECT 2 AS two'), pool.connect()];
    expect((await asked).rows).toEqual([{ two: 2 }]);
    const client = await next;
    await expect(client.query('SELECT 3')).rejects.toThrow();
    client.release(true);
    expect((await pool.query('SELECT 4 AS four')).rows).toEqual([{ four: 4 }]);
    await pool.end();
  });

  it('of the event log', async () => {
    const log = new PostgresEventLog({ url: wire.url, connectionsMax: 1 });
    await log.readStream('none-1');
    wire.endWithNextAnswer();
    const both = await Promise.allSettled([log.readStream('none-2'), log.head()]);
    expect(both.map(({ status }) => status)).toContain('fulfilled');
    expect(await log.readStream('none-3')).toEqual([]);
    await log.close();
  });
});
