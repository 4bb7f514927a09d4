import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Adopter,
  CLOCK,
  type Clock,
  Desk,
  EVENT_LOG,
  type EventLog,
  hashApiKey,
  newApiKey,
  FedHoldings,
  PublicationEnds,
  Reconciler,
  until,
} from '@app/ledger';
import { workingUrl } from '@app/ledger-database';
import { PersonalData } from '@app/personal-data';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Pool } from 'pg';
import { createApi } from '../apps/api/src/api';
import { adoptOrder } from '../apps/cli/src/adopt-order';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { bodiesOf } from '../apps/composition/src/bodies';
import { bodySettingsFrom } from '../apps/composition/src/body-settings';
import { openSandbox, type Sandbox } from '../apps/sandbox/src/sandbox';
import { Adoptions } from '../apps/worker/src/adoptions';
import { Reconciliations } from '../apps/worker/src/reconciliations';
import { WorkerModule } from '../apps/worker/src/worker.module';
import { creditHebeiMessage } from '../libs/endpoints/src/credit-hebei/payload';
import { aKey, privateHalf, publicHalf } from '../libs/endpoints/src/service/keys.examples';
import { reconciliationIdOf } from '../libs/ledger/src/reconciliation/domain/reconciliation';
import { agreeingClocks } from './support/clocks';
import { aDesk, clockAt } from './support/desk';
import * as event from './support/ledger-events';
import { createTestDatabase, type TestDatabase } from './support/test-database';
import { comesTrue } from './support/eventually';

/** The first day of a real body: papers are in the ledger, some of them were typed in at the body by hand before. */
let database: TestDatabase;
let owner: Pool;
let app: NestFastifyApplication;
let log: EventLog;
let sandbox: Sandbox;
let folder: string;
let environment: NodeJS.ProcessEnv;
let ledgerUrl: string;
const keys = { 李运维: newApiKey(), 王复核: newApiKey() };

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Pool({ connectionString: database.ownerUrl });
  folder = await mkdtemp(join(tmpdir(), 'adopt-'));
  const [ours, theirs] = [aKey('ledger-1'), aKey('platform-1')];
  const [ledgerKeys, platformKeys] = [join(folder, 'ledger.json'), join(folder, 'platform.json')];
  await writeFile(ledgerKeys, JSON.stringify({ own: [privateHalf(ours)], body: [publicHalf(theirs)] }));
  await writeFile(platformKeys, JSON.stringify({ own: [privateHalf(theirs)], senders: [publicHalf(ours)] }));
  sandbox = await openSandbox({ port: 0, dataDir: join(folder, 'data'), keysFile: platformKeys });
  for (const [holder, key] of Object.entries(keys))
    await owner.query(
      `INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role) VALUES ($1, $2, '某支队', '1113100001YMGCE72W', 'operator')`,
      [hashApiKey(key), holder],
    );
  environment = {
    CREDIT_HEBEI_URL: sandbox.url,
    CREDIT_HEBEI_MODE: 'service',
    CREDIT_HEBEI_KEYS_FILE: ledgerKeys,
    CREDIT_HEBEI_REAL: 'yes',
    DATABASE_URL: workingUrl(database.url, 'ledger_worker'),
  };
  app = await createApi([
    AdaptersModule.on(database.url),
    WorkerModule.telling(bodiesOf(bodySettingsFrom(environment))),
  ]);
  await app.listen(0, '127.0.0.1');
  ledgerUrl = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  log = app.get<EventLog>(EVENT_LOG);
});
afterAll(async () => {
  await app.close();
  await sandbox.close();
  await owner.end();
  await rm(folder, { recursive: true });
  await database.drop();
});

const number = (n: number) => `廊消行罚决字〔2026〕第${String(n).padStart(4, '0')}号`;

/** A penalty in the ledger. */
async function recorded(n: number): Promise<void> {
  const decision = event.aPenaltyDecision({ documentNumber: number(n) });
  await log.append(`penaltyDecision-${randomUUID()}`, 'no-stream', [{ ...decision, id: randomUUID() }]);
}

/** The same penalty as somebody typed it in at the body, under a key of the body's own. */
async function typedIn(n: number, change: (fields: Record<string, unknown>) => Record<string, unknown> = (all) => all) {
  const { rows } = await owner.query<{ key: string; kind: string; document: object }>(
    'SELECT key, kind, document FROM pushes WHERE key LIKE $1',
    [`%${number(n)}%`],
  );
  const [push] = rows;
  if (!push) throw new Error(`nothing is queued about ${n}`);
  const { fields, kind } = creditHebeiMessage({ ...push, position: 0 });
  const answer = await fetch(`${sandbox.url}/records`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ idempotencyKey: `手工-${n}`, kind, fields: change({ ...fields }) }),
  });
  expect([answer.status, await answer.json()]).toMatchObject([200, {}]);
}

const order = async (holder: keyof typeof keys, step: 'list' | 'ask' | 'approve') => {
  const said: string[] = [];
  const csv: string[] = [];
  const exit = await adoptOrder(
    { body: 'credit-hebei', step, reason: '上线前已由人工录入平台', key: keys[holder] },
    { ...environment, LEDGER_URL: ledgerUrl },
    { csv: (text) => csv.push(text), line: (text) => said.push(text) },
  );
  return { exit, said: said.join('\n'), csv: csv.join('') };
};

const held = async () => {
  const { items } = (await (await fetch(`${sandbox.url}/records?limit=1000`)).json()) as {
    items: { idempotencyKey: string; arrivals: number; kind: string }[];
  };
  return items.map(({ idempotencyKey, kind, arrivals }) => [
    kind,
    idempotencyKey.split(':')[3] ?? idempotencyKey,
    arrivals,
  ]);
};

const pushes = async () =>
  (await owner.query('SELECT key, status, held_as, attempts FROM pushes ORDER BY position')).rows as {
    key: string;
    status: string;
    held_as: string | null;
    attempts: number;
  }[];

const queued = (count: number) => until(async () => (await pushes()).length === count, 60_000);

const adoptions = (adopter: Pick<Adopter, 'isApproved' | 'carryOut'> = app.get(Adopter)) =>
  new Adoptions({
    workerUrl: workingUrl(database.url, 'ledger_worker'),
    bodies: bodiesOf(bodySettingsFrom(environment)),
    personal: app.get(PersonalData),
    adopter,
    logger: {
      log: () => undefined,
      warn: (words) => trouble.push(String(words)),
      error: (words) => trouble.push(String(words)),
    },
  });
const trouble: string[] = [];
const going = new AbortController().signal;
const adoptedIn = async () =>
  (await log.readAll({ after: 0, limit: 1_000 })).filter(({ type }) => type === 'PushAdopted').length;

describe('the first day of a body that is real', () => {
  it('nothing leaves before two people have released what it holds', async () => {
    for (const n of [1, 2, 3]) await recorded(n);
    await queued(3);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect((await pushes()).map(({ status, attempts }) => [status, attempts])).toEqual(Array(3).fill(['waiting', 0]));
    expect(await held()).toEqual([]);
  });

  it('a dry run tells line by line what matches, what differs, what is to be told, and what nobody here knows', async () => {
    await typedIn(1);
    await typedIn(2, (fields) => ({ ...fields, CF_NR: '罚款（人工录入）' }));
    await typedIn(3, (fields) => ({ ...fields, CF_WSH: '广消行罚决字〔2020〕第0009号' }));
    const { exit, csv, said } = await order('李运维', 'list');
    expect(exit).toBe(0);
    expect(said).toContain('一致 1，不同 1，将报送 1，台账不知 1');
    expect(
      csv
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',').filter((_, at) => [0, 3, 5].includes(at))),
    ).toEqual([
      ['平台已有，内容一致', number(1), '手工-1'],
      ['平台已有，内容不同', number(2), '手工-2'],
      ['平台已有，台账不知', '广消行罚决字〔2020〕第0009号', '手工-3'],
      ['平台没有，将报送', number(3), ''],
    ]);
    expect((await pushes()).map(({ status }) => status)).toEqual(['waiting', 'waiting', 'waiting']);
  });

  it('is asked for by one person and released by another, for the very list that was asked for', async () => {
    expect(await order('王复核', 'approve')).toMatchObject({
      exit: 1,
      said: expect.stringContaining('adoption-not-asked') as string,
    });
    expect(await order('李运维', 'ask')).toMatchObject({ exit: 0 });
    expect(await order('李运维', 'approve')).toMatchObject({
      exit: 1,
      said: expect.stringContaining('decider-took-part') as string,
    });
    await adoptions().round(going);
    expect(await adoptedIn()).toBe(0);
    expect(await order('王复核', 'approve')).toMatchObject({ exit: 0 });
    expect(await order('王复核', 'approve')).toMatchObject({ exit: 0 }); // said again: quiet
  });

  it('killed in the middle and said again, adopts each record once', async () => {
    // The plug is pulled behind the first receipt: nothing more is recorded, and the outbox is not told.
    let records = 0;
    const desk = app.get(Desk);
    const dyingDesk = Object.assign(Object.create(desk) as Desk, {
      record: async (...asked: Parameters<Desk['record']>) => {
        records += 1;
        if (records === 2) throw new Error('the plug was pulled');
        return desk.record(...asked);
      },
    });
    const dying = new Adopter(dyingDesk, app.get<Clock>(CLOCK));
    await adoptions(dying).round(going);
    expect(trouble.splice(0)).toEqual(['adoption of credit-hebei: the plug was pulled']);
    expect(await adoptedIn()).toBe(1);
    await Promise.all([adoptions().round(going), adoptions().round(going)]);
    expect(await adoptedIn()).toBe(2);
    await adoptions().round(going);
    const stored = await log.readStream('adoption-credit-hebei');
    expect(stored.map(({ type, actor: { name } }) => [type, name])).toEqual([
      ['AdoptionAsked', '李运维'],
      ['AdoptionApproved', '王复核'],
      ['AdoptionCompleted', expect.any(String)],
    ]);
  });

  it('then only the rest is told, each once', async () => {
    await comesTrue(async () => (await pushes()).every(({ status }) => status === 'acknowledged'));
    expect((await pushes()).map(({ held_as, attempts }) => [held_as, attempts])).toEqual([
      ['手工-1', 0],
      ['手工-2', 0],
      [null, 1],
    ]);
    expect(await held()).toEqual([
      ['penalty', '手工-1', 1],
      ['penalty', '手工-2', 1],
      ['penalty', '手工-3', 1],
      ['penalty', number(3), 1],
    ]);
    expect(await order('李运维', 'ask')).toMatchObject({
      exit: 1,
      said: expect.stringContaining('adoption-completed') as string,
    });
  });

  it('what differs, and what nobody here knows, is work from then on; what was adopted as it is, is none', async () => {
    const day = '2026-11-01';
    const reconciler = new Reconciler(
      aDesk({ log, today: day }),
      app.get(PublicationEnds),
      clockAt(day),
      app.get(FedHoldings),
    );
    await new Reconciliations({
      workerUrl: workingUrl(database.url, 'ledger_worker'),
      bodies: bodiesOf(bodySettingsFrom(environment)),
      personal: app.get(PersonalData),
      reconciler,
      clocks: { ...agreeingClocks, ...clockAt(day) },
      hour: 3,
      logger: { warn: (words) => trouble.push(String(words)), error: () => undefined },
    }).round(going);
    expect(trouble.splice(0)).toEqual([]);
    const stored = await log.readStream(`reconciliation-${reconciliationIdOf('credit-hebei', day)}`);
    const found = stored.map(({ data }) => JSON.parse(Buffer.from(data).toString()) as Record<string, unknown>);
    expect(
      found.flatMap(({ difference, key }) =>
        difference === undefined || key === undefined ? [] : [[difference, key]],
      ),
    ).toEqual([
      ['altered', '手工-2'],
      ['surplus', '手工-3'],
    ]);
  });

  it('a withdrawal of what was adopted reaches the body, and ends the record that was typed in', async () => {
    const { rows } = await owner.query<{ stream: string }>(`SELECT stream FROM pushes WHERE held_as = '手工-1'`);
    const revocation = event.aPenaltyRevocation({ documentNumber: '廊消行罚决字〔2026〕第0001号' });
    await log.append(rows[0]?.stream ?? '', 0, [{ ...revocation, id: randomUUID() }]);
    await comesTrue(async () => (await held()).some(([kind]) => kind === 'penalty-withdrawal'));
    const record = (await (await fetch(`${sandbox.url}/records/${encodeURIComponent('手工-1')}`)).json()) as {
      endedBy: unknown;
    };
    expect(record.endedBy).toEqual(expect.stringContaining('penalty-withdrawal'));
  });

  it('is real for good: everybody sees it, and the same ledger does not start with it for training', async () => {
    const { bodies } = (await (
      await fetch(`${ledgerUrl}/pushes/bodies`, { headers: { authorization: `Bearer ${keys.李运维}` } })
    ).json()) as { bodies: readonly { readonly body: string; readonly standing: string }[] };
    expect(bodies.map(({ body, standing }) => [body, standing])).toEqual([
      ['credit-hebei', 'real'],
      ['credit-china-hebei', 'training'],
      ['gsxt-hebei', 'training'],
    ]);
    const training = bodiesOf(bodySettingsFrom({ ...environment, CREDIT_HEBEI_REAL: 'no' }));
    const again = await createApi([AdaptersModule.on(database.url), WorkerModule.telling(training)]);
    await expect(again.init()).rejects.toThrow('credit-hebei 已作为正式平台报送过，不能改作培训');
    await again.close();
  });
});
