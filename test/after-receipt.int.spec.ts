import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { type EventLog, EVENT_LOG, hashApiKey, newApiKey } from '@app/ledger';
import type { Endpoint } from '@app/outbox';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Pool } from 'pg';
import { createApi } from '../apps/api/src/api';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import type { Body } from '../apps/composition/src/bodies';
import { WorkerModule } from '../apps/worker/src/worker.module';
import { Bulletin } from './support/bulletin/bulletin';
import { bulletinColumn, bulletinColumnAfter } from './support/bulletin/column';
import * as event from './support/ledger-events';
import { createTestDatabase, type TestDatabase } from './support/test-database';
import { comesTrue } from './support/eventually';

const [province, city] = [new Bulletin(true), new Bulletin(true)];
const named = (name: string, body: Bulletin): Endpoint => ({
  name,
  batch: body.batch,
  send: body.send.bind(body),
  collect: body.collect.bind(body),
  askByKey: body.askByKey.bind(body),
});
const shared = { inParallel: 2, leaseMs: 15_000, askEveryMs: 20 };
const bodies: readonly Body[] = [
  { id: 'city', column: bulletinColumnAfter('province'), endpoint: named('city', city), ...shared },
  { id: 'province', column: bulletinColumn, endpoint: named('province', province), ...shared },
];
const key = newApiKey();
let database: TestDatabase;
let owner: Pool;
let app: NestFastifyApplication;
let log: EventLog;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Pool({ connectionString: database.ownerUrl });
  await owner.query(
    `INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role) VALUES ($1, '李运维', '某支队', '1113100001YMGCE72W', 'operator')`,
    [hashApiKey(key)],
  );
  app = await createApi([AdaptersModule.on(database.url), WorkerModule.telling(bodies)]);
  await app.init();
  log = app.get<EventLog>(EVENT_LOG);
}, 60_000);
afterAll(async () => {
  await app.close();
  await owner.end();
  await database.drop();
});

interface Shown {
  readonly kind: string;
  readonly status: string;
  readonly awaits: string | null;
}

/** What the api says of the messages to a body, in the order of the log. */
async function shown(endpoint: string): Promise<readonly Shown[]> {
  const answer = await app.inject({
    method: 'GET',
    url: `/pushes?endpoint=${endpoint}`,
    headers: { authorization: `Bearer ${key}` },
  });
  if (answer.statusCode === 503) return []; // nothing is read yet
  return answer
    .json<{ pushes: readonly Shown[] }>()
    .pushes.map(({ kind, status, awaits }) => ({ kind, status, awaits }))
    .reverse();
}

async function untilShown(endpoint: string, wanted: readonly Shown[]): Promise<void> {
  let last: readonly Shown[] = [];
  await comesTrue(async () => JSON.stringify((last = await shown(endpoint))) === JSON.stringify(wanted));
  expect(last).toEqual(wanted);
}

async function penalty(n: number): Promise<void> {
  const documentNumber = `廊消行罚决字〔2026〕第${n}号`;
  await log.append(`penaltyDecision-${n}`, 'no-stream', [
    { ...event.aPenaltyDecision({ documentNumber }), id: randomUUID(), commandId: randomUUID() },
  ]);
}

async function revoked(n: number): Promise<void> {
  await log.append(`penaltyDecision-${n}`, 0, [
    { ...event.aPenaltyRevocation(), id: randomUUID(), commandId: randomUUID() },
  ]);
}

const told = (body: Bulletin) => body.stored().map(({ text }) => text.replace(/^\S+ /, ''));
const waiting = { kind: 'penalty', status: 'waiting', awaits: 'province' };
const taken = { kind: 'penalty', status: 'acknowledged', awaits: null };

it('an outage of the body that it is told after delays it, visibly, and nothing else', async () => {
  province.away = true;
  await penalty(1);
  await penalty(2);
  await untilShown('city', [waiting, waiting]);
  expect(told(city)).toEqual([]);
});

it('its receipt releases it; what was revoked meanwhile never leaves, nor its revocation', async () => {
  await revoked(2);
  await untilShown('city', [waiting, waiting, { kind: 'penalty-withdrawal', status: 'waiting', awaits: null }]);
  province.away = false;
  const closed = [
    taken,
    { kind: 'penalty', status: 'overtaken', awaits: null },
    { kind: 'penalty-withdrawal', status: 'nothing-there', awaits: null },
  ];
  await untilShown('province', closed);
  await untilShown('city', closed);
  expect([told(province), told(city)]).toEqual([['廊消行罚决字〔2026〕第1号'], ['廊消行罚决字〔2026〕第1号']]);
});

it('a withdrawal follows its record in the order of the lane, and waits for nobody where the table does not say so', async () => {
  await penalty(3);
  await untilShown('city', [...(await shown('city')).slice(0, 3), taken]);
  province.away = true;
  await revoked(3);
  await comesTrue(() => Promise.resolve(told(city).length === 3));
  expect(told(city).slice(1)).toEqual(['廊消行罚决字〔2026〕第3号', '廊消行罚决字〔2026〕第3号 撤销']);
  expect(told(province)).toEqual(told(city).slice(0, 2));
});
