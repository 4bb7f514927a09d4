import { PostgresEventLog } from '@app/event-store/postgres';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { anEvent, aStream } from '../../event-store/src/event-log.contract';
import { lags } from './lag';
import type { EventReader } from './projection';

let database: TestDatabase;
let log: PostgresEventLog;
let client: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  log = new PostgresEventLog({ url: database.url });
  client = new Client(database.url);
  await client.connect();
  for (let count = 0; count < 7; count++) await log.append(aStream(), 'no-stream', [anEvent()]);
});
afterAll(async () => {
  await Promise.all([log.close(), client.end()]);
  await database.drop();
});

/** An engine whose positions have gaps: ours, with every position multiplied. */
const sparse = (gap: number): EventReader => ({
  readAll: async ({ after, limit }) => {
    const events = await log.readAll({ after: Math.floor(after / gap), limit });
    return events.map((event) => ({ ...event, position: event.position * gap }));
  },
  head: async () => (await log.head()) * gap,
  onAppended: (listener) => log.onAppended(listener),
});

describe('the lag of a projection', () => {
  it('is not known of none', async () => {
    expect(await lags(client, log)).toEqual([]);
  });

  it.each([1, 1_000])('is counted in events, whatever the positions are (every %i-th)', async (gap) => {
    await client.query('DELETE FROM projection_stopped_subjects');
    await client.query(
      `INSERT INTO projection_checkpoints (name, position, events_read, caught_up_at, stopped_by)
       VALUES ('ahead', $1, 5, now() - interval '2 seconds', NULL), ('behind', $2, 2, '-infinity', 'an error')
       ON CONFLICT (name) DO UPDATE SET position = excluded.position`,
      [5 * gap, 2 * gap],
    );
    await client.query(`INSERT INTO projection_stopped_subjects VALUES ('ahead', 'a', 1, 'not understood')`);

    const [ahead, behind] = await lags(client, sparse(gap));
    expect(ahead).toMatchObject({
      projection: 'ahead',
      eventsBehind: 2,
      orMore: false,
      stoppedBy: null,
      stoppedSubjects: 1,
    });
    expect(ahead?.ageMs).toBeGreaterThanOrEqual(2_000);
    expect(behind).toMatchObject({ projection: 'behind', eventsBehind: 5, ageMs: null, stoppedBy: 'an error' });
  });
});
