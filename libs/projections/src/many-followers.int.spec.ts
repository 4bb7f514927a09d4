import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresEventLog } from '@app/event-store/postgres';
import { Pool, type PoolClient } from 'pg';
import { comesTrue } from '../../../test/support/eventually';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { anEvent, aStream } from '../../event-store/src/event-log.contract';
import { lags } from './lag';
import { type EventReader, type Policy, type Projection, readerOf } from './projection';
import { ProjectionRunners, type ProjectionRunnersOptions, type ProjectionTrouble } from './projection-runners';

let database: TestDatabase;
let owner: Pool;
let pool: Pool;
let log: PostgresEventLog;

beforeEach(async () => {
  database = await createTestDatabase();
  owner = new Pool({ connectionString: database.ownerUrl });
  pool = new Pool({ connectionString: database.url, application_name: 'followers' });
  pool.on('error', () => undefined); // connections are cut here
  log = new PostgresEventLog({ url: database.url });
  await owner.query(
    'CREATE TABLE applied (projection text, position bigint); GRANT SELECT, INSERT ON applied TO ledger_app',
  );
});
afterEach(async () => {
  await Promise.all(running.map((runners) => runners.stop()));
  running = [];
  await Promise.all([log.close(), pool.end(), owner.end()]);
  await database.drop();
});

let running: ProjectionRunners[] = [];

/** A process that runs these; with its troubles. */
function run(options: Partial<ProjectionRunnersOptions>): ProjectionTrouble[] {
  const troubles: ProjectionTrouble[] = [];
  const runners = new ProjectionRunners({
    pool,
    log: readerOf(log),
    projections: [],
    onTrouble: (trouble) => troubles.push(trouble),
    ...options,
  });
  runners.start();
  running.push(runners);
  return troubles;
}

/** Writes down what it is given. `meanwhile` runs inside its transaction. */
function applying(
  name: string,
  types?: readonly string[],
  meanwhile: () => Promise<unknown> = () => Promise.resolve(),
) {
  const batches: number[][] = [];
  const projection: Projection = {
    name,
    types: types && new Set(types),
    tables: [{ name: 'applied' }],
    async apply(client, events) {
      const positions = events.map(({ position }) => position);
      batches.push(positions);
      await client.query('INSERT INTO applied SELECT $1, unnest($2::bigint[])', [name, positions]);
      await meanwhile();
    },
  };
  return { projection, batches };
}

const append = async (type: string, count = 1): Promise<number> => {
  let last = 0;
  for (let index = 0; index < count; index++) {
    last = (await log.append(aStream(), 'no-stream', [{ ...anEvent(), type }])).position;
  }
  return last;
};

async function checkpoint(name: string) {
  const { rows } = await pool.query<{ position: number; age: number | null; stopped_by: string | null }>(
    `SELECT position::float8 AS position, stopped_by,
            CASE WHEN isfinite(caught_up_at) THEN extract(epoch FROM clock_timestamp() - caught_up_at)::float8 * 1000 END AS age
     FROM projection_checkpoints WHERE name = $1`,
    [name],
  );
  return rows[0] ?? { position: -1, age: null, stopped_by: null };
}
const reaches = (name: string, position: number, ms?: number) =>
  comesTrue(async () => (await checkpoint(name)).position >= position, ms);
async function applied(name: string): Promise<number[]> {
  const { rows } = await owner.query<{ position: string }>(
    'SELECT position FROM applied WHERE projection = $1 ORDER BY position',
    [name],
  );
  return rows.map(({ position }) => Number(position));
}
/** How many followers were found caught up after this instant of the database. */
async function caughtUpSince(instant: string): Promise<number> {
  const { rows } = await owner.query<{ count: number }>(
    'SELECT count(*)::integer AS count FROM projection_checkpoints WHERE caught_up_at > $1::timestamptz',
    [instant],
  );
  return rows[0]?.count ?? 0;
}
/** The log, how often it is looked into, and how many events it gives out. */
function counted() {
  const reader: EventReader & { looks: number; given: number } = {
    ...readerOf(log),
    looks: 0,
    given: 0,
    readAll: async (page) => {
      reader.looks += 1;
      const events = await log.readAll(page);
      reader.given += events.length;
      return events;
    },
  };
  return reader;
}
/** Transactions of followers that are under way now. */
async function transactionsUnderWay(): Promise<readonly string[]> {
  const { rows } = await owner.query<{ one: string }>(
    `SELECT pid || ' since ' || xact_start AS one FROM pg_stat_activity
     WHERE application_name = 'followers' AND state <> 'idle' AND xact_start IS NOT NULL`,
  );
  return rows.map(({ one }) => one);
}
/**
 * Counts the transactions that move checkpoints of this database from now on. Transaction ids would count those of every
 * database of the server, and other tests write there.
 */
async function countingWrites(): Promise<() => Promise<number>> {
  await owner.query(`
    CREATE TABLE IF NOT EXISTS checkpoint_writes (xid xid8 PRIMARY KEY);
    TRUNCATE checkpoint_writes;
    CREATE OR REPLACE FUNCTION count_checkpoint_write() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
      SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO checkpoint_writes VALUES (pg_current_xact_id()) ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $$;
    CREATE OR REPLACE TRIGGER count_checkpoint_write AFTER INSERT OR UPDATE ON projection_checkpoints
      FOR EACH STATEMENT EXECUTE FUNCTION count_checkpoint_write()`);
  return async () => {
    const { rows } = await owner.query<{ writes: string }>('SELECT count(*) AS writes FROM checkpoint_writes');
    return Number(rows[0]?.writes);
  };
}

describe('a follower that says which events it acts on', () => {
  it('is given these only, and its checkpoint passes all others', async () => {
    const some = applying('some', ['B']);
    const all = applying('all');
    await append('A');
    const b = await append('B');
    const last = await append('A', 3);
    run({ projections: [some.projection, all.projection] });
    await Promise.all([reaches('some', last), reaches('all', last)]);

    expect(await applied('some')).toEqual([b]);
    expect(await applied('all')).toEqual([1, 2, 3, 4, 5]);
    expect(await lags(pool, log)).toMatchObject([{ eventsBehind: 0 }, { eventsBehind: 0 }]);
  });

  it('is not woken for others, yet is where they are at once: nobody who waits for it waits for the next look', async () => {
    const idle = Array.from({ length: 20 }, (_, index) => applying(`idle-${index}`, ['Never']));
    run({ projections: idle.map(({ projection }) => projection), pollMs: 60_000 });
    await reaches('idle-19', 0);
    for (let round = 0; round < 5; round++) {
      const position = await append('A');
      await Promise.all(idle.map(({ projection }) => reaches(projection.name, position, 1_000)));
    }
    expect(idle.flatMap(({ batches }) => batches)).toEqual([]);
  });

  it('holds back the events of its stopped subject, not those it does not act on, and goes on in order', async () => {
    const poison = new Set([2]);
    const { projection } = applying('held', ['B']);
    const failing: Projection = {
      ...projection,
      apply: (client, events) => {
        if (events.some(({ position }) => poison.has(position))) throw new TypeError('not understood');
        return projection.apply(client, events);
      },
    };
    await append('A');
    await append('B');
    await append('A');
    const last = await append('B');
    run({ projections: [failing], pollMs: 10 });
    await reaches('held', last);
    const { rows } = await pool.query<{ position: string; after_position: string }>(
      'SELECT position, after_position FROM projection_held_events ORDER BY position',
    );
    expect(rows).toEqual([
      { position: '2', after_position: '1' },
      { position: '4', after_position: '3' },
    ]);
    poison.clear();
    await pool.query('UPDATE projection_stopped_subjects SET resume_asked_at = now()');
    await comesTrue(async () => (await applied('held')).length === 2);
    expect(await applied('held')).toEqual([2, 4]);
  });
});

describe('an idle ledger', () => {
  it.each([5, 46])(
    'commits as often with %i followers: once per look, and all of them are caught up',
    async (count) => {
      const names = Array.from({ length: count }, (_, index) => `follower-${index}`);
      await append('A');
      const reader = counted();
      run({ log: reader, projections: names.map((name) => applying(name).projection), pollMs: 100 });
      await Promise.all(names.map((name) => reaches(name, 1)));
      const before = reader.looks;
      const writes = await countingWrites();
      await comesTrue(async () => (await writes()) >= 10);
      const written = await writes();
      expect(written).toBeLessThan(2 * (reader.looks - before) + 2); // one transaction moves all; each its own would be five to a look
      const { rows } = await owner.query<{ now: string }>('SELECT clock_timestamp()::text AS now');
      await comesTrue(async () => (await caughtUpSince(rows[0]?.now ?? '')) === count);
    },
  );
});

describe('a slow follower', () => {
  it('holds up nobody, catches up by itself, and joins the others again', async () => {
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const slow = applying('slow', undefined, () => gate);
    const quick = [applying('every'), applying('some', ['A'])];
    run({ projections: [slow, ...quick].map(({ projection }) => projection), batchSize: 5, pollMs: 50 });
    const last = await append('A', 23);
    await Promise.all([reaches('every', last), reaches('some', last)]);
    expect((await checkpoint('slow')).position).toBeLessThan(last);
    open();
    await reaches('slow', last);
    const next = await append('A');
    await Promise.all(['slow', 'every', 'some'].map((name) => reaches(name, next)));
    expect(await applied('slow')).toEqual(await applied('every'));
  });

  it('of more than the pool has connections asks for none that is not free: there nobody would wait without a time limit', async () => {
    const few = new Pool({ connectionString: database.url, max: 3 });
    few.on('error', () => undefined);
    let askedInVain = 0;
    few.connect = new Proxy(few.connect.bind(few), {
      apply(connect, self, args: []) {
        if (few.totalCount - few.idleCount >= 3) askedInVain += 1;
        return Reflect.apply(connect, self, args) as unknown;
      },
    });
    const many = Array.from({ length: 12 }, (_, index) => applying(`many-${index}`, undefined, () => sleep(100)));
    const troubles = run({ pool: few, projections: many.map(({ projection }) => projection) });
    const last = await append('A', 3);
    await Promise.all(many.map(({ projection }) => reaches(projection.name, last)));
    expect(troubles).toEqual([]);
    expect(askedInVain).toBe(0);
    await Promise.all(running.map((runners) => runners.stop()));
    running = [];
    await few.end();
  });

  it('a new one begins far behind and reads by itself, while the others keep up', async () => {
    const old = applying('old');
    run({ projections: [old.projection], batchSize: 10, pollMs: 50 });
    await append('A', 60);
    await reaches('old', 60);
    await Promise.all(running.map((runners) => runners.stop()));
    running = [];
    const fresh = applying('fresh', undefined, () => sleep(30));
    run({ projections: [old.projection, fresh.projection], batchSize: 10, pollMs: 50 });
    const last = await append('A', 5);
    await reaches('old', last);
    expect((await checkpoint('fresh')).position).toBeLessThan(last);
    await reaches('fresh', last);
    expect(await applied('fresh')).toEqual(await applied('old'));
  });
});

describe('two processes over one database', () => {
  it('apply every event once, wait for nobody inside a transaction, and record no wait as a stop', async () => {
    const names = ['one', 'two', 'three'];
    const types = { one: undefined, two: ['A'], three: ['B'] } as const;
    const process = () =>
      run({
        projections: names.map((name) => applying(name, types[name as 'one'], () => sleep(3)).projection),
        batchSize: 7,
        pollMs: 20,
      });
    const troubles = [process(), process()];
    let waited = 0;
    const watching = new AbortController();
    const watch = (async () => {
      while (!watching.signal.aborted) {
        const { rows } = await owner.query<{ waiting: number }>(
          `SELECT count(*)::integer AS waiting FROM pg_stat_activity
           WHERE application_name = 'followers' AND wait_event_type = 'Lock'`,
        );
        waited += rows[0]?.waiting ?? 0;
        await sleep(2);
      }
    })();
    for (let round = 0; round < 30; round++) await append(round % 2 === 0 ? 'A' : 'B', 3);
    const last = await log.head();
    await Promise.all(names.map((name) => reaches(name, last)));
    watching.abort();
    await watch;

    expect(troubles).toEqual([[], []]);
    expect(waited).toBe(0);
    const all = Array.from({ length: last }, (_, index) => index + 1);
    expect(await applied('one')).toEqual(all);
    expect([...(await applied('two')), ...(await applied('three'))].sort((a, b) => a - b)).toEqual(all);
    for (const name of names) expect((await checkpoint(name)).stopped_by).toBeNull();
  });

  it('when somebody holds a checkpoint for long: the others pass, it rests without a transaction, and nothing is said of a stop', async () => {
    const held = applying('held');
    const free = applying('free', ['Never']);
    const troubles = run({ projections: [held.projection, free.projection], pollMs: 20 });
    await Promise.all([reaches('held', 0), reaches('free', 0)]);
    const holder: PoolClient = await owner.connect();
    await holder.query(`BEGIN; SELECT FROM projection_checkpoints WHERE name = 'held' FOR UPDATE`);
    const last = await append('A');
    await reaches('free', last);
    for (let look = 0; look < 5; look++) {
      const before = await transactionsUnderWay();
      await comesTrue(async () => !(await transactionsUnderWay()).some((one) => before.includes(one)));
    }
    expect(await checkpoint('held')).toMatchObject({ position: 0, stopped_by: null });
    await holder.query('COMMIT');
    holder.release();
    await reaches('held', last);
    expect(troubles).toEqual([]);
  });

  it('one that fails does not say "stopped" of what the other one runs', async () => {
    const broken: Projection = { ...applying('shared').projection, apply: () => Promise.reject(notOurs()) };
    const notOurs = () => Object.assign(new Error('connect ECONNREFUSED'), { syscall: 'connect' });
    const troubles = run({ projections: [broken], pollMs: 20 });
    await append('A');
    await comesTrue(() => troubles.length > 0);
    run({ projections: [applying('shared').projection], pollMs: 20 });
    const last = await append('A', 3);
    await reaches('shared', last);
    await comesTrue(async () => (await checkpoint('shared')).stopped_by === null);
    await sleep(100);
    expect(await checkpoint('shared')).toMatchObject({ position: last, stopped_by: null });
  });
});

describe('a checkpoint that somebody moves or deletes behind our back', () => {
  it('is noticed at the next look: the follower goes on from there', async () => {
    const { projection } = applying('moved');
    run({ projections: [projection, applying('other').projection], pollMs: 20 });
    await append('A', 3);
    await reaches('moved', 3);
    await owner.query(`DELETE FROM projection_checkpoints WHERE name = 'moved'`);
    await comesTrue(async () => (await applied('moved')).length === 6);
    expect(await applied('moved')).toEqual([1, 1, 2, 2, 3, 3]);
    expect(await applied('other')).toEqual([1, 2, 3]);
  });
});

describe('a policy', () => {
  /** Gives its commands as soon as the gate is open. */
  function reacting(name: string, gate: () => Promise<unknown> = () => Promise.resolve(), types: string[] = ['B']) {
    const given: number[] = [];
    const policy: Policy = {
      name,
      types: new Set(types),
      async react(events) {
        await gate();
        given.push(...events.map(({ position }) => position));
      },
    };
    return { policy, given };
  }
  const openTransactions = async () => {
    const { rows } = await owner.query<{ open: number; held: number }>(
      `SELECT count(*) FILTER (WHERE a.xact_start IS NOT NULL AND a.state <> 'active')::integer AS open,
              (SELECT count(*)::integer FROM pg_locks l JOIN pg_stat_activity b USING (pid)
               WHERE b.application_name IN ('followers', 'policies') AND l.locktype <> 'advisory' AND b.pid <> pg_backend_pid()
                 AND b.state LIKE 'idle%') AS held
       FROM pg_stat_activity a WHERE a.application_name IN ('followers', 'policies')`,
    );
    return rows[0];
  };

  it('whose command hangs holds no transaction, no lock and no projection, and moves its checkpoint when it is done', async () => {
    const policyPool = new Pool({ connectionString: database.url, application_name: 'policies', max: 2 });
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const hanging = reacting('hanging', () => gate);
    const other = reacting('other');
    run({
      projections: [applying('model').projection],
      policies: [hanging.policy, other.policy],
      policyPool,
      pollMs: 60_000,
    });
    await append('A');
    const b = await append('B');
    await Promise.all([reaches('model', b), reaches('other', b)]);
    await sleep(50);

    expect(await openTransactions()).toEqual({ open: 0, held: 0 });
    expect((await checkpoint('hanging')).position).toBeLessThan(b);
    const last = await append('A', 2);
    await Promise.all([reaches('model', last), reaches('other', last)]);
    open();
    await reaches('hanging', last);
    expect(hanging.given).toEqual([b]);
    await Promise.all(running.map((runners) => runners.stop()));
    running = [];
    await policyPool.end();
  });

  it('is run by one process; when that one is gone, the other takes it over from where it stood', async () => {
    const [first, second] = [reacting('shared'), reacting('shared')];
    run({ policies: [first.policy], pollMs: 20 });
    await reaches('shared', 0);
    const one = await append('B');
    await reaches('shared', one);
    run({ policies: [second.policy], pollMs: 20 });
    const two = await append('B');
    await reaches('shared', two);
    expect([first.given, second.given]).toEqual([[one, two], []]);

    await running.shift()?.stop();
    const three = await append('B');
    await reaches('shared', three);
    expect([first.given, second.given]).toEqual([[one, two], [three]]);
  });

  it('goes on after the connection that says it is ours was cut', async () => {
    const { policy, given } = reacting('cut');
    run({ policies: [policy], pollMs: 20 });
    const one = await append('B');
    await reaches('cut', one);
    await owner.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()
         AND pid IN (SELECT pid FROM pg_stat_activity WHERE application_name = 'followers')`,
    );
    const two = await append('B');
    await reaches('cut', two);
    expect(given).toEqual([one, two]);
  });

  it('that ends between its commands and its checkpoint is given the same again: at least once', async () => {
    const { policy, given } = reacting('twice');
    const cutOnce = { left: 1 };
    const dying: Policy = {
      ...policy,
      async react(events) {
        await policy.react(events);
        if (cutOnce.left-- > 0) throw Object.assign(new Error('plug'), { syscall: 'pulled' });
      },
    };
    const troubles = run({ policies: [dying], pollMs: 20 });
    const one = await append('B');
    await reaches('twice', one);
    expect(given).toEqual([one, one]);
    expect(troubles).toHaveLength(1);
  });

  it('sets a subject aside whose event it cannot take, and reacts to what was held once it can', async () => {
    const poison = new Set<number>();
    const given: number[] = [];
    const policy: Policy = {
      name: 'set-aside',
      types: new Set(['B']),
      react: (events) => {
        const bad = events.find(({ position }) => poison.has(position));
        if (bad) return Promise.reject(new TypeError('not understood'));
        given.push(...events.map(({ position }) => position));
        return Promise.resolve();
      },
    };
    await log.append(aStream(), 'no-stream', [{ ...anEvent(), type: 'A' }]);
    const about = async (subjectId: string) =>
      (await log.append(aStream(), 'no-stream', [{ ...anEvent(), type: 'B', subjectId }])).position;
    poison.add(2);
    const a1 = await about('a');
    const b1 = await about('b');
    const a2 = await about('a');
    run({ policies: [policy], pollMs: 20 });
    await reaches('set-aside', a2);
    expect(given).toEqual([b1]);
    poison.clear();
    await pool.query('UPDATE projection_stopped_subjects SET resume_asked_at = now()');
    await comesTrue(() => given.length === 3);
    expect(given).toEqual([b1, a1, a2]);
    await comesTrue(async () => (await pool.query('SELECT FROM projection_stopped_subjects')).rowCount === 0);
  });
});

describe('the log', () => {
  it('is read once, however many followers there are, whoever is concerned', async () => {
    const reader = counted();
    const types = [undefined, ['A'], ['B'], ['A', 'B'], ['Never']];
    const many = Array.from({ length: 20 }, (_, index) => applying(`reader-${index}`, types[index % types.length]));
    run({ log: reader, projections: many.map(({ projection }) => projection), pollMs: 50 });
    await reaches('reader-19', 0);
    for (let round = 0; round < 20; round++) await append(round % 2 === 0 ? 'A' : 'B', 2);
    await Promise.all(many.map(({ projection }) => reaches(projection.name, 40)));
    expect(reader.given).toBeLessThanOrEqual(40 * 1.5); // twenty readings would be 800
  });
});

describe('while many events come', () => {
  it('all rest between two looks and take in together what came meanwhile; a single event is taken in at once', async () => {
    const one = applying('rests');
    run({ projections: [one.projection], pollMs: 60_000, restMs: 2_000 });
    await reaches('rests', 0);
    await append('A');
    await reaches('rests', 1, 1_500);
    await append('A');
    await reaches('rests', 2, 1_500); // nor is there a rest after it
    await Promise.all(Array.from({ length: 20 }, () => append('B')));
    await reaches('rests', 22);
    const before = one.batches.length;
    await append('B', 20);
    await reaches('rests', 42);
    expect(one.batches.length - before).toBeLessThanOrEqual(2); // without a rest one for each
  });

  it('a stop waits for nobody who rests, nor for a policy that waits for one', async () => {
    const one = applying('stops');
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const seen: number[] = [];
    let pages = 0;
    const policy: Policy = {
      name: 'waits',
      types: new Set(['A']),
      async react(events) {
        pages += 1;
        await held;
        const last = events.at(-1)?.position ?? 0;
        await reaches('stops', last, 600_000);
        seen.push(last);
      },
    };
    run({ projections: [one.projection], policies: [policy], pollMs: 60_000, restMs: 60_000 });
    await reaches('stops', 0);
    await append('A');
    await reaches('stops', 1);
    await Promise.all(Array.from({ length: 10 }, () => append('B')));
    await comesTrue(() => one.batches.some(({ length }) => length >= 4));
    const last = await append('A');
    release();
    await comesTrue(() => pages === 2); // it waits for the projection, which rests
    await Promise.all(running.map((runners) => runners.stop()));
    expect(seen.every((position) => position === 1 || position === last)).toBe(true);
  });
});
