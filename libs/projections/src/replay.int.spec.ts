import { PostgresEventLog } from '@app/event-store/postgres';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { anEvent, aStream } from '../../event-store/src/event-log.contract';
import type { Projection } from './projection';
import { replay, replayAll, type ReplayReport } from './replay';

/** A row per stream with the number of its events, and a column that a rebuild does not arrive at. */
const streamLengths: Projection = {
  name: 'stream-lengths',
  tables: [{ name: 'stream_lengths', columns: ['stream', 'events', 'newest'] }, { name: 'actors' }],
  async apply(client, events) {
    for (const { stream, position, actor } of events) {
      await client.query(
        `INSERT INTO stream_lengths (stream, events, newest) VALUES ($1, 1, $2)
         ON CONFLICT (stream) DO UPDATE SET events = stream_lengths.events + 1, newest = excluded.newest`,
        [stream, position],
      );
      await client.query('INSERT INTO actors VALUES ($1) ON CONFLICT DO NOTHING', [actor.unitCode]);
    }
  },
};

let database: TestDatabase;
let log: PostgresEventLog;
let client: Client;
let owner: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  log = new PostgresEventLog({ url: database.url });
  client = new Client({ connectionString: database.url });
  owner = new Client({ connectionString: database.ownerUrl });
  await Promise.all([client.connect(), owner.connect()]);
  await owner.query(`
    CREATE TABLE stream_lengths (stream text PRIMARY KEY, events integer, newest bigint, seen_by_hand boolean DEFAULT false);
    CREATE TABLE actors (unit_code text PRIMARY KEY);
    GRANT SELECT, INSERT, UPDATE, DELETE ON stream_lengths, actors TO ledger_app`);
});
afterAll(async () => {
  await Promise.all([log.close(), client.end(), owner.end()]);
  await database.drop();
});

const streams = [aStream(), aStream(), aStream()];

/** A live read model that has read the log up to its end. */
beforeEach(async () => {
  await owner.query('TRUNCATE stream_lengths, actors');
  for (const stream of streams) await log.append(stream, 'any', [anEvent(), anEvent()]);
  await streamLengths.apply(client, await log.readAll({ after: 0, limit: 1_000 }));
  await standAt(await log.head());
});

const standAt = (position: number) =>
  client.query(
    `INSERT INTO projection_checkpoints (name, position) VALUES ($1, $2)
     ON CONFLICT (name) DO UPDATE SET position = excluded.position`,
    [streamLengths.name, position],
  );
const differences = (reports: readonly ReplayReport[]) =>
  reports.map(({ table, rows, missing, surplus }) => `${table}: ${rows} rows, ${missing} missing, ${surplus} surplus`);
const replayed = () => replay(client, log, streamLengths);

describe('a replay', () => {
  it('arrives at the same rows when nobody touched them', async () => {
    const reports = await replayed();
    expect(differences(reports)).toEqual([
      'stream_lengths: 3 rows, 0 missing, 0 surplus',
      'actors: 1 rows, 0 missing, 0 surplus',
    ]);
    expect(reports.map(({ projection, position }) => [projection, position])).toEqual([
      ['stream-lengths', await log.head()],
      ['stream-lengths', await log.head()],
    ]);
  });

  it.each([
    ['changed', `UPDATE stream_lengths SET events = events + 1 WHERE stream = $1`, '3 rows, 1 missing, 1 surplus'],
    ['missing', `DELETE FROM stream_lengths WHERE stream = $1`, '3 rows, 1 missing, 0 surplus'],
    [
      'added',
      `INSERT INTO stream_lengths SELECT stream || '-forged', events, newest FROM stream_lengths WHERE stream = $1`,
      '3 rows, 0 missing, 1 surplus',
    ],
  ])('finds a row that was %s behind its back', async (_, text, found) => {
    await owner.query(text, [streams[1]]);
    expect(differences(await replayed())[0]).toBe(`stream_lengths: ${found}`);
  });

  it('finds it in every table of the read model', async () => {
    await owner.query(`INSERT INTO actors VALUES ('forged')`);
    expect(differences(await replayed())[1]).toBe('actors: 1 rows, 0 missing, 1 surplus');
  });

  it('does not look at columns that live their own life', async () => {
    await owner.query('UPDATE stream_lengths SET seen_by_hand = true');
    expect(differences(await replayed())[0]).toBe('stream_lengths: 3 rows, 0 missing, 0 surplus');
  });

  it('compares at the position where the read model stands, not at the end of the log', async () => {
    const before = await log.head();
    await log.append(streams[0] ?? '', 'any', [anEvent()]);
    const [report] = await replayed();
    expect(report).toMatchObject({ position: before, missing: 0, surplus: 0 });
  });

  it('finds a read model that is not as far as it says', async () => {
    await log.append(streams[0] ?? '', 'any', [anEvent()]);
    await standAt(await log.head());
    expect(differences(await replayed())[0]).toBe('stream_lengths: 3 rows, 1 missing, 1 surplus');
  });

  it('says rows 0 of a read model that never ran on an empty table', async () => {
    await owner.query('TRUNCATE stream_lengths, actors');
    await standAt(0);
    expect(differences(await replayed())).toEqual([
      'stream_lengths: 0 rows, 0 missing, 0 surplus',
      'actors: 0 rows, 0 missing, 0 surplus',
    ]);
  });

  it('leaves nothing behind, also when the projection fails', async () => {
    const failing: Projection = {
      ...streamLengths,
      apply: async (one, events) => {
        await streamLengths.apply(one, events);
        throw new Error('not understood');
      },
    };
    await expect(replay(client, log, failing)).rejects.toThrow('not understood');
    await replayed();
    const { rows } = await client.query<{ live: string; left: string }>(
      `SELECT (SELECT sum(events) FROM public.stream_lengths)::text AS live,
              (SELECT count(*) FROM pg_class WHERE relpersistence = 't' AND relname = 'stream_lengths')::text AS left`,
    );
    expect(rows).toEqual([{ live: String(await log.head()), left: '0' }]);
  });

  it('takes more events than one page', async () => {
    const { revision } = await log.append(
      streams[0] ?? '',
      'any',
      Array.from({ length: 2_100 }, () => anEvent()),
    );
    await owner.query('TRUNCATE stream_lengths');
    await standAt(await log.head());
    expect(differences(await replayed())[0]).toBe('stream_lengths: 3 rows, 3 missing, 0 surplus');
    await owner.query(`INSERT INTO stream_lengths SELECT $1, $2, max(position) FROM ledger_events WHERE stream = $1`, [
      streams[0],
      revision + 1,
    ]);
    expect(differences(await replayed())[0]).toBe('stream_lengths: 3 rows, 2 missing, 0 surplus');
  });
});

describe('two projections that fill the same table, each its own rows', () => {
  const shared = (half: 'even' | 'odd'): Projection => ({
    name: `shared-${half}`,
    tables: [{ name: 'shared', where: `half = '${half}'` }],
    async apply(one, events) {
      const theirs = events.filter(({ position }) => (position % 2 === 0) === (half === 'even'));
      const positions = theirs.map(({ position }) => position);
      await one.query('INSERT INTO shared SELECT $1, unnest($2::bigint[])', [half, positions]);
    },
  });
  const both = [shared('even'), shared('odd')];
  beforeAll(async () => {
    await owner.query('CREATE TABLE shared (half text, position bigint); GRANT ALL ON shared TO ledger_app');
    const head = await log.head();
    for (const one of both) {
      for (let after = 0; after < head; after += 1_000)
        await one.apply(client, await log.readAll({ after, limit: 1_000 }));
      await client.query('INSERT INTO projection_checkpoints (name, position) VALUES ($1, $2)', [one.name, head]);
    }
  });

  /** Both, from one reading; and how many events that reading gave out. */
  async function replayedTogether() {
    const found: string[] = [];
    let given = 0;
    await replayAll(
      client,
      {
        head: () => log.head(),
        onAppended: (listener) => log.onAppended(listener),
        readAll: async (page) => {
          const events = await log.readAll(page);
          given += events.length;
          return events;
        },
      },
      both,
      {
        onReports: ({ name }, reports) => {
          for (const { missing, surplus } of reports) found.push(`${name}: ${missing} missing, ${surplus} surplus`);
          return Promise.resolve();
        },
        onTrouble: (_, error) => {
          throw error;
        },
      },
    );
    return { found, given };
  }

  it('are each compared by their own rows, from one reading of the log', async () => {
    const standing = await positionOf(both[0]?.name ?? '');
    const { found, given } = await replayedTogether();
    expect(found).toEqual(['shared-even: 0 missing, 0 surplus', 'shared-odd: 0 missing, 0 surplus']);
    expect(given).toBeLessThan(2 * standing);
  });

  it('and a row that one of them lacks is found of that one', async () => {
    await owner.query(`DELETE FROM shared WHERE position = 2; INSERT INTO shared VALUES ('odd', 999999)`);
    const { found } = await replayedTogether();
    expect(found).toEqual(['shared-even: 1 missing, 0 surplus', 'shared-odd: 0 missing, 1 surplus']);
  });
});

async function positionOf(name: string): Promise<number> {
  const { rows } = await client.query<{ position: string }>(
    'SELECT position FROM projection_checkpoints WHERE name = $1',
    [name],
  );
  return Number(rows[0]?.position);
}
