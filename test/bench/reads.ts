import { decode } from '@app/event-store';
import { PostgresEventLog } from '@app/event-store/postgres';
import type pg from 'pg';
import { anEvent, aStream, rawPool } from './events';
import { type Comparison, interleave, measure, timed } from './rounds';

const pageSize = 1_000;
const eventsRead = 50_000;
const small = Buffer.from(JSON.stringify({ subjectId: '91131000MA0Y000167', text: '消防'.repeat(20) }), 'utf8');

/** The whole log in order, parsed; and a stream of 50 events; each against the same SELECT without the log around it. */
export async function reads(url: string, ownerUrl: string, ms: number, rounds: number): Promise<Comparison[]> {
  const log = new PostgresEventLog({ url });
  const pool = rawPool(ownerUrl, 8);
  const after = await log.head();
  const streams = Array.from({ length: eventsRead / 50 }, aStream);
  await Promise.all(
    streams.map((stream) =>
      log.append(
        stream,
        'no-stream',
        Array.from({ length: 50 }, () => anEvent(small)),
      ),
    ),
  );
  try {
    return [
      await interleave(
        'whole log read in order and parsed',
        rounds,
        () => timed(eventsRead, () => readOurs(log, after)),
        () => timed(eventsRead, () => readRaw(pool, after)),
      ),
      await interleave(
        'stream of 50 events read, 8 callers',
        rounds,
        () =>
          measure(8, ms, async () => {
            const events = await log.readStream(streams[Math.floor(Math.random() * streams.length)] ?? '');
            for (const event of events) decode(event);
          }),
        () =>
          measure(8, ms, async () => {
            const { rows } = await pool.query<RawRow>({
              name: 'raw-stream',
              text: 'SELECT * FROM ledger_events WHERE stream = $1 ORDER BY revision',
              values: [streams[Math.floor(Math.random() * streams.length)]],
            });
            for (const { data } of rows) JSON.parse(data.toString('utf8'));
          }),
      ),
    ];
  } finally {
    await log.close();
    await pool.end();
  }
}

interface RawRow {
  readonly position: string;
  readonly data: Buffer;
}

async function readOurs(log: PostgresEventLog, after: number): Promise<void> {
  let seen = 0;
  for (let at = after; seen < eventsRead;) {
    const page = await log.readAll({ after: at, limit: pageSize });
    for (const event of page) decode(event);
    seen += page.length;
    at = page.at(-1)?.position ?? at;
  }
}

async function readRaw(pool: pg.Pool, after: number): Promise<void> {
  let seen = 0;
  for (let at: string | number = after; seen < eventsRead;) {
    const { rows }: { rows: RawRow[] } = await pool.query<RawRow>({
      name: 'raw-page',
      text: 'SELECT * FROM ledger_events WHERE position > $1 ORDER BY position LIMIT $2',
      values: [at, pageSize],
    });
    for (const { data } of rows) JSON.parse(data.toString('utf8'));
    seen += rows.length;
    at = rows.at(-1)?.position ?? at;
  }
}
