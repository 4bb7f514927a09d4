import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Pool } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database';
import { AccessRecorder, recorderLimits } from './access-recorder';
import { type AccessRecord, AccessRecords } from './access-records';
import { comesTrue } from '../../../../test/support/eventually';

let database: TestDatabase;
let owner: Client;
const pools: Pool[] = [];
/** As a process of its own has it. */
function aProcess(): AccessRecords {
  const pool = new Pool({ connectionString: database.url, connectionTimeoutMillis: 2_000 });
  pool.on('error', () => undefined); // the server ends connections in these tests
  pools.push(pool);
  return new AccessRecords(pool);
}
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Client(database.ownerUrl);
  owner.on('error', () => undefined);
  await owner.connect();
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await owner.end().catch(() => undefined); // ended by the server
  await database.drop();
});

const aRecord = (change: Partial<AccessRecord> = {}): AccessRecord => ({
  id: randomUUID(),
  at: new Date('2026-11-28T01:02:03.004Z'),
  key: '0011223344556677',
  holder: '王经办',
  unitCode: '1113100001YMGCE72W',
  role: 'officer',
  route: 'GET /subjects/{uscc}/status',
  subjectId: '91131002MA0CAA122M',
  itemId: null,
  purpose: '招标资格审查 "甲", {乙}\\',
  status: 'listed',
  position: 12,
  requestId: 'request-1',
  ...change,
});

it('gives back what was added, newest first, page by page, by subject and by holder', async () => {
  const records = aProcess();
  const added = Array.from({ length: 25 }, (_, one) =>
    aRecord({
      at: new Date(Date.UTC(2026, 9 + (one % 3), 1, 0, 0, 0, Math.floor(one / 5))), // three months, many at the same instant
      holder: one % 2 === 0 ? '甲' : '乙',
      subjectId: one % 5 === 0 ? null : `S-${one % 5}`,
    }),
  );
  await records.add(added);
  const newestFirst = [...added].sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
  const pagesOf = async (wanted: { subjectId?: string; holder?: string }): Promise<string[]> => {
    const ids: string[] = [];
    for (let page = await records.search({ ...wanted, limit: 4 }); page.length > 0;) {
      ids.push(...page.map(({ id }) => id));
      page = await records.search({ ...wanted, limit: 4, after: page.at(-1) });
    }
    return ids;
  };
  expect(await pagesOf({})).toEqual(newestFirst.map(({ id }) => id));
  expect(await pagesOf({ holder: '甲' })).toEqual(
    newestFirst.filter(({ holder }) => holder === '甲').map(({ id }) => id),
  );
  expect(await pagesOf({ subjectId: 'S-2', holder: '乙' })).toEqual(
    newestFirst.filter(({ subjectId, holder }) => subjectId === 'S-2' && holder === '乙').map(({ id }) => id),
  );
});

it('keeps every field as it was', async () => {
  const records = aProcess();
  const record = aRecord({ holder: '一字不改', itemId: '7' });
  await records.add([record]);
  expect(await records.search({ holder: '一字不改', limit: 5 })).toEqual([
    { ...record, at: '2026-11-28T01:02:03.004000Z' },
  ]);
});

it('takes a batch that is sent twice once, also when it was sent by half', async () => {
  const records = aProcess();
  const twice = [aRecord({ holder: '两次' }), aRecord({ holder: '两次' })];
  await records.add(twice.slice(0, 1));
  await records.add(twice);
  await records.add(twice);
  expect(await records.search({ holder: '两次', limit: 9 })).toHaveLength(2);
});

it('opens a month once, whichever process comes first', async () => {
  const processes = Array.from({ length: 6 }, aProcess);
  const at = new Date('2031-02-28T23:59:59.999Z');
  await Promise.all(
    processes.map((one) =>
      one.add([aRecord({ holder: '月末', at }), aRecord({ holder: '月末', at: new Date('2031-03-01T00:00:00Z') })]),
    ),
  );
  const { rows } = await owner.query<{ part: string }>(
    `SELECT inhrelid::regclass::text AS part FROM pg_inherits WHERE inhparent = 'access_records'::regclass ORDER BY 1`,
  );
  expect(rows.map(({ part }) => part).slice(-2)).toEqual(['access_records_2031_02', 'access_records_2031_03']);
  expect(await processes[0]?.search({ holder: '月末', limit: 99 })).toHaveLength(12);
});

describe('what stands there stays', () => {
  const changes = [`UPDATE WHERE SET holder = 'x'`, 'DELETE FROM WHERE', 'TRUNCATE WHERE'].flatMap((change) =>
    ['access_records', 'access_records_2026_11'].map((table) => change.replace('WHERE', table)),
  );

  it.each(changes)('for the application and the owner: %s', async (change) => {
    await aProcess().add([aRecord()]);
    const application = new Client(database.url);
    await application.connect();
    await expect(application.query(change)).rejects.toThrow('permission denied');
    await application.end();
    await expect(owner.query(change)).rejects.toThrow(/refused|append/);
  });

  it('is written through the whole only, and dropped by the owner only', async () => {
    const application = new Client(database.url);
    await application.connect();
    await expect(application.query('INSERT INTO access_records_2026_11 SELECT * FROM access_records')).rejects.toThrow(
      'permission denied',
    );
    await expect(application.query('DROP TABLE access_records_2026_11')).rejects.toThrow('must be owner');
    await expect(
      application.query('ALTER TABLE access_records DETACH PARTITION access_records_2026_11'),
    ).rejects.toThrow('must be owner');
    await application.end();
  });

  it('opens the month anew when its partition was dropped while a process knew it', async () => {
    const records = aProcess();
    const at = new Date('2019-05-05T00:00:00Z');
    await records.add([aRecord({ holder: '旧月', at })]);
    await owner.query('DROP TABLE access_records_2019_05');
    const record = aRecord({ holder: '旧月', at });
    await expect(records.add([record])).rejects.toThrow('no partition');
    await records.add([record]);
    expect((await records.search({ holder: '旧月', limit: 9 })).map(({ id }) => id)).toEqual([record.id]);
  });
});

it('waits while the database is away, and arrives once', async () => {
  const limits = { ...recorderLimits, everyMs: 20, batch: 50, retryMs: 50 };
  const troubles: string[] = [];
  const records = aProcess();
  const recorder = new AccessRecorder(records, { now: () => new Date() }, (trouble) => troubles.push(trouble), limits);
  const caller = { key: '0011223344556677', name: '断电', unitCode: 'X-1', role: 'officer' } as const;
  const read = (count: number, from: number): void => {
    for (let one = from; one < from + count; one++)
      recorder.record({ caller, route: 'GET /x', requestId: `r-${one}`, position: one, shown: [{ subjectId: 'S' }] });
  };
  const name = new URL(database.url).pathname.slice(1);
  const server = new Client(Object.assign(new URL(database.superuserUrl), { pathname: '/postgres' }).toString());
  await server.connect();
  read(500, 0);
  await sleep(25); // some batches are written, one is perhaps under way
  await server.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);
  await server.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
  read(500, 500);
  await comesTrue(() => Promise.resolve(troubles.length > 0));
  await sleep(100); // it is tried again and again meanwhile, and not said again
  expect(troubles).toHaveLength(1);
  expect(recorder.waitingCount).toBeGreaterThanOrEqual(500);
  await server.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS true`);
  await server.end();
  await recorder.stop();
  const arrived = await records.search({ holder: '断电', limit: 2_000 });
  expect(new Set(arrived.map(({ requestId }) => requestId)).size).toBe(1_000);
  expect(arrived).toHaveLength(1_000);
});
