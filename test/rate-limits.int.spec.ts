import timers from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApi } from '../apps/api/src/api';
import { edgeUnlimited } from '../apps/api/src/edge-settings';
import { log } from '../apps/composition/src/logger';
import { issueKey } from '../apps/cli/src/issue-key';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { createTestDatabase, type TestDatabase } from './support/test-database';

const warned = jest.spyOn(log, 'warn').mockImplementation();

let database: TestDatabase;
const apps: NestFastifyApplication[] = [];
let officer: string;
let auditor: string;
beforeAll(async () => {
  database = await createTestDatabase();
  const unit = { holder: '张三', unitName: '演示单位', unitCode: '11131000FGJJTG2G5W' };
  officer = await issueKey({ ownerUrl: database.ownerUrl }, { recordsFor: ['*'], role: 'officer', ...unit });
  auditor = await issueKey({ ownerUrl: database.ownerUrl }, { role: 'auditor', ...unit });
});
afterAll(async () => {
  for (const app of apps) await app.close();
  await database.drop();
});

/** An api with these limits, and a way to ask it. */
async function limited(limits: object) {
  const app = await createApi([AdaptersModule.on(database.url)], { ...edgeUnlimited, ...limits });
  apps.push(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return async (url: string, key?: string, payload?: object) => {
    const answer = await app.inject({
      url,
      ...(payload && { method: 'POST', payload }),
      ...(key !== undefined && { headers: { authorization: `Bearer ${key}` } }),
    });
    const { code } = answer.json<{ code?: string }>();
    return { code, status: answer.statusCode, after: answer.headers['retry-after'] };
  };
}

const tooMany = { status: 429, code: 'too-many-requests' };

it('so many requests of one key are answered within a minute, and those of another as before', async () => {
  const ask = await limited({ perKey: 3 });
  for (let time = 0; time < 3; time++)
    expect((await ask('/seals/consistency-proof?from=0&to=0', officer)).status).toBe(200);
  const refused = await ask('/seals/consistency-proof?from=0&to=0', officer);
  expect(refused).toMatchObject(tooMany);
  expect(Number(refused.after)).toBeGreaterThan(0);
  expect(Number(refused.after)).toBeLessThanOrEqual(60);
  expect((await ask('/seals/consistency-proof?from=0&to=0', auditor)).status).toBe(200);
});

it('so many of one address without a key, and keys from there as before', async () => {
  const ask = await limited({ perAddress: 3 });
  for (const url of ['/health/live', '/pushes', '/nowhere']) expect((await ask(url)).status).not.toBe(429);
  for (const url of ['/health/live', '/pushes', '/nowhere']) expect(await ask(url)).toMatchObject(tooMany);
  expect(await ask('/pushes', 'fcl_nobody')).toMatchObject(tooMany);
  expect((await ask('/seals/consistency-proof?from=0&to=0', officer)).status).toBe(200);
});

it('so few questions about a person by number', async () => {
  const ask = await limited({ personsPerKey: 2 });
  const person = { identityType: '身份证', identityNumber: '131002199003108888' };
  for (let time = 0; time < 2; time++) expect((await ask('/persons/status', officer, person)).status).not.toBe(429);
  expect(await ask('/persons/status', officer, person)).toMatchObject(tooMany);
  expect((await ask('/seals/consistency-proof?from=0&to=0', officer)).status).toBe(200);
});

it('who tries many keys waits longer and longer in all, and nobody else does', async () => {
  const ask = await limited({ wrongKeys: 2 });
  const before = warned.mock.calls.length;
  for (let time = 0; time < 2; time++)
    expect(await ask('/pushes', `fcl_wrong${time}`)).toMatchObject({ status: 401, code: 'key-unknown' });
  const second = heldWaits(1_000);
  let isAnswered = false;
  const late = ask('/pushes', 'fcl_wrong3').finally(() => (isAnswered = true));
  await second.begun;
  expect((await ask('/seals/consistency-proof?from=0&to=0', auditor)).status).toBe(200);
  expect(isAnswered).toBe(false);
  second.goesBy();
  expect(await late).toMatchObject({ status: 401, code: 'key-unknown' });
  expect(warned.mock.calls.length - before).toBe(2);
});

/** The first wait of so many milliseconds from now on, which ends when we say so. */
function heldWaits(ms: number) {
  const sleep = timers.setTimeout.bind(timers);
  let [begins, goesBy] = [(): void => undefined, (): void => undefined];
  const begun = new Promise<void>((resolve) => (begins = resolve));
  const over = new Promise<void>((resolve) => (goesBy = resolve));
  const held = jest.spyOn(timers, 'setTimeout');
  held.mockImplementation(async (forMs, value, options) => {
    if (forMs !== ms) return sleep(forMs, value, options);
    begins();
    await over;
    held.mockRestore();
    return value;
  });
  return { begun, goesBy };
}
