import { randomInt } from 'node:crypto';
import { EventRefused } from '@app/event-store';
import { PostgresEventLog } from '@app/event-store/postgres';
import pg from 'pg';
import { anEvent, aStream } from './events';

/** What a reader saw who paged through the log while others wrote. */
export interface Observation {
  readonly name: string;
  readonly acknowledged: number;
  readonly seen: number;
  readonly missed: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  readonly gaps: number;
}

/** A reader beside 32 writers, then beside 64 of which some are refused and some lose their connection. */
export async function liveReader(url: string, ownerUrl: string, ms: number): Promise<Observation[]> {
  return [
    await observe('live reader beside 32 writers', url, 32, ms),
    await observe('live reader beside 64 writers, refusals and lost connections', url, 64, ms, ownerUrl),
  ];
}

async function observe(
  name: string,
  url: string,
  writers: number,
  ms: number,
  ownerUrl?: string,
): Promise<Observation> {
  const logs = [new PostgresEventLog({ url }), new PostgresEventLog({ url })];
  const reader = new PostgresEventLog({ url });
  const start = await reader.head();
  const acknowledged = new Set<string>();
  const end = performance.now() + ms;
  const writing = Promise.all([
    ...Array.from({ length: writers }, async (_, n) => {
      const log = logs[n % logs.length] ?? reader;
      while (performance.now() < end) {
        const events = [anEvent()];
        try {
          const unlucky = ownerUrl !== undefined && randomInt(4) === 0;
          await log.append(unlucky ? 'benchmark-contended' : aStream(), 'no-stream', events);
          for (const { id } of events) acknowledged.add(id);
        } catch (error) {
          if (error instanceof EventRefused) throw error;
        }
      }
    }),
    ...(ownerUrl === undefined ? [] : [cutConnections(ownerUrl, end)]),
  ]);

  const seen = new Map<string, number>();
  let [at, doubled, outOfOrder, gaps] = [start, 0, 0, 0];
  const written = new AbortController();
  const reading = (async () => {
    for (;;) {
      const last = written.signal.aborted;
      const page = await reader.readAll({ after: at, limit: 500 }).catch(() => []); // its connection may be cut as well
      for (const { id, position } of page) {
        if (seen.has(id)) doubled++;
        if (position <= at) outOfOrder++;
        if (position !== at + 1) gaps++;
        seen.set(id, position);
        at = position;
      }
      if (page.length === 0 && last && at === (await reader.head())) return;
    }
  })();
  await writing;
  written.abort();
  await reading;
  await Promise.all([...logs, reader].map((log) => log.close()));
  const missed = [...acknowledged].filter((id) => !seen.has(id)).length;
  return { name, acknowledged: acknowledged.size, seen: seen.size, missed, doubled, outOfOrder, gaps };
}

/** Ends a random connection of the log again and again, in the middle of whatever it does. */
async function cutConnections(ownerUrl: string, end: number): Promise<void> {
  const owner = new pg.Client(ownerUrl);
  await owner.connect();
  while (performance.now() < end) {
    await owner.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ledger-log' ORDER BY random() LIMIT 1`,
    );
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  await owner.end();
}
