import { applicationUrl } from '@app/ledger-database';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database';
import { EventRefused, LogUnavailable } from '../event-log';
import { anEvent, aStream, eventLogContract } from '../event-log.contract';
import { PostgresEventLog } from './postgres-event-log';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

eventLogContract('postgres', () => Promise.resolve(new PostgresEventLog({ url: database.url })));

describe('the log on PostgreSQL', () => {
  let log: PostgresEventLog;
  let owner: pg.Client;
  beforeAll(async () => {
    log = new PostgresEventLog({ url: database.url });
    owner = new pg.Client(database.ownerUrl);
    await owner.connect();
  });
  afterAll(async () => {
    await log.close();
    await owner.end();
  });

  it('counts positions without gaps, also across refused appends and several processes', async () => {
    const other = new PostgresEventLog({ url: database.url });
    const start = await log.head();
    const contended = aStream();

    const outcomes = await Promise.allSettled(
      Array.from({ length: 200 }, (_, n) => {
        const writer = n % 2 === 0 ? log : other;
        return n % 5 === 0
          ? writer.append(contended, 'no-stream', [anEvent()])
          : writer.append(aStream(), 'no-stream', [anEvent()]);
      }),
    );
    await other.close();

    const stored = outcomes.filter((outcome) => outcome.status === 'fulfilled').length;
    expect(stored).toBe(161);
    const { rows } = await owner.query<{ events: string; last: string }>(
      'SELECT count(*) AS events, max(position) AS last FROM ledger_events WHERE position > $1',
      [start],
    );
    expect(rows).toEqual([{ events: String(stored), last: String(start + stored) }]);
  });

  it('lets an event that PostgreSQL refuses fail alone', async () => {
    const streams = [aStream(), aStream(), aStream()] as const;

    const outcomes = await Promise.allSettled([
      log.append(streams[0], 'no-stream', [anEvent()]),
      log.append(streams[1], 'no-stream', [anEvent({ requestId: 'a\u0000b' })]),
      log.append(streams[2], 'no-stream', [anEvent()]),
    ]);

    expect(outcomes).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: expect.any(EventRefused) as unknown },
      { status: 'fulfilled' },
    ]);
  });

  it('says that it does not know when the server does not answer', async () => {
    const unreachable = new URL(database.url);
    unreachable.port = '1';
    const dead = new PostgresEventLog({ url: unreachable.toString() });
    await expect(dead.append(aStream(), 'no-stream', [anEvent()])).rejects.toBeInstanceOf(LogUnavailable);
    await expect(dead.head()).rejects.toBeInstanceOf(LogUnavailable);
    await dead.close();
  });

  describe('is append-only', () => {
    const changes = [`UPDATE ledger_events SET type = 'Other'`, `DELETE FROM ledger_events`, `TRUNCATE ledger_events`];

    it.each(changes)('for the application, which has no right to: %s', async (change) => {
      const application = new pg.Client(applicationUrl(database.ownerUrl));
      await application.connect();
      await expect(application.query(change)).rejects.toThrow(/permission denied for table ledger_events/);
      await application.end();
    });

    it.each(changes)('for the owner, whom a trigger refuses: %s', async (change) => {
      await expect(owner.query(change)).rejects.toThrow(/ledger-is-append-only/);
    });
  });
});
