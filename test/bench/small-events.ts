import { decode } from '@app/event-store';
import { PostgresEventLog } from '@app/event-store/postgres';
import type pg from 'pg';
import { anEvent, aStream, rawPool } from './events';
import { cpuOf, postmasterOf } from './server-cpu';
import { type Comparison, interleave, measure, type Sample, timed } from './rounds';

const small = Buffer.from(
  JSON.stringify({ subjectId: '91131000MA0Y000167', points: 5, text: '消防'.repeat(10) }),
  'utf8',
);
const smallEvent = () => anEvent(small);

const pageSize = 1_000;
const subjects = 20_000;
/** A subject in a hundred has a long life; so has the log streams from three to two hundred events. */
const lengthOf = (subject: number): number => (subject % 100 === 0 ? 200 : subject % 10 === 0 ? 20 : 3);

/**
 * Small events against the barest table that keeps streams: (position, stream, version, type, data, meta), two indexes, one INSERT an
 * event. Both sides see the same hundred bytes, so what a log costs beside its bytes shows most.
 */
export async function smallEvents(
  url: string,
  ownerUrl: string,
  ms: number,
  rounds: number,
): Promise<{ compared: Comparison[]; cpu: CpuFound }> {
  const log = new PostgresEventLog({ url });
  const pool = rawPool(ownerUrl, 128);
  try {
    await pool.query(`CREATE TABLE bare_events (position bigserial PRIMARY KEY, stream text NOT NULL, version integer NOT NULL,
      type text NOT NULL, data bytea NOT NULL, meta bytea NOT NULL, UNIQUE (stream, version))`);
    const streams = await fill(log, pool);
    const compared: Comparison[] = [];
    for (const [events, callers] of [
      [1, 1],
      [1, 8],
      [1, 32],
      [1, 128],
      [3, 1],
      [3, 8],
      [3, 32],
    ] as const) {
      compared.push(
        await interleave(
          `small events: appends of ${events}, ${callers} caller${callers === 1 ? '' : 's'}`,
          rounds,
          () => measure(callers, ms, () => appendOurs(log, events)),
          () => measure(callers, ms, () => appendBare(pool, events)),
        ),
      );
    }
    const total = subjectsEvents;
    compared.push(
      await interleave(
        'small events: whole log read, against pages of position, type and data',
        rounds,
        () => timed(total, () => readOurs(log, total)),
        () => timed(total, () => readBare(pool, total)),
      ),
    );
    for (const callers of [1, 8]) {
      const any = () => streams[Math.floor(Math.random() * streams.length)] ?? '';
      compared.push(
        await interleave(
          `small events: stream of 50 read, ${callers} caller${callers === 1 ? '' : 's'}`,
          rounds,
          () =>
            measure(callers, ms, async () => {
              for (const event of await log.readStream(any())) decode(event);
            }),
          () =>
            measure(callers, ms, async () => {
              const text = 'SELECT position, version, type, data FROM bare_events WHERE stream = $1 ORDER BY version';
              const { rows } = await pool.query<BareRow>({ name: 'bare-stream', text, values: [any()] });
              for (const { data } of rows) JSON.parse(data.toString('utf8'));
            }),
        ),
      );
    }
    return { compared, cpu: await cpuPerAppend(log, pool, ownerUrl, ms) };
  } finally {
    await log.close();
    await pool.end();
  }
}

const subjectsEvents = Array.from({ length: subjects }, (_, subject) => lengthOf(subject)).reduce(
  (sum, n) => sum + n,
  0,
);

interface BareRow {
  readonly position: string;
  readonly data: Buffer;
}

/** The same streams on both sides, and a thousand of exactly 50 events, which are answered. */
async function fill(log: PostgresEventLog, pool: pg.Pool): Promise<readonly string[]> {
  const fifty = Array.from({ length: 1_000 }, aStream);
  const lives = [
    ...Array.from({ length: subjects }, (_, subject) => ({ stream: aStream(), events: lengthOf(subject) })),
    ...fifty.map((stream) => ({ stream, events: 50 })),
  ];
  for (let from = 0; from < lives.length; from += 200) {
    const some = lives.slice(from, from + 200);
    await Promise.all(
      some.map(({ stream, events }) => log.append(stream, 'no-stream', Array.from({ length: events }, smallEvent))),
    );
    await pool.query(
      `INSERT INTO bare_events (stream, version, type, data, meta)
       SELECT l.stream, version, 'BenchmarkRecorded', $3, $3 FROM unnest($1::text[], $2::int[]) AS l (stream, events), generate_series(0, l.events - 1) AS version`,
      [some.map(({ stream }) => stream), some.map(({ events }) => events), small],
    );
  }
  await pool.query('VACUUM ANALYZE bare_events');
  return fifty;
}

const appendOurs = async (log: PostgresEventLog, events: number): Promise<void> => {
  await log.append(aStream(), 'no-stream', Array.from({ length: events }, smallEvent));
};

const bareInsert = (stream: string, version: number): pg.QueryConfig => ({
  name: 'bare-insert',
  text: 'INSERT INTO bare_events (stream, version, type, data, meta) VALUES ($1, $2, $3, $4, $5)',
  values: [stream, version, 'BenchmarkRecorded', small, small],
});

async function appendBare(pool: pg.Pool, events: number): Promise<void> {
  const stream = aStream();
  if (events === 1) {
    await pool.query(bareInsert(stream, 0));
    return;
  }
  const client = await pool.connect();
  await client.query('BEGIN');
  for (let version = 0; version < events; version++) await client.query(bareInsert(stream, version));
  await client.query('COMMIT');
  client.release();
}

async function readOurs(log: PostgresEventLog, total: number): Promise<void> {
  for (let at = 0, seen = 0; seen < total;) {
    const page = await log.readAll({ after: at, limit: pageSize });
    for (const event of page) decode(event);
    seen += page.length;
    at = page.at(-1)?.position ?? at;
  }
}

async function readBare(pool: pg.Pool, total: number): Promise<void> {
  const text = 'SELECT position, type, data FROM bare_events WHERE position > $1 ORDER BY position LIMIT $2';
  for (let at: string | number = 0, seen = 0; seen < total;) {
    const { rows }: { rows: BareRow[] } = await pool.query<BareRow>({
      name: 'bare-page',
      text,
      values: [at, pageSize],
    });
    for (const { data } of rows) JSON.parse(data.toString('utf8'));
    seen += rows.length;
    at = rows.at(-1)?.position ?? at;
  }
}

/** Processor time of this process and the server for one append, microseconds; null where the system does not tell. */
export interface CpuFound {
  readonly oursMicroseconds: number | null;
  readonly bareMicroseconds: number | null;
}

const cpuCallers = 32;

async function cpuPerAppend(log: PostgresEventLog, pool: pg.Pool, ownerUrl: string, ms: number): Promise<CpuFound> {
  const server = await postmasterOf(ownerUrl);
  const spent = async (once: () => Promise<void>): Promise<number | null> => {
    const [client, before] = [process.cpuUsage(), cpuOf(server)];
    const sample: Sample = await measure(cpuCallers, ms, once);
    const after = cpuOf(server);
    const { user, system } = process.cpuUsage(client);
    const appends = sample.perSecond * (ms / 1000);
    return before === null || after === null ? null : (user + system + after - before) / appends;
  };
  return {
    oursMicroseconds: await spent(() => appendOurs(log, 1)),
    bareMicroseconds: await spent(() => appendBare(pool, 1)),
  };
}
