import { PostgresEventLog } from '@app/event-store/postgres';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { anEvent, aStream } from '../../event-store/src/event-log.contract';
import { checkEquality, type EqualityCheckOptions, latestEquality, nightsSinceCheck } from './equality-check';
import { type Projection, readerOf } from './projection';
import type { ReplayReport } from './replay';

/** A row per event. */
const seen = (name: string): Projection => ({
  name,
  tables: [{ name: 'seen' }],
  async apply(client, events) {
    await client.query('INSERT INTO seen SELECT unnest($1::bigint[])', [events.map(({ position }) => position)]);
  },
});
const broken: Projection = {
  ...seen('broken-1'),
  apply: () => Promise.reject(new Error('not understood')),
};

let database: TestDatabase;
let log: PostgresEventLog;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  log = new PostgresEventLog({ url: database.url });
  client = new Client(database.url);
  const owner = new Client(database.ownerUrl);
  await Promise.all([client.connect(), owner.connect()]);
  await owner.query('CREATE TABLE seen (position bigint PRIMARY KEY); GRANT ALL ON seen TO ledger_app');
  await owner.end();
  for (let count = 0; count < 5; count++) await log.append(aStream(), 'no-stream', [anEvent()]);
  await seen('seen-1').apply(client, await log.readAll({ after: 0, limit: 10 }));
  await client.query(`INSERT INTO projection_checkpoints (name, position) VALUES ('seen-1', $1), ('broken-1', $1)`, [
    await log.head(),
  ]);
});
afterAll(async () => {
  await Promise.all([log.close(), client.end()]);
  await database.drop();
});

async function checked(night: string, options: Partial<EqualityCheckOptions> = {}) {
  const reports: ReplayReport[] = [];
  const troubles: string[] = [];
  await checkEquality({
    client,
    log: readerOf(log),
    projections: [broken, seen('seen-1')],
    night,
    checked: new Set(),
    believing: true,
    onReport: (report) => reports.push(report),
    onTrouble: (projection, error) => troubles.push(`${projection}: ${error.message}`),
    ...options,
  });
  return { reports, troubles };
}

describe('the nightly check', () => {
  it('finds incremental and replayed equal by hash, keeps that, and is not stopped by a projection it cannot check', async () => {
    const { reports, troubles } = await checked('2026-06-01');
    expect(reports).toMatchObject([{ projection: 'seen-1', rows: 5, liveRows: 5, missing: 0, surplus: 0 }]);
    expect(reports[0]?.hash).toBe(reports[0]?.liveHash);
    expect(troubles).toEqual(['broken-1: not understood']);
    expect(await latestEquality(client, '2026-06-02')).toMatchObject([
      { projection: 'seen-1', table: 'seen', equal: true },
    ]);
  });

  it('looks at each projection once a night, and again at what it could not check', async () => {
    const { reports, troubles } = await checked('2026-06-01');
    expect(reports).toEqual([]);
    expect(troubles).toHaveLength(1);
  });

  it('finds a row that was changed behind its back', async () => {
    await client.query('UPDATE seen SET position = 99 WHERE position = 3');
    const { reports } = await checked('2026-06-02');
    await client.query('UPDATE seen SET position = 3 WHERE position = 99');
    expect(reports).toMatchObject([{ missing: 1, surplus: 1 }]);
    expect(await latestEquality(client, '2026-06-02')).toMatchObject([{ equal: false }]);
  });

  it('is made by one process at a time', async () => {
    const other = new Client(database.url);
    await other.connect();
    await other.query('SELECT pg_advisory_lock(7221063019)');
    expect(await checked('2026-06-03')).toEqual({ reports: [], troubles: [] });
    await other.end();
  });

  it('that is told to stop, stops', async () => {
    const stopped = await checked('2026-06-04', { signal: AbortSignal.abort() });
    expect(stopped).toEqual({ reports: [], troubles: [] });
  });

  it('knows how many nights ago everything was looked at', async () => {
    const one = [seen('seen-1')];
    expect(await nightsSinceCheck(client, one, '2026-06-02')).toBe(0);
    expect(await nightsSinceCheck(client, one, '2026-06-05')).toBe(3);
    expect(await nightsSinceCheck(client, [broken, ...one], '2026-06-05')).toBeNull();
  });

  it('takes no night that has yet to come for one that was, nor another result of it for the newest', async () => {
    await client.query(
      `INSERT INTO projection_equality_checks VALUES ('seen-1', 'seen', '2099-01-01', now(), 1, 1, 1, 'h', 'h', 1)`,
    );
    expect(await nightsSinceCheck(client, [seen('seen-1')], '2026-06-05')).toBe(3);
    expect(await latestEquality(client, '2026-06-05')).toMatchObject([{ equal: false }]);
  });

  it('is made in spite of what the table says of this night, and its result is kept beside that', async () => {
    await client.query(
      `INSERT INTO projection_equality_checks VALUES ('seen-1', 'seen', '2026-06-06', now() - interval '1 hour', 1, 1, 1, 'h', 'h', 1)`,
    );
    expect((await checked('2026-06-06')).reports).toEqual([]);
    expect((await checked('2026-06-06', { believing: false })).reports).toMatchObject([{ missing: 0, surplus: 0 }]);
    expect(await latestEquality(client, '2026-06-06')).toMatchObject([{ equal: true, position: 5 }]);
  });
});
