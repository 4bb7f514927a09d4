import { randomBytes } from 'node:crypto';
import { applicationUrl } from '@app/ledger-database';
import pg from 'pg';
import { comesTrue } from '../../../../test/support/eventually';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database';
import { eventBytesMax, EventIdTaken, EventRefused, LogUnavailable, pageBytesMax } from '../event-log';
import { anEvent, aStream, eventLogContract } from '../event-log.contract';
import { PostgresEventLog } from './postgres-event-log';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const openLog = () => Promise.resolve(new PostgresEventLog({ url: database.url }));
eventLogContract('postgres', openLog, openLog);

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

  it('writes the neighbours of an event that only the server finds fault with, and each only once', async () => {
    const streams = Array.from({ length: 40 }, aStream);
    await owner.query(`ALTER TABLE ledger_events ADD CONSTRAINT no_faults CHECK (type <> 'Faulty') NOT VALID`);
    const outcomes = await Promise.allSettled(
      streams.map((stream, n) => log.append(stream, 'no-stream', [anEvent(n === 17 ? { type: 'Faulty' } : {})])),
    );
    await owner.query('ALTER TABLE ledger_events DROP CONSTRAINT no_faults');

    expect(outcomes.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))).toEqual([17]);
    expect(outcomes[17]).toMatchObject({ reason: expect.any(EventRefused) as unknown });
    const written = await Promise.all(streams.map((stream) => log.readStream(stream)));
    expect(written.map(({ length }) => length)).toEqual(streams.map((_, n) => (n === 17 ? 0 : 1)));
  });

  it('lets an event whose stream has too long a name for its index fail alone', async () => {
    const streams = [aStream(), randomBytes(5_000).toString('hex'), aStream()];
    const outcomes = await Promise.allSettled(streams.map((stream) => log.append(stream, 'no-stream', [anEvent()])));
    expect(outcomes).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: expect.any(EventRefused) as unknown },
      { status: 'fulfilled' },
    ]);
  });

  it.each([
    ['an id that is no UUID', { id: 'not-a-uuid' }],
    ['a cause that is no UUID', { causeId: '1234' }],
    ['a day that is in no calendar', { occurredOn: '2026-02-30' }],
    ['a year that never was', { occurredOn: '0000-01-01' }],
    ['a version that is none', { typeVersion: 0.5 }],
    ['a zero character', { type: 'a\u0000b' }],
    ['half of a character', { requestId: 'a\ud800b' }],
  ])('refuses %s', async (_, change) => {
    const stream = aStream();
    await expect(log.append(stream, 'no-stream', [anEvent(change)])).rejects.toBeInstanceOf(EventRefused);
    await expect(log.append(stream, 'no-stream', [anEvent(), anEvent(change)])).rejects.toBeInstanceOf(EventRefused);
    expect(await log.readStream(stream)).toEqual([]);
  });

  it.each([-1, -2, 0.5, NaN])('takes %p for no revision', async (revision) => {
    await expect(log.append(aStream(), revision, [anEvent()])).rejects.toBeInstanceOf(RangeError);
  });

  it('does not leave an append waiting at the server once its caller was told that nothing is known', async () => {
    const impatient = new PostgresEventLog({ url: database.url, timeoutMs: 300 });
    await owner.query('BEGIN; SELECT pg_advisory_xact_lock(7221063014)');
    await expect(impatient.append(aStream(), 'no-stream', [anEvent()])).rejects.toBeInstanceOf(LogUnavailable);
    const waiting = async () => {
      const { rows } = await owner.query<{ waiting: number }>(
        `SELECT count(*)::integer AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
      );
      return rows[0]?.waiting ?? -1;
    };
    while ((await waiting()) > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await owner.query('COMMIT');
    expect(await waiting()).toBe(0);
    await impatient.close();
  });

  it('judges a batch whose appends are not all in order, each on its own', async () => {
    const [exists, repeated] = [aStream(), aStream()];
    const before = [anEvent(), anEvent()];
    await log.append(exists, 'no-stream', [anEvent()]);
    const first = await log.append(repeated, 'no-stream', before);
    const fresh = Array.from({ length: 10 }, aStream);

    const outcomes = await Promise.allSettled([
      log.append(exists, 'no-stream', [anEvent()]),
      log.append(repeated, 'no-stream', before),
      ...fresh.map((stream) => log.append(stream, 'no-stream', [anEvent()])),
    ]);

    expect(outcomes.map(({ status }) => status)).toEqual([
      'rejected',
      ...Array.from({ length: 11 }, () => 'fulfilled'),
    ]);
    expect(outcomes[1]).toEqual({ status: 'fulfilled', value: { ...first, outcome: 'already-recorded' } });
  });

  it('keeps a stream in order when its appends are pushed one after another without waiting', async () => {
    const stream = aStream();
    const events = Array.from({ length: 20 }, () => anEvent());
    await Promise.all(events.map((event, n) => log.append(stream, n === 0 ? 'no-stream' : n - 1, [event])));
    expect((await log.readStream(stream)).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  });

  it('reads a stream of a log without statistics in one process: workers took longer to start than to read', async () => {
    const own = await createTestDatabase();
    const large = new PostgresEventLog({ url: own.url });
    const root = new pg.Client(own.ownerUrl);
    await root.connect();
    const launched = async () => {
      const { rows } = await root.query<{ launched: string }>(
        `SELECT pg_stat_force_next_flush(), parallel_workers_launched AS launched FROM pg_stat_database WHERE datname = current_database()`,
      );
      return Number(rows[0]?.launched);
    };
    await root.query(`INSERT INTO ledger_events
      SELECT n, 'stream-' || n / 20, n % 20, gen_random_uuid(), 'T', 1, NULL, '2026-04-01', now(), 'a', 'b', 'c', 'd', gen_random_uuid(), NULL,
             'r', decode(repeat('20', 1000), 'hex') FROM generate_series(1, 120000) AS n`);
    const before = await launched();
    expect(await large.readStream('stream-7')).toHaveLength(20);
    expect(await large.readAll({ after: 0, limit: 1_000 })).toHaveLength(1_000);
    await large.close();
    expect(await launched()).toBe(before);
    await root.end();
    await own.drop();
  });

  it('ends a page at its bytes also where events begin to be large after many small ones', async () => {
    const reader = new PostgresEventLog({ url: database.url });
    const start = await log.head();
    await log.append(
      aStream(),
      'no-stream',
      Array.from({ length: 50 }, () => anEvent()),
    );
    const data = Buffer.from(`"${'x'.repeat(eventBytesMax - 2)}"`);
    await log.append(
      aStream(),
      'no-stream',
      Array.from({ length: 40 }, () => anEvent({ data })),
    );
    const fitting = Math.ceil(pageBytesMax / eventBytesMax);

    expect(await reader.readAll({ after: start, limit: 50 })).toHaveLength(50);
    expect(await reader.readAll({ after: start + 50, limit: 1_000 })).toHaveLength(fitting);
    expect(await reader.readAll({ after: start + 50 + fitting, limit: 1_000 })).toHaveLength(40 - fitting);
    await reader.close();
  });

  it('reads streams of any name, side by side', async () => {
    const streams = ['"', '\\', '{a,b}', 'NULL', ' ', '中文', "it's"]
      .map((name) => `${aStream()}${name}`)
      .concat('', 'null');
    await Promise.all(streams.map((stream) => log.append(stream, 'no-stream', [anEvent()])));
    const read = await Promise.all(streams.map((stream) => log.readStream(stream)));
    expect(read.map((events) => events.map(({ stream }) => stream))).toEqual(streams.map((stream) => [stream]));
  });

  it('reads a stream while somebody asks for one whose name PostgreSQL cannot hold', async () => {
    const stream = aStream();
    await log.append(stream, 'no-stream', [anEvent()]);
    const [read, impossible] = await Promise.all([log.readStream(stream), log.readStream('a\u0000b')]);
    expect([read.length, impossible.length]).toEqual([1, 0]);
  });

  it('says that it does not know when the server does not answer', async () => {
    const unreachable = new URL(database.url);
    unreachable.port = '1';
    const dead = new PostgresEventLog({ url: unreachable.toString() });
    await expect(dead.append(aStream(), 'no-stream', [anEvent()])).rejects.toBeInstanceOf(LogUnavailable);
    await expect(dead.head()).rejects.toBeInstanceOf(LogUnavailable);
    await dead.close();
  });

  it('wakes readers here when another process appends, also after the connection that listens was cut', async () => {
    const other = new PostgresEventLog({ url: database.url });
    let woken = 0;
    const forget = log.onAppended(() => woken++);
    const isWoken = () => Promise.resolve(woken > 0);
    const appendElsewhere = async () => {
      await comesTrue(isWoken); // once it listens it wakes by itself; from then on only the other's appends do
      woken = 0;
      await other.append(aStream(), 'no-stream', [anEvent()]);
      await comesTrue(isWoken);
    };
    await appendElsewhere();

    woken = 0;
    const { rowCount } = await owner.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                                            WHERE datname = current_database() AND query = 'LISTEN ledger_events'`);
    expect(rowCount).toBe(1);
    await appendElsewhere();
    forget();
    await other.close();
  });

  describe('an append without an answer, said again with the same ids', () => {
    const writerLock = 7_221_063_014;
    const waiting = `FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'`;
    let impatient: PostgresEventLog;
    beforeEach(async () => {
      impatient = new PostgresEventLog({ url: database.url, timeoutMs: 300 });
      await impatient.head();
      await owner.query('SELECT pg_advisory_lock($1)', [writerLock]);
    });
    afterEach(async () => {
      await owner.query('SELECT pg_advisory_unlock_all()');
      await impatient.close();
    });

    it.each([1, 3])('was not written, the connection being cut (%i events): it is now', async (count) => {
      const [stream, events] = [aStream(), Array.from({ length: count }, () => anEvent())];
      const unanswered = log.append(stream, 'no-stream', events);
      unanswered.catch(() => undefined); // looked at below
      await comesTrue(async () => (await owner.query(`SELECT pg_terminate_backend(pid) ${waiting}`)).rowCount === 1);
      await expect(unanswered).rejects.toBeInstanceOf(LogUnavailable);
      expect(await log.readStream(stream)).toEqual([]);

      await owner.query('SELECT pg_advisory_unlock($1)', [writerLock]);
      expect(await log.append(stream, 'no-stream', events)).toMatchObject({ revision: count - 1 });
    });

    it.each([1, 3])('was written after nobody waited any more (%i events): the first answer', async (count) => {
      const [stream, events] = [aStream(), Array.from({ length: count }, () => anEvent())];
      await owner.query('SELECT pg_advisory_unlock($1)', [writerLock]);
      await owner.query(`
        CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.6); RETURN NULL; END $$;
        CREATE TRIGGER dawdle BEFORE INSERT ON ledger_events_0 FOR EACH STATEMENT EXECUTE FUNCTION dawdle()`);
      await expect(impatient.append(stream, 'no-stream', events)).rejects.toBeInstanceOf(LogUnavailable);
      await comesTrue(async () => (await log.readStream(stream)).length === count);
      await owner.query('DROP FUNCTION dawdle CASCADE');

      const last = (await log.readStream(stream)).at(-1);
      expect(await impatient.append(stream, 'no-stream', events)).toMatchObject({ position: last?.position });
      expect(await log.readStream(stream)).toHaveLength(count);
    });
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

    it.each(changes)('in each partition as well: %s', async (change) => {
      const partition = change.replace('ledger_events', 'ledger_events_0');
      await expect(owner.query(partition)).rejects.toThrow(/ledger-is-append-only/);
    });

    it('but for the append functions: the application cannot insert a row of its own making', async () => {
      const application = new pg.Client(applicationUrl(database.ownerUrl));
      await application.connect();
      await expect(application.query('INSERT INTO ledger_events SELECT * FROM ledger_events LIMIT 1')).rejects.toThrow(
        /permission denied for table ledger_events/,
      );
      await application.end();
    });

    it('and the append functions, which run as the owner, run nothing that their caller brought along', async () => {
      const application = new pg.Client(applicationUrl(database.ownerUrl));
      await application.connect();
      const asked: string[] = [];
      application.on('notice', ({ message }) => asked.push(message ?? ''));
      // The functions' variables are of types that are looked up by name; a temporary one of that name may have a check.
      await application.query(`CREATE TYPE pg_temp.head AS ("position" bigint, recorded_at timestamptz)`);
      await application.query(`CREATE FUNCTION pg_temp.brought(pg_temp.head) RETURNS boolean LANGUAGE plpgsql
                               AS $$ BEGIN RAISE NOTICE 'as %', current_user; RETURN true; END $$`);
      await application.query(`CREATE DOMAIN pg_temp.record AS pg_temp.head CHECK (pg_temp.brought(VALUE))`);
      await application.query(
        `SELECT append_one_event($1, 0, gen_random_uuid(), 't', 1, NULL, '2026-01-01', '', '', '', '', NULL, gen_random_uuid(), NULL, '', '')`,
        [aStream()],
      );
      expect(asked).toEqual([]);
      await application.end();
    });
  });
});

describe('the log across partitions', () => {
  /** Partition 0 ends before this position (`log_partition_start.sql`). */
  const nextPartition = 5_000_000;
  let small: TestDatabase;
  let log: PostgresEventLog;
  let owner: pg.Client;
  const old = { stream: aStream(), event: anEvent() };

  /** A log that stands five events before the end of its first partition. */
  beforeAll(async () => {
    small = await createTestDatabase();
    owner = new pg.Client(small.ownerUrl);
    await owner.connect();
    log = new PostgresEventLog({ url: small.url });
    await log.append(old.stream, 'no-stream', [old.event]);
    await owner.query(
      `INSERT INTO ledger_events
       SELECT $1, 'long-ago', 0, gen_random_uuid(), type, type_version, subject_id, occurred_on, recorded_at, actor_name,
              actor_unit_name, actor_unit_code, actor_role, command_id, cause_id, request_id, data
       FROM ledger_events`,
      [nextPartition - 6],
    );
  });
  afterAll(async () => {
    await Promise.all([log.close(), owner.end()]);
    await small.drop();
  });

  it('goes on without a gap where one append lies in both, and makes the partition after', async () => {
    const stream = aStream();
    const { position } = await log.append(
      stream,
      'no-stream',
      Array.from({ length: 10 }, () => anEvent()),
    );
    expect(position).toBe(nextPartition + 4);
    expect((await log.readStream(stream)).map((event) => event.position - nextPartition)).toEqual([
      -5, -4, -3, -2, -1, 0, 1, 2, 3, 4,
    ]);
    expect(await log.append(stream, 9, [anEvent()])).toMatchObject({ revision: 10, position: nextPartition + 5 });
    const { rows } = await owner.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'ledger_events'::regclass ORDER BY 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual(['ledger_events_0', 'ledger_events_1', 'ledger_events_2']);
  });

  it('finds a stream, an id and a repeated append in the older partition', async () => {
    await expect(log.append(old.stream, 'no-stream', [anEvent()])).rejects.toMatchObject({ actual: 0 });
    await expect(log.append(aStream(), 'no-stream', [old.event])).rejects.toBeInstanceOf(EventIdTaken);
    expect(await log.append(old.stream, 'no-stream', [old.event])).toMatchObject({ revision: 0, position: 1 });
    expect(await log.append(old.stream, 0, [anEvent()])).toMatchObject({ revision: 1 });
  });

  it('finds them in a batch as well', async () => {
    const outcomes = await Promise.allSettled([
      log.append(aStream(), 'no-stream', [anEvent()]),
      log.append(old.stream, 'no-stream', [anEvent()]),
      log.append(aStream(), 'no-stream', [old.event]),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  it('can let a closed partition go and come back, and works without it', async () => {
    await owner.query('ALTER TABLE ledger_events DETACH PARTITION ledger_events_0');
    const [first] = await log.readAll({ after: 0, limit: 1 });
    expect(first?.position).toBe(nextPartition);
    await log.append(aStream(), 'no-stream', [anEvent()]);
    await owner.query(
      `ALTER TABLE ledger_events ATTACH PARTITION ledger_events_0 FOR VALUES FROM (0) TO (${nextPartition})`,
    );
    expect(await log.readStream(old.stream)).toHaveLength(2);
  });
});
