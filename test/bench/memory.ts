import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { aRegistration, aSpotCheck } from '../support/ledger-events';
import { usccOf } from './fictional-units';
import { startLedger } from './processes';

/** How much memory api and worker (one process) take while the read models replay a log from its beginning. */
export interface Replayed {
  readonly events: number;
  readonly seconds: number;
  /** Resident set in MB, at each tenth of the way. */
  readonly rssMB: readonly number[];
  readonly rssMaxMB: number;
}

/** A log of `events` spot checks of 100,000 units, written past the log's functions (as the owner may), and read from the beginning. */
export async function memory(url: string, ownerUrl: string, events: number): Promise<Replayed> {
  const owner = new pg.Client(ownerUrl);
  await owner.connect();
  try {
    await fill(owner, events);
    return { events, ...(await replayed(url, ownerUrl, owner)) };
  } finally {
    await owner.end();
  }
}

async function replayed(url: string, ownerUrl: string, owner: pg.Client): Promise<Omit<Replayed, 'events'>> {
  const startedAt = performance.now();
  const ledger = await startLedger(ownerUrl);
  try {
    const rss: { share: number; mb: number }[] = [];
    for (;;) {
      const share = await shareReplayed(owner);
      rss.push({ share, mb: rssOf(ledger.pid) });
      if (share >= 1) break;
      await sleep(200);
    }
    const at = (tenth: number) =>
      Math.max(0, ...rss.filter(({ share }) => Math.ceil(share * 10) === tenth).map(({ mb }) => mb));
    return {
      seconds: Math.round((performance.now() - startedAt) / 1000),
      rssMB: Array.from({ length: 10 }, (_, tenth) => Math.round(at(tenth + 1))),
      rssMaxMB: Math.round(Math.max(...rss.map(({ mb }) => mb))),
    };
  } finally {
    await ledger.stop();
  }
}

/** How far the slowest read model has come. */
async function shareReplayed(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query<{ position: string | null; models: string; head: string }>(
    `SELECT min(position) AS position, count(*) AS models, (SELECT max(position) FROM ledger_events) AS head
     FROM projection_checkpoints`,
  );
  const [{ position, head, models }] = rows as [(typeof rows)[number]];
  return Number(models) > 1 ? Number(position ?? 0) / Number(head) : 0;
}

function rssOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}

/** One registration and then spot checks for each of 100,000 units, round and round, written past the functions of the log. */
export async function fill(owner: pg.Client, events: number): Promise<void> {
  const [registration, spotCheck] = [aRegistration(), aSpotCheck()];
  const units = 100_000;
  await owner.query('CREATE TEMP TABLE units (n integer PRIMARY KEY, code text NOT NULL)');
  await owner.query('INSERT INTO units SELECT * FROM unnest($1::int[], $2::text[])', [
    Array.from({ length: units }, (_, n) => n),
    Array.from({ length: units }, (_, n) => usccOf(n)),
  ]);
  const head = await owner.query<{ head: string }>('SELECT coalesce(max(position), 0) AS head FROM ledger_events');
  await owner.query(
    `INSERT INTO ledger_events
     SELECT $1::bigint + e.n, 'replayed-' || e.n, 0, gen_random_uuid(), t.type, t.version, u.code, t.occurred_on, now(), 'bench', 'bench', 'bench', 'officer',
            gen_random_uuid(), NULL, 'bench', convert_to(replace(t.data, t.subject, u.code), 'UTF8')
     FROM generate_series(1, $2::int) AS e (n)
     JOIN units u ON u.n = e.n % $3::int
     JOIN (VALUES (true, $4::text, $11::int, $5::date, $6::text, $7::text), (false, $8, $12::int, $9, $10, $7)) AS t (first, type, version, occurred_on, data, subject)
       ON t.first = (e.n <= $3::int)`,
    [
      head.rows[0]?.head,
      events,
      units,
      registration.type,
      registration.occurredOn,
      Buffer.from(registration.data).toString('utf8'),
      registration.subjectId,
      spotCheck.type,
      spotCheck.occurredOn,
      Buffer.from(spotCheck.data).toString('utf8'),
      registration.typeVersion,
      spotCheck.typeVersion,
    ],
  );
  await owner.query('ANALYZE ledger_events');
}
