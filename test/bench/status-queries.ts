import autocannon from 'autocannon';
import pg from 'pg';
import { issueKey, start, startLedger, untilReady } from './processes';
import { type Comparison, interleave, type Sample } from './rounds';

const connections = 32;

/** Status of a unit over HTTP (authenticated, score computed), against a handler that does one raw SELECT by primary key. */
export async function statusQueries(url: string, ownerUrl: string, ms: number, rounds: number): Promise<Comparison> {
  const key = await issueKey(ownerUrl, 'department');
  const owner = new pg.Client(ownerUrl);
  await owner.connect();
  const { rows } = await owner.query<{ subject_id: string }>(
    'SELECT subject_id FROM credit_dossiers_2 ORDER BY subject_id LIMIT 500',
  );
  await owner.end();
  const subjects = rows.map(({ subject_id }) => subject_id);

  const ledger = await startLedger(ownerUrl);
  const raw = await start('raw-server.js', { DATABASE_URL: ownerUrl });
  await untilReady(ledger.url);
  try {
    return await interleave(
      `status query over HTTP, ${connections} connections`,
      rounds,
      () => fire(ledger.url, subjects, key, ms),
      () => fire(raw.url, subjects, key, ms),
    );
  } finally {
    await Promise.all([ledger.stop(), raw.stop()]);
  }
}

async function fire(url: string, subjects: readonly string[], key: string, ms: number): Promise<Sample> {
  const result = await autocannon({
    url,
    connections,
    duration: Math.max(1, Math.round(ms / 1000)),
    requests: subjects.map((subject) => ({
      method: 'GET',
      path: `/subjects/${subject}/status`,
      headers: { authorization: `Bearer ${key}` },
    })),
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} answers were not 2xx, ${result.errors} failed`);
  return { perSecond: result.requests.average, p50Ms: result.latency.p50, p99Ms: result.latency.p99 };
}
