import { performance } from 'node:perf_hooks';
import { applicationUrl, migrate } from '@app/ledger-database';
import { enqueue, Outbox, type Push, pushIdOf } from '@app/outbox';
import pg from 'pg';
import { type Comparison, interleave, type Sample } from './rounds';

const [many, lanes, few] = [100_000, 30_000, 100];
/** So many places are usually free when a deliverer claims. */
const handful = 8;
const endpoint = 'somebody';

/**
 * Handing out and settling pushes in handfuls of eight while 100,000 wait in 30,000 lanes, against the same while 100 wait in lanes of their
 * own; both without statistics and without autovacuum, as after a long outage that just ended.
 */
export async function claims(url: string, ownerUrl: string, ms: number, rounds: number): Promise<Comparison> {
  const fewUrl = new URL(ownerUrl);
  fewUrl.pathname = '/claims_few';
  await execute(ownerUrl, 'CREATE DATABASE claims_few');
  await migrate(fewUrl.href);
  const pools = [
    new pg.Pool({ connectionString: url }),
    new pg.Pool({ connectionString: applicationUrl(fewUrl.href) }),
  ];
  const [manyPool, fewPool] = pools as [pg.Pool, pg.Pool];
  try {
    for (const one of [ownerUrl, fewUrl.href]) {
      await execute(one, 'ALTER TABLE pushes SET (autovacuum_enabled = false)');
      await execute(one, 'ALTER TABLE push_attempts SET (autovacuum_enabled = false)');
    }
    await fill(manyPool, 0, many, lanes);
    let queued = 0;
    const topUp = async () => {
      await fill(fewPool, queued, few, few);
      queued += few;
    };
    return await interleave(
      `handing out by eights with ${many} waiting in ${lanes} lanes, against ${few} waiting`,
      rounds,
      () => handedOut(manyPool, ms, () => Promise.resolve()),
      () => handedOut(fewPool, ms, topUp),
    );
  } finally {
    await Promise.all(pools.map((pool) => pool.end()));
  }
}

/** Pushes handed out and settled per second; the time of a handful in milliseconds. Filling the queue up is not counted. */
async function handedOut(pool: pg.Pool, ms: number, topUp: () => Promise<void>): Promise<Sample> {
  const outbox = new Outbox(pool);
  const times: number[] = [];
  for (let spent = 0; spent < ms;) {
    if (times.length % Math.floor(few / handful) === 0) await topUp();
    const before = performance.now();
    const claimed = await outbox.claim(endpoint, handful, 60_000);
    if (claimed.length === 0) throw new Error('nothing waits');
    await outbox.settle(
      claimed.map(({ push, attempt, leaseId }) => ({
        pushId: push.pushId,
        attempt,
        leaseId,
        tookMs: 1,
        outcome: 'acknowledged',
        receiptNumber: 'R-1',
        receivedAt: '2026-06-02T01:02:03.004Z',
      })),
    );
    const took = performance.now() - before;
    times.push(took);
    spent += took;
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const spent = sorted.reduce((sum, time) => sum + time, 0);
  return { perSecond: (handful * sorted.length * 1_000) / spent, p50Ms: at(0.5), p99Ms: at(0.99) };
}

async function fill(pool: pg.Pool, from: number, count: number, inLanes: number): Promise<void> {
  for (let at = from; at < from + count; at += chunk) {
    const size = Math.min(chunk, from + count - at);
    await enqueue(
      pool,
      Array.from({ length: size }, (_, index) => aPush(at + index + 1, (at + index) % inLanes)),
    );
  }
}
const chunk = 5_000;

function aPush(position: number, lane: number): Push {
  const eventId = `00000000-0000-4000-8000-${String(position).padStart(12, '0')}`;
  const documentNumber = `廊消行罚决字〔2026〕第${String(lane).padStart(6, '0')}号`;
  return {
    pushId: pushIdOf(eventId, endpoint),
    endpoint,
    eventId,
    position,
    part: 0,
    subjectId: '91131002MABBQNQG8X',
    stream: `penaltyDecision-${lane}`,
    revision: position,
    lane: `penalty:1113100001YMGCE72W:${documentNumber}:91131002MABBQNQG8X`,
    effect: 'states',
    kind: 'penalty',
    key: `${endpoint}:penalty:${documentNumber}:${position}`,
    document: { documentNumber, facts: '一层疏散指示标志损坏三处，未保持完好有效；'.repeat(3) },
  };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(statement);
  await client.end();
}
