import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { FakeCreditHebei } from '@app/endpoints';
import { EVENT_LOG, type EventLog, hashApiKey, newApiKey } from '@app/ledger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Pool } from 'pg';
import { createApi } from '../apps/api/src/api';
import { flow, redrive } from '../apps/cli/src/redrive';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { bodiesOf } from '../apps/composition/src/bodies';
import { bodySettingsFrom } from '../apps/composition/src/body-settings';
import { WorkerModule } from '../apps/worker/src/worker.module';
import * as event from './support/ledger-events';
import { createTestDatabase, type TestDatabase } from './support/test-database';
import { comesTrue } from './support/eventually';

const platform = new FakeCreditHebei();
const bodies = bodiesOf(bodySettingsFrom({})).map((body) => ({ ...body, endpoint: platform }));

let database: TestDatabase;
let owner: Pool;
let app: NestFastifyApplication;
let log: EventLog;
let url: string;
const keys: Record<string, string> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Pool({ connectionString: database.ownerUrl });
  for (const role of ['officer', 'department', 'auditor', 'operator']) {
    const key = newApiKey();
    keys[role] = key;
    await owner.query(
      `INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role) VALUES ($1, '李运维', '某支队', '1113100001YMGCE72W', $2)`,
      [hashApiKey(key), role],
    );
  }
  app = await createApi([AdaptersModule.on(database.url), WorkerModule.telling(bodies)]);
  await app.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${new URL(await app.getUrl()).port}`;
  log = app.get<EventLog>(EVENT_LOG);
});
afterAll(async () => {
  await app.close();
  await owner.end();
  await database.drop();
});

let papers = 0;
/** A penalty that is pushed; the platform refuses it. @returns the push, once it is rejected */
async function aRejectedPush(): Promise<string> {
  platform.misbehave('refuses');
  papers += 1;
  const decision = event.aPenaltyDecision({ documentNumber: `廊消行罚决字〔2026〕第${papers}号` });
  await log.append(`penaltyDecision-${papers}`, 'no-stream', [{ ...decision, id: randomUUID() }]);
  return pushThatIs('rejected', papers);
}

/** The push of the n-th paper, once it stands there. */
async function pushThatIs(status: string, paper = papers): Promise<string> {
  let found: string | undefined;
  const there = async () => {
    const { rows } = await owner.query<{ push_id: string }>(
      'SELECT push_id FROM pushes WHERE status = $1 AND key LIKE $2',
      [status, `%第${paper}号%`],
    );
    return (found = rows[0]?.push_id) !== undefined;
  };
  await comesTrue(there);
  if (found === undefined) throw new Error(`no push of paper ${paper} is ${status}`);
  return found;
}

async function ask(role: string, path: string, payload: object, key: string = randomUUID()) {
  const answer = await app.inject({
    method: 'POST',
    url: path,
    headers: { authorization: `Bearer ${keys[role] ?? ''}`, 'idempotency-key': key },
    payload,
  });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}
const reason = '主体名称已在登记机关更正';
const eventsOf = async (pushId: string) => (await log.readStream(`push-${pushId}`)).map(({ type }) => type);

describe('redriving one push', () => {
  it('sends it once more, in the name of who decided it; said again, it is the same receipt', async () => {
    const pushId = await aRejectedPush();
    const key = randomUUID();
    const first = await ask('operator', `/pushes/${pushId}/redrive`, { reason }, key);
    expect(first).toMatchObject({ status: 200, body: { id: pushId, outcome: 'recorded' } });
    expect(await pushThatIs('acknowledged')).toBe(pushId);

    expect(await ask('operator', `/pushes/${pushId}/redrive`, { reason }, key)).toMatchObject({
      status: 200,
      body: { ...first.body, outcome: 'already-recorded' },
    });
    expect(await eventsOf(pushId)).toEqual(['PushRefused', 'PushRedriven', 'PushDelivered']);
    const [, redriven] = await log.readStream(`push-${pushId}`);
    expect(redriven?.actor).toMatchObject({ name: '李运维', role: 'operator' });
  });

  it('twice, while it is still on its way: the second order changes nothing', async () => {
    const pushId = await aRejectedPush();
    platform.misbehave('fails', 'fails');
    const first = await ask('officer', `/pushes/${pushId}/redrive`, { reason });
    const second = await ask('officer', `/pushes/${pushId}/redrive`, { reason: '再次' });
    expect(second).toMatchObject({ status: 200, body: { position: first.body.position, outcome: 'already-recorded' } });
    expect((await eventsOf(pushId)).filter((type) => type === 'PushRedriven')).toHaveLength(1);
    await pushThatIs('acknowledged');
  });

  it('that was rejected again may be redriven again: each round has its own outcome', async () => {
    const pushId = await aRejectedPush();
    platform.misbehave('refuses');
    await ask('officer', `/pushes/${pushId}/redrive`, { reason });
    await comesTrue(async () => (await eventsOf(pushId)).length === 3);
    await pushThatIs('rejected');
    expect(await ask('officer', `/pushes/${pushId}/redrive`, { reason })).toMatchObject({ status: 200 });
    await pushThatIs('acknowledged');
    expect(await eventsOf(pushId)).toEqual([
      'PushRefused',
      'PushRedriven',
      'PushRefused',
      'PushRedriven',
      'PushDelivered',
    ]);
  });

  it.each(['department', 'auditor'])('is not for the %s', async (role) => {
    const pushId = await aRejectedPush();
    expect(await ask(role, `/pushes/${pushId}/redrive`, { reason })).toMatchObject({
      status: 403,
      body: { code: 'not-allowed' },
    });
    expect(await ask(role, '/pushes/redrive', { reason, dryRun: true })).toMatchObject({ status: 403 });
    expect(await eventsOf(pushId)).toEqual(['PushRefused']);
    await ask('officer', `/pushes/${pushId}/redrive`, { reason });
    await pushThatIs('acknowledged');
  });

  it('is refused where the platform has it, where there is none, and without a reason', async () => {
    const pushId = await pushThatIs('acknowledged', 1);
    expect(await ask('operator', `/pushes/${pushId}/redrive`, { reason })).toMatchObject({
      status: 422,
      body: { code: 'push-acknowledged' },
    });
    expect(await ask('operator', `/pushes/${randomUUID()}/redrive`, { reason })).toMatchObject({
      status: 404,
      body: { code: 'push-without-outcome' },
    });
    expect(await ask('operator', `/pushes/${pushId}/redrive`, { reason: '' })).toMatchObject({ status: 400 });
  });
});

describe('redriving many', () => {
  it('shows first what it would do, does it then, and finds nothing left', async () => {
    const both = [await aRejectedPush(), await aRejectedPush()];
    const look = { reason, dryRun: true, refusalCode: '1001' };
    expect(await ask('operator', '/pushes/redrive', look)).toMatchObject({
      status: 200,
      body: { dryRun: true, pushIds: both, more: false },
    });
    for (const pushId of both) expect(await eventsOf(pushId)).toEqual(['PushRefused']);

    for (const other of [
      { refusalCode: '1004' },
      { endpoint: 'another' },
      { status: 'dead' },
      { kind: 'list-entry' },
    ]) {
      expect((await ask('operator', '/pushes/redrive', { ...look, ...other })).body.pushIds).toEqual([]);
    }
    expect((await ask('operator', '/pushes/redrive', { ...look, limit: 1 })).body).toMatchObject({
      pushIds: both.slice(0, 1),
      more: true,
    });
    const anything = { endpoint: null, kind: null, status: null, uscc: null, limit: null };
    expect((await ask('operator', '/pushes/redrive', { ...look, ...anything })).body).toMatchObject({ pushIds: both });
    expect(await ask('operator', '/pushes/redrive', { ...look, kind: '\0' })).toMatchObject({
      status: 400,
      body: { code: 'text-not-storable' },
    });

    const order = { ...look, dryRun: false, endpoint: 'credit-hebei', kind: 'penalty', uscc: event.subjectId };
    expect((await ask('operator', '/pushes/redrive', order)).body).toMatchObject({ dryRun: false, pushIds: both });
    for (const [at] of both.entries()) await pushThatIs('acknowledged', papers - at);
    expect((await ask('operator', '/pushes/redrive', order)).body).toMatchObject({ pushIds: [] });
  });

  it('npm run pushes: looks first, then orders it, and says why not', async () => {
    const pushId = await aRejectedPush();
    const lines: string[] = [];
    const run = (more: Partial<Parameters<typeof redrive>[0]>) =>
      redrive({ url, key: keys.operator ?? '', reason, conditions: {}, carryOut: false, ...more }, (line) =>
        lines.push(line),
      );
    expect(await run({ conditions: { refusalCode: '1001' } })).toBe(0);
    expect(await run({ pushId })).toBe(0);
    await pushThatIs('acknowledged');
    expect(await run({ pushId })).toBe(1);
    expect(await run({ key: keys.auditor ?? '', carryOut: true })).toBe(1);
    expect(lines).toEqual([
      pushId,
      '将重新推送 1 条（试看，加 --yes 执行）',
      '已记录，将重新推送',
      expect.stringContaining('push-acknowledged'),
      expect.stringContaining('not-allowed'),
    ]);
  });
});

describe('pausing a body', () => {
  const recorded = async () =>
    (await log.readStream('pushFlow-credit-hebei')).map(({ type, actor }) => [type, actor.role]);

  it('lets everything wait until it is resumed; both are facts with a person', async () => {
    expect(await ask('operator', '/pushes/bodies/credit-hebei/pause', { reason: '平台升级维护' })).toMatchObject({
      status: 200,
      body: { outcome: 'recorded' },
    });
    await new Promise((resolve) => setTimeout(resolve, 1_500)); // a pause takes hold within a second
    papers += 1;
    const decision = event.aPenaltyDecision({ documentNumber: `廊消行罚决字〔2026〕第${papers}号` });
    await log.append(`penaltyDecision-${papers}`, 'no-stream', [{ ...decision, id: randomUUID() }]);
    const pushId = await pushThatIs('waiting');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await pushThatIs('waiting')).toBe(pushId);

    expect(await ask('operator', '/pushes/bodies/credit-hebei/resume', { reason: '平台维护结束' })).toMatchObject({
      status: 200,
    });
    expect(await pushThatIs('acknowledged')).toBe(pushId);
    expect(await recorded()).toEqual([
      ['PushesPaused', 'operator'],
      ['PushesResumed', 'operator'],
    ]);
  });

  it('is refused of one that nobody knows, and to who may not', async () => {
    expect(await ask('operator', '/pushes/bodies/nobody/pause', { reason })).toMatchObject({
      status: 404,
      body: { code: 'push-body-unknown' },
    });
    expect(await ask('auditor', '/pushes/bodies/credit-hebei/pause', { reason })).toMatchObject({ status: 403 });
  });

  it('may be ordered from the command line', async () => {
    const lines: string[] = [];
    const by = { url, key: keys.operator ?? '', reason: '平台升级维护', body: 'credit-hebei' };
    for (const order of ['pause', 'resume'] as const)
      expect(await flow({ ...by, order }, (line) => lines.push(line))).toBe(0);
    expect(await flow({ ...by, order: 'pause', body: 'nobody' }, (line) => lines.push(line))).toBe(1);
    expect(lines).toEqual(['已记录，暂停推送', '已记录，恢复推送', expect.stringContaining('push-body-unknown')]);
    expect(await recorded()).toHaveLength(4);
  });
});
