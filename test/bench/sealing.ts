import { hash, randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { StoredEvent } from '@app/event-store';
import { PostgresEventLog } from '@app/event-store/postgres';
import { GrowingTiles, LeafFramer, noSealKeys, Sealer, sha256Rfc6962 } from '@app/sealing';
import pg from 'pg';
import { type Comparison, interleave, type Sample } from './rounds';

const pageSize = 1_000;
const eventsMin = 20_000;
const text = Buffer.from(JSON.stringify({ subjectId: '91131000MA0Y000167', text: '消防'.repeat(300) }), 'utf8');

/**
 * Sealing, against what nobody can do without: (a) framing, leaf hash, tree and tiles of an entry, against one SHA-256
 * over its bytes; (b) a sealer that catches up with the whole log, tiles and state committed, against reading the same
 * pages in order.
 */
export async function sealing(url: string, ownerUrl: string, ms: number, rounds: number): Promise<Comparison[]> {
  const log = new PostgresEventLog({ url });
  try {
    await fill(log);
    return [
      await pureSealing(await log.readAll({ after: 0, limit: pageSize }), ms, rounds),
      await catchUp(log, url, ownerUrl, rounds),
    ];
  } finally {
    await log.close();
  }
}

function pureSealing(events: readonly StoredEvent[], ms: number, rounds: number): Promise<Comparison> {
  const ours = () => {
    const framer = new LeafFramer();
    const tiles = new GrowingTiles(sha256Rfc6962, 0, []);
    return perEntry(ms, events.length, () => {
      for (const event of events) tiles.append(sha256Rfc6962.leaf(framer.frame(event)));
      tiles.takeChanged();
    });
  };
  const raw = () =>
    perEntry(ms, events.length, () => {
      for (const { data } of events) hash('sha256', data, 'buffer');
    });
  const bytes = events[0]?.data.length ?? 0;
  return interleave(`sealing in memory, entries of ${bytes} bytes`, rounds, ours, raw);
}

/** Entries per second, and the time of one in milliseconds. */
function perEntry(ms: number, entries: number, once: () => void): Promise<Sample> {
  const times: number[] = [];
  for (let spent = 0; spent < ms;) {
    const before = performance.now();
    once();
    const took = performance.now() - before;
    times.push(took / entries);
    spent += took;
  }
  return Promise.resolve(sampleOf(times));
}

async function catchUp(log: PostgresEventLog, url: string, ownerUrl: string, rounds: number): Promise<Comparison> {
  const pool = new pg.Pool({ connectionString: url });
  const owner = new pg.Client(ownerUrl);
  await owner.connect();
  const unseal = async () => {
    await owner.query('ALTER TABLE seal_tiles DISABLE TRIGGER USER');
    await owner.query('TRUNCATE seal_tiles');
    await owner.query('ALTER TABLE seal_tiles ENABLE TRIGGER USER');
    await owner.query('UPDATE seal_state SET tree_size = 0, last_position = 0');
  };
  const ours = async () => {
    await unseal();
    const sealer = new Sealer({ pool, log, keys: noSealKeys, batchSize: pageSize });
    return perPage(() => sealer.sealNext());
  };
  const raw = () => {
    let after = 0;
    return perPage(async () => {
      const page = await log.readAll({ after, limit: pageSize });
      after = page.at(-1)?.position ?? after;
      return page.length === pageSize;
    });
  };
  const events = await log.head();
  const compared = await interleave(
    `sealer catching up with ${events} events, against reading them`,
    rounds,
    ours,
    raw,
  );
  await unseal();
  await Promise.all([pool.end(), owner.end()]);
  return compared;
}

/** Calls `next` until it says that there is no more. */
async function perPage(next: () => Promise<boolean>): Promise<Sample> {
  const times: number[] = [];
  for (let more = true; more;) {
    const before = performance.now();
    more = await next();
    if (more) times.push((performance.now() - before) / pageSize);
  }
  return sampleOf(times);
}

function sampleOf(times: readonly number[]): Sample {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const mean = sorted.reduce((sum, time) => sum + time, 0) / sorted.length;
  return { perSecond: 1_000 / mean, p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** The log as the rows before left it, and as many events as it takes to have something to seal. */
async function fill(log: PostgresEventLog): Promise<void> {
  for (let head = await log.head(); head < eventsMin; head = await log.head()) {
    await Promise.all(
      Array.from({ length: 200 }, () =>
        log.append(`sealing-${randomUUID()}`, 'no-stream', Array.from({ length: 5 }, anEvent)),
      ),
    );
  }
}

const anEvent = () => ({
  id: randomUUID(),
  type: 'BenchmarkRecorded',
  typeVersion: 1,
  subjectId: '91131000MA0Y000167',
  occurredOn: '2026-04-01',
  actor: { name: '王警官', unitName: '廊坊市消防救援支队', unitCode: '1113100001YMGCE72W', role: 'officer' },
  commandId: randomUUID(),
  causeId: null,
  requestId: 'bench',
  data: text,
});
