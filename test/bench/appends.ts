import { PostgresEventLog } from '@app/event-store/postgres';
import type pg from 'pg';
import { anEvent, aStream, rawInsert, rawPool } from './events';
import { type Comparison, interleave, measure } from './rounds';

/** Durable appends, against one INSERT per row in a transaction, on a table of the same shape, same server, same callers. */
export async function appends(url: string, ownerUrl: string, ms: number, rounds: number): Promise<Comparison[]> {
  const found: Comparison[] = [];
  for (const callers of [1, 8, 32, 128]) {
    const name = `durable appends, 1 event, ${callers} caller${callers === 1 ? '' : 's'}`;
    found.push(await compare(url, ownerUrl, name, callers, 1, ms, rounds));
  }
  found.push(await compare(url, ownerUrl, 'durable appends, 3 events, 32 callers', 32, 3, ms, rounds));
  return found;
}

async function compare(
  url: string,
  ownerUrl: string,
  name: string,
  callers: number,
  eventsEach: number,
  ms: number,
  rounds: number,
): Promise<Comparison> {
  const log = new PostgresEventLog({ url });
  const pool = rawPool(ownerUrl, callers);
  try {
    return await interleave(
      name,
      rounds,
      () =>
        measure(callers, ms, async () => {
          await log.append(
            aStream(),
            'no-stream',
            Array.from({ length: eventsEach }, () => anEvent()),
          );
        }),
      () => measure(callers, ms, () => (eventsEach === 1 ? rawOne(pool) : rawTransaction(pool, eventsEach))),
    );
  } finally {
    await log.close();
    await pool.end();
  }
}

async function rawOne(pool: pg.Pool): Promise<void> {
  await pool.query(rawInsert(aStream(), 0, anEvent()));
}

async function rawTransaction(pool: pg.Pool, events: number): Promise<void> {
  const client = await pool.connect();
  const stream = aStream();
  await client.query('BEGIN');
  for (let revision = 0; revision < events; revision++) await client.query(rawInsert(stream, revision, anEvent()));
  await client.query('COMMIT');
  client.release();
}
