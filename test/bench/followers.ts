import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresEventLog } from '@app/event-store/postgres';
import { type Policy, type Projection, ProjectionRunners, readerOf } from '@app/projections';
import pg from 'pg';
import { anEvent, aStream } from './events';
import { type Comparison, interleave, measure, median, type Sample } from './rounds';

/** What a ledger with so many followers costs when nothing happens, and how far they are behind when much does. */
export interface FollowersFound {
  readonly idle: readonly Idle[];
  readonly followers: number;
  /** How long after its append an event was in all of them, while 32 writers wrote. */
  readonly lagP50Ms: number;
  readonly lagP99Ms: number;
  /** How long after the last append all had it. */
  readonly drainedMs: number;
}

export interface Idle {
  readonly followers: number;
  /** All transactions of the server's database, those that only read included (the measuring as well). */
  readonly commitsPerSecond: number;
  /** Those that wrote something. */
  readonly writingPerSecond: number;
}

const writers = 32;
const types = Array.from({ length: 24 }, (_, index) => `BenchmarkRecorded${index}`);

/** As the roadmap has it: 25 read models (three take every event, each other some of 24 types), 9 outboxes, 12 policies. */
function fortySix(): { projections: Projection[]; policies: Policy[] } {
  const some = (from: number, count: number) =>
    new Set(Array.from({ length: count }, (_, index) => types[(from * 5 + index * 7) % types.length] ?? ''));
  const projection = (name: string, of: ReadonlySet<string> | undefined): Projection => ({
    name,
    types: of,
    tables: [{ name: 'followed' }],
    async apply(client, events) {
      await client.query({
        name: 'followed',
        text: 'INSERT INTO followed SELECT $1, unnest($2::bigint[])',
        values: [name, events.map(({ position }) => position)],
      });
    },
  });
  return {
    projections: [
      ...Array.from({ length: 25 }, (_, index) => projection(`model-${index}`, index < 3 ? undefined : some(index, 3))),
      ...Array.from({ length: 9 }, (_, index) => projection(`outbox-${index}`, some(index, 6))),
    ],
    policies: Array.from({ length: 12 }, (_, index) => ({
      name: `policy-${index}`,
      types: some(index, 2),
      react: () => Promise.resolve(),
    })),
  };
}

/** A process with these followers, on pools as a deployment has them. */
async function running<T>(
  url: string,
  followers: { projections: readonly Projection[]; policies: readonly Policy[] },
  work: (log: PostgresEventLog) => Promise<T>,
): Promise<T> {
  const pool = new pg.Pool({ connectionString: url, max: 8 });
  const policyPool = new pg.Pool({ connectionString: url, max: 3 });
  const log = new PostgresEventLog({ url });
  const runners = new ProjectionRunners({
    pool,
    policyPool,
    log: readerOf(log),
    ...followers,
    onTrouble: ({ error }) => {
      throw error;
    },
  });
  runners.start();
  try {
    return await work(log);
  } finally {
    await runners.stop();
    await Promise.all([log.close(), pool.end(), policyPool.end()]);
  }
}

/** Appends of 32 writers with 46 followers in the same process, against the same without any; and how the followers fare. */
export async function followers(
  url: string,
  ownerUrl: string,
  ms: number,
  rounds: number,
): Promise<{ compared: Comparison; found: FollowersFound }> {
  const owner = new pg.Client(ownerUrl);
  await owner.connect();
  await owner.query('CREATE TABLE followed (follower text, position bigint); GRANT INSERT ON followed TO ledger_app');
  try {
    const all = fortySix();
    const few = { projections: all.projections.slice(0, 5), policies: all.policies.slice(0, 2) };
    const idle = [await idleWith(url, owner, few, ms * 3), await idleWith(url, owner, all, ms * 3)];
    const lags: number[] = [];
    const drained: number[] = [];
    const compared = await interleave(
      `durable appends, 1 event, ${writers} callers, beside 46 followers; limit without followers`,
      rounds,
      () =>
        running(url, all, async (log) => {
          await untilAllAreAt(owner, await log.head());
          return withLags(owner, log, ms, lags, drained);
        }),
      () => running(url, { projections: [], policies: [] }, (log) => write(log, ms)),
    );
    lags.sort((a, b) => a - b);
    const at = (share: number) => lags[Math.floor(lags.length * share)] ?? 0;
    const found = { idle, followers: 46, lagP50Ms: at(0.5), lagP99Ms: at(0.99), drainedMs: median(drained) };
    return { compared, found };
  } finally {
    await owner.end();
  }
}

async function idleWith(
  url: string,
  owner: pg.Client,
  some: { projections: readonly Projection[]; policies: readonly Policy[] },
  ms: number,
): Promise<Idle> {
  return running(url, some, async () => {
    await sleep(2_500); // the beginning, and what the server's statistics hear of it a second later
    const before = await transactions(owner);
    await sleep(ms);
    const after = await transactions(owner);
    const perSecond = (count: number) => (count * 1_000) / (after.at - before.at);
    return {
      followers: some.projections.length + some.policies.length,
      commitsPerSecond: perSecond(after.commits - before.commits),
      writingPerSecond: perSecond(after.writing - before.writing),
    };
  });
}

async function transactions(owner: pg.Client): Promise<{ commits: number; writing: number; at: number }> {
  await sleep(1_100); // sessions tell the statistics once a second
  await owner.query('SELECT pg_stat_clear_snapshot()');
  const { rows } = await owner.query<{ commits: number; writing: number }>(
    `SELECT (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database())::float8 AS commits,
            pg_snapshot_xmax(pg_current_snapshot())::text::float8 AS writing`,
  );
  return { commits: rows[0]?.commits ?? 0, writing: rows[0]?.writing ?? 0, at: performance.now() };
}

let count = 0;
const write = (log: PostgresEventLog, ms: number, onWritten: (position: number) => void = () => undefined) =>
  measure(writers, ms, async () => {
    const type = types[count++ % types.length] ?? '';
    onWritten((await log.append(aStream(), 'no-stream', [{ ...anEvent(), type }])).position);
  });

/** Writes, and looks ten times a second how old the oldest event is that somebody has yet to take in. */
async function withLags(
  owner: pg.Client,
  log: PostgresEventLog,
  ms: number,
  lags: number[],
  drained: number[],
): Promise<Sample> {
  const appendedAt = new Map<number, number>();
  const written = new AbortController();
  const watching = (async () => {
    while (!written.signal.aborted) {
      const next = (await slowest(owner)) + 1;
      const at = appendedAt.get(next);
      lags.push(at === undefined ? 0 : performance.now() - at);
      await sleep(100);
    }
  })();
  const sample = await write(log, ms, (position) => appendedAt.set(position, performance.now()));
  written.abort();
  await watching;
  const endedAt = performance.now();
  await untilAllAreAt(owner, await log.head());
  drained.push(performance.now() - endedAt);
  return sample;
}

async function untilAllAreAt(owner: pg.Client, head: number): Promise<void> {
  while ((await slowest(owner)) < head) await sleep(2);
}

async function slowest(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query<{ position: number }>(
    `SELECT CASE WHEN count(*) < 46 THEN 0 ELSE min(position) END::float8 AS position FROM projection_checkpoints`,
  );
  return rows[0]?.position ?? 0;
}
