import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashApiKey, newApiKey } from '@app/ledger';
import autocannon from 'autocannon';
import pg from 'pg';
import { type Comparison, interleave, type Sample } from './rounds';

const connections = 32;

/** Status of a unit over HTTP (authenticated, score computed), against a handler that does one raw SELECT by primary key. */
export async function statusQueries(url: string, ownerUrl: string, ms: number, rounds: number): Promise<Comparison> {
  const key = newApiKey();
  const owner = new pg.Client(ownerUrl);
  await owner.connect();
  await owner.query(
    `INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role) VALUES ($1, 'bench', 'bench', 'bench', 'department')`,
    [hashApiKey(key)],
  );
  const { rows } = await owner.query<{ subject_id: string }>(
    'SELECT subject_id FROM credit_dossiers ORDER BY subject_id LIMIT 500',
  );
  await owner.end();
  const subjects = rows.map(({ subject_id }) => subject_id);

  const ledger = await start('../../apps/api/src/main.js', {
    DATABASE_URL: url,
    DATABASE_OWNER_URL: ownerUrl,
    PORT: '0',
    HOST: '127.0.0.1',
  });
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

/** The read models have caught up with the log. */
async function untilReady(url: string): Promise<void> {
  while (!(await fetch(`${url}/health/ready`)).ok) await sleep(100);
}

interface Started {
  readonly url: string;
  stop(): Promise<unknown>;
}

function start(script: string, environment: NodeJS.ProcessEnv): Promise<Started> {
  const child = fork(join(__dirname, script), {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      reject(new Error(`${script} ended with ${code ?? 'a signal'}`));
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      const ready = /ready (\S+)/.exec(chunk.toString());
      if (ready?.[1]) resolve({ url: ready[1], stop: () => stop(child) });
    });
  });
}

function stop(child: ChildProcess): Promise<unknown> {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  return exited;
}
