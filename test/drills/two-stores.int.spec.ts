import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { FakeCreditHebei } from '@app/endpoints';
import { EVENT_LOG, type EventLog, until } from '@app/ledger';
import type { Answer, Holding, Push } from '@app/outbox';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Pool } from 'pg';
import { createApi } from '../../apps/api/src/api';
import { replayReadModels } from '../../apps/cli/src/replay-read-models';
import { AdaptersModule } from '../../apps/composition/src/adapters.module';
import { bodiesOf } from '../../apps/composition/src/bodies';
import { bodySettingsFrom } from '../../apps/composition/src/body-settings';
import type { LogSettings } from '../../apps/composition/src/log-settings';
import { assertSameLog } from '../../apps/composition/src/same-log';
import { WorkerModule } from '../../apps/worker/src/worker.module';
import { EventStoreDbDouble } from '../support/eventstoredb-double';
import * as event from '../support/ledger-events';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

/** Log and read models are two stores here, and each has backups of its own. */
jest.setTimeout(120_000);

/** The body, which counts how often it was sent the same, and may be out of reach. */
class Platform extends FakeCreditHebei {
  isDown = false;
  answersNoQuestion = false;
  readonly asked: string[] = [];

  override send(pushes: readonly Push[], signal: AbortSignal): Promise<readonly Answer[]> {
    if (this.isDown) return Promise.resolve(pushes.map(() => ({ outcome: 'failed', reason: 'down', arrived: 'no' })));
    return super.send(pushes, signal);
  }

  override askByKey(pushes: readonly Push[], signal: AbortSignal): Promise<readonly Holding[]> {
    this.asked.push(...pushes.map(({ key }) => key));
    if (this.answersNoQuestion) return Promise.resolve(pushes.map(() => ({ outcome: 'failed', reason: 'silent' })));
    return super.askByKey(pushes, signal);
  }
}

const platform = new Platform();
const bodies = bodiesOf(bodySettingsFrom({})).map((body) => ({ ...body, endpoint: platform }));

let server: EventStoreDbDouble;
let settings: LogSettings;
const databases: TestDatabase[] = [];

beforeAll(async () => {
  server = await EventStoreDbDouble.start();
  settings = { engine: 'eventstoredb', url: server.url, streams: 'ledger', unguarded: true };
  databases.push(await createTestDatabase());
});
afterAll(async () => {
  for (const running of underWay) await stop(running);
  await Promise.all(databases.map((database) => database.drop()));
  server.stop();
});

interface Running {
  readonly app: NestFastifyApplication;
  readonly owner: Pool;
}
const underWay = new Set<Running>();
async function start(database: TestDatabase): Promise<Running> {
  const owner = new Pool({ connectionString: database.ownerUrl });
  const app = await createApi([AdaptersModule.on(database.url, { log: settings }), WorkerModule.telling(bodies)]);
  await app.init();
  const running = { app, owner };
  underWay.add(running);
  return running;
}
async function stop(running: Running): Promise<void> {
  underWay.delete(running);
  await running.app.close();
  await running.owner.end();
}

const papers = [1, 2, 3, 4, 5, 6, 7];
const pushOf = (paper: number) => `%第${paper}号%`;
const record = ({ app }: Running, paper: number) => {
  const decision = event.aPenaltyDecision({ documentNumber: `廊消行罚决字〔2026〕第${paper}号` });
  return app
    .get<EventLog>(EVENT_LOG)
    .append(`penaltyDecision-${paper}`, 'no-stream', [{ ...decision, id: randomUUID() }]);
};
async function rowOf({ owner }: Running, paper: number) {
  const { rows } = await owner.query<{ key: string; status: string; refusal_code: string | null }>(
    'SELECT key, status, refusal_code FROM pushes WHERE key LIKE $1',
    [pushOf(paper)],
  );
  return rows[0];
}
async function becomes(running: Running, paper: number, status: string): Promise<string> {
  const isSo = async () => (await rowOf(running, paper))?.status === status;
  if (!(await until(isSo, 20_000))) throw new Error(`the push of paper ${paper} is not ${status}`);
  return (await rowOf(running, paper))?.key ?? '';
}

/** How often the body was sent what these papers are told as. */
async function arrivalsIn(running: Running) {
  const rows = await Promise.all(papers.map((paper) => rowOf(running, paper)));
  return rows.map((row) => platform.arrivals(row?.key ?? ''));
}

async function isAsReplayed(database: TestDatabase) {
  const lines: string[] = [];
  const environment = { EVENT_LOG: 'eventstoredb', EVENTSTORE_URL: server.url, EVENTSTORE_UNGUARDED: 'yes' };
  const exit = await replayReadModels({ ...environment, DATABASE_URL: database.url }, (line) => lines.push(line));
  return { exit, said: lines.filter((line) => !line.includes('缺少 0 行，多余 0 行')) };
}

/** What everything comes to in the end: told once, or refused once. */
async function endsWell(running: Running): Promise<void> {
  for (const paper of papers) await becomes(running, paper, paper === 3 ? 'rejected' : 'acknowledged');
  expect(await arrivalsIn(running)).toEqual([1, 1, 0, 1, 1, 1, 1]);
  expect((await rowOf(running, 3))?.refusal_code).toBe('1001');
}

it('a database restored from before what was sent and refused sends nothing twice, and loses nothing', async () => {
  const [first] = databases;
  if (!first) throw new Error('there is no database');
  const before = await start(first);
  for (const paper of [1, 2]) await record(before, paper);
  for (const paper of [1, 2]) await becomes(before, paper, 'acknowledged');
  await stop(before);
  const backup = await createTestDatabase({ name: new URL(first.ownerUrl).pathname.slice(1), fill: alreadyFilled });
  databases.push(backup);

  const lost = await start(first);
  platform.misbehave('refuses');
  await record(lost, 3);
  await becomes(lost, 3, 'rejected');
  for (const paper of [4, 5]) await record(lost, paper);
  for (const paper of [4, 5]) await becomes(lost, paper, 'acknowledged');
  platform.answersNoQuestion = true;
  platform.misbehave('loses-answer'); // the body has it, and nobody here was told
  await record(lost, 6);
  const arrived = async () => platform.arrivals((await rowOf(lost, 6))?.key ?? '') > 0;
  expect(await until(arrived, 20_000)).toBe(true);
  platform.isDown = true;
  await record(lost, 7);
  await becomes(lost, 7, 'waiting');
  await stop(lost);
  platform.isDown = false;
  platform.answersNoQuestion = false;
  platform.asked.length = 0;

  const restored = await start(backup);
  await endsWell(restored);
  // What had no outcome in the log is asked for before it is sent; what had one is neither asked for nor sent.
  const [sixth, seventh] = await Promise.all([6, 7].map((paper) => rowOf(restored, paper)));
  expect(new Set(platform.asked)).toEqual(new Set([sixth?.key, seventh?.key]));
  await stop(restored);
  expect(await isAsReplayed(backup)).toEqual({ exit: 0, said: [expect.stringContaining('全部一致')] });
});

it('an outbox is made again from the log alone: in an empty database all is as it was, and nobody is told anything', async () => {
  const empty = await createTestDatabase();
  databases.push(empty);
  platform.asked.length = 0;
  const made = await start(empty);
  await endsWell(made);
  expect(platform.asked).toEqual([]);
  const isTakenOver = async () => (await made.owner.query('SELECT FROM pushes WHERE attempts = 0')).rowCount === 0;
  expect(await until(isTakenOver, 20_000)).toBe(true); // handed out once, by another
  expect((await made.owner.query('SELECT FROM pushes WHERE in_doubt')).rowCount).toBe(0);
  await stop(made);
  expect(await isAsReplayed(empty)).toEqual({ exit: 0, said: [expect.stringContaining('全部一致')] });
});

it('a log restored from before what the read models hold is noticed before anything starts on it', async () => {
  const earlier = await EventStoreDbDouble.start();
  const settingsOfEarlier: LogSettings = {
    engine: 'eventstoredb',
    url: earlier.url,
    streams: 'ledger',
    unguarded: true,
  };
  const [first] = databases;
  await expect(assertSameLog(first?.url ?? '', settingsOfEarlier)).rejects.toThrow(
    `the log on eventstoredb ends at 0: they were built from another log`,
  );
  earlier.stop();
});

const alreadyFilled = () => Promise.reject(new Error('a backup is not filled'));
