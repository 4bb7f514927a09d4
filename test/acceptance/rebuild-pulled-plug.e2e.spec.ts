import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventLog } from '@app/event-store';
import { Pool } from 'pg';
import { replayReadModels } from '../../apps/cli/src/replay-read-models';
import { logSettingsFrom } from '../../apps/composition/src/log-settings';
import { openEventLog } from '../../apps/composition/src/open-event-log';
import { anEvent, aStream } from '../../libs/event-store/src/event-log.contract';
import * as event from '../support/ledger-events';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const root = join(__dirname, '../..');
const rounds = 6;
/** The subjects of this journey; each gets penalties, so each dossier changes all the time. */
const subjects = Array.from({ length: 40 }, (_, index) => `9113100${index % 10}MA0Y0${String(index).padStart(5, '0')}`);

/** The log of this journey, on the engine that the environment names: on a shared EventStoreDB it has streams of its own. */
const logEnvironment: NodeJS.ProcessEnv = {
  ...process.env,
  EVENTSTORE_STREAMS: `acceptance${randomBytes(8).toString('hex')}`,
};

let database: TestDatabase;
let pool: Pool;
let log: EventLog;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = new Pool({ connectionString: database.ownerUrl });
  log = openEventLog(logSettingsFrom(logEnvironment), database.url);
});
afterAll(async () => {
  await Promise.all([log.close(), pool.end()]);
  await database.drop();
});

/** The worker, or a command, as a process of its own, as built. */
function start(script: string, ...args: string[]): ChildProcess {
  return spawn(process.execPath, [join(root, 'dist/apps', script), ...args], {
    cwd: root,
    env: {
      ...logEnvironment,
      ...(script.startsWith('cli/')
        ? { DATABASE_OWNER_URL: database.ownerUrl }
        : { DATABASE_URL: database.loginUrl, WORKER_PORT: '0' }),
      EQUALITY_CHECK_HOUR: 'off',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}
const exitOf = async (child: ChildProcess): Promise<number | null> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
};

async function append(count: number): Promise<void> {
  const { data, type, occurredOn } = event.aPenaltyDecision();
  const about = (subjectId: string) => anEvent({ subjectId, type, occurredOn, data });
  await Promise.all(
    Array.from({ length: count }, (_, index) =>
      log.append(aStream(), 'no-stream', [about(subjects[index % subjects.length] ?? '')]),
    ),
  );
}

async function caughtUp(): Promise<void> {
  const head = await log.head();
  const waitUntil = Date.now() + 20_000;
  for (;;) {
    const { rows } = await pool.query<{ behind: number }>(
      'SELECT count(*)::integer AS behind FROM projection_checkpoints WHERE position < $1',
      [head],
    );
    if (rows[0]?.behind === 0) return;
    if (Date.now() > waitUntil) throw new Error('the read models did not catch up');
    await sleep(20);
  }
}

/** Live tables are in their place, and nothing is left half way between. */
async function placesOf() {
  const { rows } = await pool.query<{ live: number; swapping: number; beside: number; known: number }>(
    `SELECT (SELECT count(*)::integer FROM pg_tables WHERE schemaname = 'public' AND tablename = 'credit_dossiers_2') AS live,
            (SELECT count(*)::integer FROM pg_tables WHERE schemaname = 'swapping') AS swapping,
            (SELECT count(*)::integer FROM pg_tables WHERE schemaname = 'beside' AND tablename = 'credit_dossiers_2') AS beside,
            (SELECT count(*)::integer FROM projection_rebuilds) AS known`,
  );
  return rows[0];
}

it('worker and rebuild killed at any moment: live tables are whole, and equal to a replay', async () => {
  await append(400);
  let worker = start('worker/src/main.js');
  try {
    for (let round = 0; round < rounds; round++) {
      const rebuild = start('cli/src/rebuild.js', 'credit-dossier-2', '--switch');
      const appending = append(120);
      // Anywhere between the start of the process and the switch; a rebuild takes about a second here.
      await sleep(350 + round * 130);
      await end(round % 2 === 0 ? rebuild : worker, 'SIGKILL');
      if (round % 2 === 1) worker = start('worker/src/main.js');
      await end(rebuild, 'SIGKILL');
      await appending;

      const places = await placesOf();
      expect(places).toMatchObject({ live: 1, swapping: 0 });
      expect(places?.beside).toBe(places?.known); // what stands beside is known, whatever state it was left in
      await pool.query('SELECT head FROM credit_dossiers_2 LIMIT 1');
      await dropIfReplaced();
    }
    expect(await exitOf(start('cli/src/rebuild.js', 'credit-dossier-2', '--switch'))).toBe(0);
    await caughtUp();
    expect(await exitOf(start('cli/src/rebuild.js', 'switch-back', 'credit-dossier-2'))).toBe(0);
    await append(50);
    await caughtUp();
    const lines: string[] = [];
    const exit = await replayReadModels({ ...logEnvironment, DATABASE_URL: database.url }, (line) => lines.push(line));
    expect({ exit, last: lines.at(-1) }).toMatchObject({
      exit: 0,
      last: expect.stringContaining('全部一致') as string,
    });
  } finally {
    await end(worker, 'SIGTERM');
  }
});

/** A switch that was through before the kill leaves the old one beside, and the next rebuild would refuse to build over it. */
async function dropIfReplaced(): Promise<void> {
  const { rowCount } = await pool.query(`SELECT FROM projection_rebuilds WHERE state = 'replaced'`);
  if (rowCount === 1) await exitOf(start('cli/src/rebuild.js', 'drop', 'credit-dossier-2'));
}
