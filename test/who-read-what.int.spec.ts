import 'reflect-metadata';
import { AccessRecorder, Refusal, until } from '@app/ledger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { createApi } from '../apps/api/src/api';
import { issueKey, type NewKeyHolder } from '../apps/cli/src/issue-key';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { WorkerModule } from '../apps/worker/src/worker.module';
import { fingerprintOf, hashApiKey } from '../libs/ledger/src/access';
import { waitingBodies } from './support/bodies';
import { aMasterKey } from './support/personal-data';
import { createTestDatabase, type TestDatabase } from './support/test-database';
import { comesTrue } from './support/eventually';

const ours = { unitName: '廊坊市消防救援支队', unitCode: '1113100001YMGCE72W' };
const uscc = '91131002MA0CAA122M';
const number = '11010119900307803X';

let database: TestDatabase;
let owner: Client;
let app: NestFastifyApplication;
let second: NestFastifyApplication;
const keys: Record<string, string> = {};

async function anApi(worker: boolean): Promise<NestFastifyApplication> {
  const adapters = AdaptersModule.on(database.url, { masterKey: aMasterKey() });
  const api = await createApi(worker ? [adapters, WorkerModule.telling(waitingBodies)] : [adapters]);
  await api.init();
  await api.getHttpAdapter().getInstance().ready();
  return api;
}

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Client(database.ownerUrl);
  await owner.connect();
  const holders: Record<string, NewKeyHolder> = {
    officer: { role: 'officer', holder: '王经办', ...ours },
    approver: { role: 'approver', holder: '李审批', ...ours },
    asker: { role: 'procurement', holder: '采购人', unitName: '甲采购', unitCode: 'P-1' },
    auditor: { role: 'auditor', holder: '审计员', unitName: '审计局', unitCode: 'A-1' },
    operator: { role: 'operator', holder: '运维员', ...ours },
  };
  for (const [name, holder] of Object.entries(holders))
    keys[name] = await issueKey({ ownerUrl: database.ownerUrl }, holder);
  app = await anApi(true);
  second = await anApi(false);
  const paper = {
    subjectName: '测试单位有限公司',
    subjectCategory: '法人及非法人组织',
    uscc,
    legalRepresentative: '王示例',
    documentNumber: '廊消行罚决字〔2026〕第8001号',
    violationType: '消防设施、器材、消防安全标志配置、设置不符合标准',
    facts: '一层疏散指示标志损坏三处，未保持完好有效',
    legalBasis: '《中华人民共和国消防法》第六十条第一款第一项',
    penaltyKinds: '罚款',
    penaltyContent: '罚款人民币20500元',
    fineWan: '2.05',
    decidedOn: '2026-05-06',
    authorityName: ours.unitName,
    authorityCode: ours.unitCode,
  };
  const { status, body } = await ask('officer', 'POST', '/penalty-decisions', paper);
  if (status !== 201) throw new Error(JSON.stringify(body));
  const known = async () => (await ask('officer', 'GET', `/subjects/${uscc}/status`)).body.status === 'not-listed';
  if (!(await until(known, 60_000))) throw new Error('the read models did not catch up');
});
afterAll(async () => {
  await app.close();
  await second.close();
  await owner.end();
  await database.drop();
});

async function ask(who: string, method: 'GET' | 'POST', url: string, payload?: object, to = app) {
  const headers = { authorization: `Bearer ${keys[who] ?? ''}`, 'x-request-id': `t-${++asked}` };
  const answer = await to.inject({ method, url, headers, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>(), requestId: `t-${asked}` };
}
let asked = 0;

/** What went on record of a request, oldest first. */
async function recordsOf(requestId: string): Promise<readonly Record<string, unknown>[]> {
  const read = async () =>
    (await owner.query<Record<string, unknown>>('SELECT * FROM access_records WHERE request_id = $1', [requestId]))
      .rows;
  await comesTrue(async () => (await read()).length > 0);
  return read();
}
const nothing = async (requestId: string): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve, 250));
  const { rows } = await owner.query('SELECT * FROM access_records WHERE request_id = $1', [requestId]);
  expect(rows).toEqual([]);
};

describe('who reads about a subject is on record', () => {
  it('the status of a unit, with purpose, status and position', async () => {
    const why = encodeURIComponent('招标资格审查');
    const { status, body, requestId } = await ask(
      'asker',
      'GET',
      `/subjects/${uscc.toLowerCase()}/status?purpose=${why}`,
    );
    expect(status).toBe(200);
    expect(await recordsOf(requestId)).toEqual([
      {
        id: expect.any(String) as string,
        at: expect.any(Date) as Date,
        key_fingerprint: fingerprintOf(hashApiKey(keys.asker ?? '')),
        holder: '采购人',
        unit_code: 'P-1',
        role: 'procurement',
        route: 'GET /subjects/{uscc}/status',
        subject_id: uscc,
        item_id: null,
        purpose: '招标资格审查',
        status: 'not-listed',
        position: String(body.position),
        request_id: requestId,
      },
    ]);
  });

  it('a subject that nobody knows, and a history', async () => {
    const unknown = '11131000FGJJTG2G5W';
    const first = await ask('asker', 'GET', `/subjects/${unknown}/status`);
    expect(first.status).toBe(200);
    expect(await recordsOf(first.requestId)).toMatchObject([{ subject_id: unknown, status: 'subject-unknown' }]);
    const history = await ask('officer', 'GET', `/subjects/${uscc}/history`);
    expect(await recordsOf(history.requestId)).toMatchObject([
      { subject_id: uscc, route: 'GET /subjects/{uscc}/history' },
    ]);
  });

  it('lists: each subject in them, and the one that was asked for', async () => {
    for (const url of [
      `/blacklist/listings?uscc=${uscc}`,
      `/credit-repairs?subjectId=${uscc}`,
      `/pushes?uscc=${uscc}`,
      `/due-work?uscc=${uscc}`,
    ]) {
      const { status, requestId } = await ask('officer', 'GET', url);
      expect({ url, status }).toEqual({ url, status: 200 });
      expect(await recordsOf(requestId)).toMatchObject([{ subject_id: uscc }]);
    }
    expect(
      await until(async () => ((await ask('officer', 'GET', '/pushes')).body.pushes as unknown[]).length > 0, 60_000),
    ).toBe(true);
    const all = await ask('officer', 'GET', '/pushes');
    expect(await recordsOf(all.requestId)).toMatchObject([{ subject_id: uscc, route: 'GET /pushes' }]);
    const none = await ask('officer', 'GET', '/credit-repairs');
    expect(await recordsOf(none.requestId)).toMatchObject([{ subject_id: null, route: 'GET /credit-repairs' }]);
  });

  it('a bidder check that is fetched again: each bidder with what was answered, and no number of a person', async () => {
    const check = await ask('asker', 'POST', '/bidder-checks', { bidders: [{ uscc }, { uscc: number }] });
    expect(check.status).toBe(200);
    const { requestId } = await ask('auditor', 'GET', `/bidder-checks/${String(check.body.checkId)}`);
    const records = await recordsOf(requestId);
    expect(records.map(({ subject_id, status, item_id }) => [subject_id, status, item_id])).toEqual(
      expect.arrayContaining([
        [null, null, check.body.checkId],
        [uscc, 'not-listed', check.body.checkId],
      ]),
    );
    expect(records).toHaveLength(2);
    expect(JSON.stringify(records)).not.toContain(number.slice(0, 10));
    await nothing(check.requestId); // an event says it
  });

  it('a sealed entry, by the subject it is about', async () => {
    const { rows } = await owner.query<{ at: string }>(
      `SELECT count(*) AS at FROM ledger_events WHERE position < (SELECT min(position) FROM ledger_events WHERE type = 'PenaltyDecisionRecorded')`,
    );
    const url = `/seals/entries/${rows[0]?.at ?? ''}`;
    expect(await until(async () => (await ask('auditor', 'GET', url)).status === 200, 60_000)).toBe(true);
    const { body, requestId } = await ask('auditor', 'GET', url);
    expect(body.subjectId).toBe(uscc);
    expect(await recordsOf(requestId)).toMatchObject([
      { subject_id: uscc, item_id: rows[0]?.at, position: String(body.position) },
    ]);
  });

  it('a person by the id of the ledger, never by number', async () => {
    const person = { identityType: '居民身份证', identityNumber: number, purpose: '资格审查' };
    const { body } = await ask('asker', 'POST', '/persons/status', person);
    const id = String(body.uscc);
    expect(id).toMatch(/^person-/);
    const { requestId } = await ask('asker', 'GET', `/subjects/${id}/status?purpose=${encodeURIComponent('复核')}`);
    expect(await recordsOf(requestId)).toMatchObject([{ subject_id: id, purpose: '复核' }]);
    const { rows } = await owner.query<{ all: string }>('SELECT json_agg(r)::text AS all FROM access_records r');
    expect(rows[0]?.all).not.toContain(number);
  });

  it('takes no purpose with the number of a person, also about a unit', async () => {
    const { status, body, requestId } = await ask(
      'asker',
      'GET',
      `/subjects/${uscc}/status?purpose=${encodeURIComponent(`查${number}`)}`,
    );
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'citizen-number-in-text' });
    await nothing(requestId);
  });

  it('nothing of what was refused or shows nobody', async () => {
    const refusals = [
      await ask('asker', 'GET', `/subjects/${uscc}/history`),
      await ask('asker', 'GET', '/subjects/123/status'),
      await ask('officer', 'GET', '/credit-repairs/3f1f6a0e-0000-4000-8000-000000000000'),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([403, 400, 404]);
    const keysRead = await ask('operator', 'GET', '/api-keys');
    expect(keysRead.status).toBe(200);
    for (const { requestId } of [...refusals, keysRead]) await nothing(requestId);
  });
});

describe('GET /access-records', () => {
  it('shows an auditor who read about a subject, by whatever process, page by page; that he looked is on record', async () => {
    const first = await ask('officer', 'GET', `/subjects/${uscc}/status`, undefined, second);
    await recordsOf(first.requestId);
    const { body, requestId } = await ask('auditor', 'GET', `/access-records?subject=${uscc}&limit=1`);
    expect(body.records).toMatchObject([
      { subjectId: uscc, holder: '王经办', requestId: first.requestId, status: 'not-listed' },
    ]);
    expect(await recordsOf(requestId)).toMatchObject([
      { subject_id: uscc, holder: '审计员', route: 'GET /access-records' },
    ]);
    const next = await ask('auditor', 'GET', `/access-records?subject=${uscc}&limit=1&after=${String(body.next)}`);
    expect(next.body.records).toHaveLength(1);
    expect(next.body.records).not.toMatchObject([{ requestId: first.requestId }]);
    const ofHolder = await ask('auditor', 'GET', `/access-records?holder=${encodeURIComponent('采购人')}&limit=500`);
    const found = ofHolder.body.records as { holder: string }[];
    expect(found.length).toBeGreaterThan(2);
    expect(new Set(found.map(({ holder }) => holder))).toEqual(new Set(['采购人']));
    expect(await recordsOf(ofHolder.requestId)).toMatchObject([{ subject_id: null, holder: '审计员' }]);
  });

  it.each(['officer', 'approver', 'asker', 'operator'])('is closed to an %s', async (who) => {
    expect(await ask(who, 'GET', '/access-records')).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
  });

  it.each([
    'bm8',
    'AAAA',
    Buffer.from('2026-99-01T00:00:00.000000Z 3f1f6a0e-0000-4000-8000-000000000000').toString('base64url'),
  ])('refuses the place %s', async (after) => {
    expect(await ask('auditor', 'GET', `/access-records?after=${after}`)).toMatchObject({
      status: 400,
      body: { code: 'cursor-invalid' },
    });
  });
});

it('answers nobody about a subject when it cannot record who asks', async () => {
  const accesses = app.get(AccessRecorder);
  const full = jest.spyOn(accesses, 'mayAnswer').mockImplementation(() => {
    throw new Refusal('cannot-record-access');
  });
  for (const url of [`/subjects/${uscc}/status`, `/subjects/${uscc}/history`, '/pushes'])
    expect(await ask('officer', 'GET', url)).toMatchObject({ status: 503, body: { code: 'cannot-record-access' } });
  expect((await ask('auditor', 'GET', '/seals/keys')).status).toBe(200);
  full.mockRestore();
  expect((await ask('officer', 'GET', '/pushes')).status).toBe(200);
});

it('answers no question about a subject when what was answered cannot be written down for too long, and heals', async () => {
  await owner.query('REVOKE INSERT ON access_records FROM ledger_app, ledger_api');
  const one = await ask('officer', 'GET', '/pushes');
  expect(one.status).toBe(200);
  const stopped = async () => (await ask('officer', 'GET', '/pushes')).body.code === 'cannot-record-access';
  expect(await until(stopped, 14_000)).toBe(true);
  await owner.query('GRANT INSERT ON access_records TO ledger_app, ledger_api');
  expect(await until(async () => (await ask('officer', 'GET', '/pushes')).status === 200, 60_000)).toBe(true);
  expect(await recordsOf(one.requestId)).toHaveLength(1);
});

it('writes what waits before it stops', async () => {
  const third = await anApi(false);
  const { requestId, status } = await ask('officer', 'GET', `/subjects/${uscc}/status`, undefined, third);
  expect(status).toBe(200);
  await third.close();
  const { rows } = await owner.query('SELECT FROM access_records WHERE request_id = $1', [requestId]);
  expect(rows).toHaveLength(1);
});
