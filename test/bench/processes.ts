import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashApiKey, newApiKey } from '@app/ledger';
import pg from 'pg';

export interface Started {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<unknown>;
}

/** The api on this database, with the worker in it unless `environment` says otherwise. */
export const startLedger = async (ownerUrl: string, environment: NodeJS.ProcessEnv = {}): Promise<Started> =>
  start('../../apps/api/src/main.js', {
    DATABASE_URL: await loginUrl(ownerUrl),
    PORT: '0',
    HOST: '127.0.0.1',
    ...environment,
  });

/** A login that may work as the application and as nothing else: a serving process takes no other. */
async function loginUrl(ownerUrl: string): Promise<string> {
  const login = 'bench_login';
  const owner = new pg.Client(ownerUrl);
  await owner.connect();
  try {
    const { rowCount } = await owner.query('SELECT FROM pg_roles WHERE rolname = $1', [login]);
    if (rowCount === 0) await owner.query(`CREATE ROLE ${login} LOGIN PASSWORD '${login}' IN ROLE ledger_app`);
  } finally {
    await owner.end();
  }
  return Object.assign(new URL(ownerUrl), { username: login, password: login }).href;
}

/** As `npm run start:prod` starts the ledger; the other side is given the same. */
const asStarted = ['--max-semi-space-size=64'];

/** A program of ours that says `ready URL`. */
export function start(script: string, environment: NodeJS.ProcessEnv): Promise<Started> {
  const child = fork(join(__dirname, script), {
    env: { ...process.env, ...environment },
    execArgv: [...process.execArgv, ...asStarted],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      reject(new Error(`${script} ended with ${code ?? 'a signal'}`));
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      const ready = /ready (\S+)/.exec(chunk.toString());
      if (ready?.[1] && child.pid) resolve({ url: ready[1], pid: child.pid, stop: () => stop(child) });
    });
  });
}

/** The read models have caught up with the log. */
export async function untilReady(url: string): Promise<void> {
  while (!(await fetch(`${url}/health/ready`)).ok) await sleep(100);
}

/** A key of its own for this run. */
export async function issueKey(ownerUrl: string, role: string): Promise<string> {
  const key = newApiKey();
  const owner = new pg.Client(ownerUrl);
  await owner.connect();
  await owner.query(
    `INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role, records_for) VALUES ($1, 'bench', 'bench', 'bench', $2, '{*}')`,
    [hashApiKey(key), role],
  );
  await owner.end();
  return key;
}

function stop(child: ChildProcess): Promise<unknown> {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  return exited;
}
