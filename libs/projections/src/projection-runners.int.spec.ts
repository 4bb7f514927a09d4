import { PostgresEventLog } from '@app/event-store/postgres';
import { Pool } from 'pg';
import { comesTrue } from '../../../test/support/eventually';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { anEvent, aStream } from '../../event-store/src/event-log.contract';
import { type EventReader, type Projection, readerOf } from './projection';
import { ProjectionRunners } from './projection-runners';
import { NotTheEventsFault } from './whose-fault';

let database: TestDatabase;
let log: PostgresEventLog;
let pool: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  log = new PostgresEventLog({ url: database.url });
  pool = new Pool({ connectionString: database.url });
  for (let count = 0; count < 60; count++) await log.append(aStream(), 'no-stream', [anEvent()]);
});
afterAll(async () => {
  await Promise.all([log.close(), pool.end()]);
  await database.drop();
});

/** The log, and how many events it gave out. */
function counted(): EventReader & { given: number } {
  const reader = {
    ...readerOf(log),
    given: 0,
    readAll: async (page: Parameters<EventReader['readAll']>[0]) => {
      const events = await log.readAll(page);
      reader.given += events.length;
      return events;
    },
  };
  return reader;
}
/** A projection that remembers what it was given; `meanwhile` runs inside each batch. */
function remembering(name: string, meanwhile: () => Promise<void> | undefined = () => undefined) {
  const seen: number[] = [];
  const projection: Projection = {
    name,
    tables: [],
    async apply(_, events) {
      await meanwhile();
      seen.push(...events.map(({ position }) => position));
    },
  };
  return { seen, projection };
}
const reaches = (seen: readonly number[], position: number): Promise<void> => comesTrue(() => seen.includes(position));
const start = (reader: EventReader, projections: readonly Projection[]) => {
  const runners = new ProjectionRunners({ pool, log: reader, projections, onTrouble: () => undefined, batchSize: 20 });
  runners.start();
  return runners;
};

describe('several projections from one reading of the log', () => {
  it('are each given every event once, and the log is not read once for each', async () => {
    const reader = counted();
    const five = Array.from({ length: 5 }, (_, index) => remembering(`one-of-five-${index}`));
    const runners = start(
      reader,
      five.map(({ projection }) => projection),
    );
    await Promise.all(five.map(({ seen }) => reaches(seen, 60)));
    await runners.stop();
    for (const { seen } of five) expect(seen).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    expect(reader.given).toBeLessThan(2 * 60); // five readings would be 300; one that just missed a page may ask again
  });

  it('do not wait for one that is slow, nor for one that is stopped; the slow one catches up and joins', async () => {
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const slow = remembering('slow', () => gate);
    const stopped = remembering('stopped', () => Promise.reject(new NotTheEventsFault('no')));
    const quick = remembering('quick');
    const runners = start(
      counted(),
      [slow, stopped, quick].map(({ projection }) => projection),
    );
    await reaches(quick.seen, 60);
    expect(slow.seen).toEqual([]);
    open();
    await reaches(slow.seen, 60);
    const { position } = await log.append(aStream(), 'no-stream', [anEvent()]);
    await Promise.all([reaches(slow.seen, position), reaches(quick.seen, position)]);
    await runners.stop();
    expect(slow.seen).toEqual(quick.seen);
    expect(stopped.seen).toEqual([]);
  });
});

describe('another server that takes over and lacks what was read of the one before', () => {
  it('is given none of it, and no follower stands where its log does not reach', async () => {
    let line = 0;
    const head = await log.head();
    const real = readerOf(log);
    const reader: EventReader = {
      ...real,
      async readAll(page) {
        const events = await log.readAll(page);
        if (line > 0 || page.after + events.length < head) return events;
        line = 1; // before anybody could take it in
        const [like] = await log.readAll({ after: 0, limit: 1 });
        return [...events, ...(like ? [{ ...like, position: head + 1, stream: aStream() }] : [])];
      },
    };
    const ids: string[] = [];
    const takes = remembering('takes-what-is-there');
    const noting: Projection = {
      ...takes.projection,
      async apply(client, events) {
        ids.push(...events.map(({ id }) => id));
        await takes.projection.apply(client, events);
      },
    };
    const passes: Projection = { ...remembering('passes-what-is-there').projection, types: new Set(['Unheard']) };
    const runners = new ProjectionRunners({
      pool,
      log: reader,
      projections: [noting, passes],
      onTrouble: () => undefined,
      batchSize: 20,
      line: () => line,
    });
    runners.start();
    await reaches(takes.seen, head);
    const next = await log.append(aStream(), 'no-stream', [anEvent()]);
    await reaches(takes.seen, next.position);
    await runners.stop();
    expect(line).toBe(1);
    expect(next.position).toBe(head + 1);
    expect(ids).toEqual((await log.readAll({ after: 0, limit: 1_000 })).map(({ id }) => id));
    const { rows } = await pool.query<{ ahead: number }>(
      'SELECT count(*)::integer AS ahead FROM projection_checkpoints WHERE position > $1',
      [next.position],
    );
    expect(rows).toEqual([{ ahead: 0 }]);
  });
});
