import { AccessRecorder, Clocks, DossierMemory, ROLES, until } from '@app/ledger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { createApi } from '../apps/api/src/api';
import { statusRoute } from '../apps/api/src/plain-status';
import { issueKey } from '../apps/cli/src/issue-key';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { WorkerModule } from '../apps/worker/src/worker.module';
import { Dossiers } from '../libs/ledger/src/credit-dossier';
import { CreditStatusReader, toCreditStatusView } from '../libs/ledger/src/credit-status';
import { dayOfInstant, Refusal } from '../libs/ledger/src/shared';
import { waitingBodies } from './support/bodies';
import { aMasterKey } from './support/personal-data';
import { routesOfTheApi } from './support/routes';
import { createTestDatabase, type TestDatabase } from './support/test-database';

const [punished, listed, clean, nobody] = [
  '91131003MA0Y000328',
  '91131002MA0EXAM4X5',
  '91131000MA0Y000167',
  '91131002MABBQNQG8X',
] as const;
const units = [punished, listed, clean, nobody] as const;
const authority = { authorityName: '廊坊市消防救援支队', authorityCode: '1113100001YMGCE72W' };
const today = dayOfInstant(new Date());

let database: TestDatabase;
let owner: Client;
/** With the worker, and beside it one that only answers. */
let api: NestFastifyApplication;
let beside: NestFastifyApplication;
const keys: Record<string, string> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Client(database.ownerUrl);
  await owner.connect();
  for (const role of ROLES)
    keys[role] = await issueKey(
      { ownerUrl: database.ownerUrl },
      {
        role,
        holder: role,
        unitName: '演示单位',
        unitCode: authority.authorityCode,
      },
    );
  const masterKey = aMasterKey();
  api = await createApi([AdaptersModule.on(database.url, { masterKey }), WorkerModule.telling(waitingBodies)]);
  beside = await createApi([AdaptersModule.on(database.url, { masterKey })]);
  for (const app of [api, beside]) {
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  }
  await record('/penalty-decisions', penalty(punished, 1));
  await record('/penalty-decisions', penalty(punished, 2));
  await record('/subjects', {
    uscc: clean,
    name: '演示清白有限公司',
    subjectType: '一般单位',
    areaCode: '131028',
    areaName: '大厂',
  });
  await list();
});
afterAll(async () => {
  await Promise.all([api.close(), beside.close()]);
  await owner.end();
  await database.drop();
});

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

async function get(app: NestFastifyApplication, url: string, key = keys.department): Promise<Answer> {
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const { statusCode: status, body: text, headers: said } = await app.inject({ method: 'GET', url, headers });
  return { status, text, headers: said };
}

const statusOf = (uscc: string) => `/subjects/${uscc}/status`;
const parsed = ({ text }: Answer) => JSON.parse(text) as Record<string, unknown>;

async function record(url: string, payload: object, role = 'officer'): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${keys[role] ?? ''}` };
  const answer = await api.inject({ method: 'POST', url, headers, payload });
  if (answer.statusCode >= 300) throw new Error(answer.body);
  return answer.json();
}

const penalty = (uscc: string, serial: number) => ({
  subjectName: '演示“引号"与\\有限公司',
  subjectCategory: '法人及非法人组织',
  uscc,
  legalRepresentative: '王小明',
  documentNumber: `廊消行罚决字〔2026〕第${String(serial).padStart(4, '0')}号`,
  violationType: '占用、堵塞、封闭疏散通道、安全出口',
  facts: '检查发现安全出口被占用。',
  legalBasis: '《中华人民共和国消防法》第六十条第一款第三项',
  penaltyKinds: '罚款',
  penaltyContent: '处罚款人民币20000元整',
  fineWan: '2.000000',
  decidedOn: '2026-10-06',
  ...authority,
});

async function list(): Promise<void> {
  const paper = {
    uscc: listed,
    subjectName: '演示商场有限公司',
    reportNumber: '廊消火调字〔2026〕第1号',
    reportedOn: '2026-05-01',
  };
  const { id } = await record('/blacklist/listings', paper);
  await record(`/blacklist/listings/${String(id)}/notice`, {
    noticeNumber: '廊消列告字〔2026〕第0009号',
    servedOn: '2026-05-06',
    reasons: '火灾事故责任',
    legalBasis: '演示',
  });
  await record(
    `/blacklist/listings/${String(id)}/decision`,
    {
      register: 'serious-dishonesty',
      decisionNumber: '廊消列字〔2026〕第0001号',
      decisionBody: authority.authorityName,
      decisionBodyCode: authority.authorityCode,
      legalBasis: '河北省消防条例',
      basisLevel: 'local-regulation',
      legalReviewedBy: '法制科李某',
      conductSummary: '对火灾事故负有责任',
      measures: ['PROC_REFUSE'],
      removalConditions: '期满',
      remedies: '六十日内申请行政复议',
      decidedOn: '2026-06-01',
    },
    'approver',
  );
}

/** Every reading of dossiers. */
const readings = (app: NestFastifyApplication) => jest.spyOn(app.get(Dossiers, { strict: false }), 'now');

/** Asks until the answer comes from memory: no dossier was read for it. */
async function fromMemory(app: NestFastifyApplication, uscc: string): Promise<Answer> {
  const read = readings(app);
  let answer: Answer | undefined;
  const isRemembered = async () => {
    read.mockClear();
    answer = await get(app, statusOf(uscc));
    return read.mock.calls.length === 0;
  };
  const found = await until(isRemembered, 60_000);
  read.mockRestore();
  if (!found || !answer) throw new Error(`nothing is remembered of ${uscc}`);
  return answer;
}

const differing = ['position', 'dataAge', 'knownAt'];
const constant = (body: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(body).filter(([field]) => !differing.includes(field)));
const same = (answer: Answer) => constant(parsed(answer));

describe('an answer from memory', () => {
  it.each([
    ['with penalties', punished, 'not-listed'],
    ['on the list', listed, 'listed'],
    ['without a record', clean, 'not-listed'],
  ])('is the one that the route gives: a unit %s', async (_what, uscc, status) => {
    for (const app of [api, beside]) {
      const remembered = await fromMemory(app, uscc);
      const read = await get(app, `${statusOf(uscc)}?validAt=${today}`);
      expect(remembered.status).toBe(200);
      expect(parsed(remembered)).toMatchObject({ uscc, status });
      expect(same(remembered)).toEqual(same(read));
      expect(Object.keys(parsed(remembered))).toEqual(Object.keys(parsed(read)));
      const [own, theirs] = [remembered, read].map(({ headers }) => Object.keys(headers).sort());
      expect(own).toEqual(theirs);
      expect(remembered.headers['content-type']).toBe(read.headers['content-type']);
    }
  });

  it('is not given without a key, to a key that nobody has, nor to a role that may not ask', async () => {
    await fromMemory(api, punished);
    expect((await get(api, statusOf(punished), '')).status).toBe(401);
    expect((await get(api, statusOf(punished), 'fcl_nobody')).status).toBe(401);
    expect((await get(api, statusOf(punished), keys.operator)).status).toBe(403);
    expect((await get(api, statusOf(punished), keys.operator)).status).toBe(403);
  });

  it('asks for the permission of the route', () => {
    const route = routesOfTheApi().find(({ operationId }) => operationId === 'CreditStatusController_status');
    expect(route).toMatchObject({ method: statusRoute.method, permission: statusRoute.permission });
    expect(route?.path.replace(/\{(\w+)\}/, ':$1')).toBe(statusRoute.url);
  });

  it('is not given while the clocks are apart', async () => {
    await fromMemory(api, punished);
    const apart = jest.spyOn(api.get(Clocks, { strict: false }), 'areApart').mockReturnValue(true);
    const answer = await get(api, statusOf(punished));
    apart.mockRestore();
    expect(answer.status).toBe(503);
    expect(parsed(answer)).toMatchObject({ status: 'cannot-answer', reason: 'clocks-apart' });
  });

  it('ends with the next event: at once in the process that took it in, soon in another', async () => {
    await fromMemory(api, punished);
    await fromMemory(beside, punished);
    const { position } = await record('/penalty-decisions', penalty(punished, 3));
    const read = readings(api);
    await get(api, statusOf(punished));
    expect(read).toHaveBeenCalledTimes(1); // what it said before is forgotten
    read.mockRestore();
    for (const app of [api, beside]) {
      const isNew = async () => Number(parsed(await get(app, statusOf(punished))).position) >= Number(position);
      expect(await until(isNew, 60_000)).toBe(true);
      expect(parsed(await fromMemory(app, punished)).contributions).toHaveLength(4);
    }
  });
});

describe('an answer that is read past the route', () => {
  /** Whether the route itself was taken: only there is the reader asked for an answer that is yet to be written. */
  async function asked(url: string, headers: Record<string, string> = {}) {
    const whole = jest.spyOn(api.get(CreditStatusReader, { strict: false }), 'statusOf');
    const answer = await api.inject({
      method: 'GET',
      url,
      headers: { authorization: `Bearer ${keys.department ?? ''}`, ...headers },
    });
    const calls = whole.mock.calls.length;
    whole.mockRestore();
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>(), headers: answer.headers, calls };
  }
  const forgotten = () => {
    api.get(DossierMemory, { strict: false }).end();
  };

  it.each([
    ['with penalties', punished],
    ['on the list', listed],
    ['without a record', clean],
    ['that nobody heard of', nobody],
  ])('is the one that the route gives: a unit %s', async (_what, uscc) => {
    forgotten();
    const plain = await asked(statusOf(uscc));
    const whole = await asked(`${statusOf(uscc)}?validAt=${today}`);
    expect([plain.calls, whole.calls]).toEqual([0, 1]);
    expect(plain.status).toBe(200);
    expect(constant(plain.body)).toEqual(constant(whole.body));
    expect(Object.keys(plain.body)).toEqual(Object.keys(whole.body));
    expect(Object.keys(plain.headers).sort()).toEqual(Object.keys(whole.headers).sort());
    expect(plain.headers['content-type']).toBe(whole.headers['content-type']);
  });

  it('is cannot-answer when the dossiers cannot be read, as the route says it', async () => {
    forgotten();
    const broken = readings(api).mockRejectedValue(new Error('no database'));
    const plain = await asked(statusOf(punished));
    const whole = await asked(`${statusOf(punished)}?validAt=${today}`);
    broken.mockRestore();
    expect([plain.calls, whole.calls]).toEqual([0, 1]);
    expect([plain.status, whole.status]).toEqual([503, 503]);
    expect(plain.body).toEqual({ ...whole.body, knownAt: plain.body.knownAt });
    expect(plain.body).toMatchObject({ status: 'cannot-answer', reason: 'read-model-unavailable', position: null });
    expect(Object.keys(plain.headers).sort()).toEqual(Object.keys(whole.headers).sort());
  });

  it('is left to the route when the code is spelled otherwise or wrong, and with a key against doubling', async () => {
    expect(await asked(statusOf(punished.toLowerCase()))).toMatchObject({ status: 200, calls: 1 });
    expect(await asked(statusOf('91131003MA0Y000329'))).toMatchObject({
      status: 400,
      body: { code: 'uscc-check-character' },
      calls: 0,
    });
    expect(await asked(statusOf(punished), { 'idempotency-key': 'no uuid' })).toMatchObject({
      status: 400,
      body: { code: 'idempotency-key-invalid' },
    });
  });

  it('is left to the route about a person, whom nobody asks about without a purpose, remembered or not', async () => {
    const person = 'person-8b91ab7f24b0d0c1e2f3a4b5c6d7e8f9';
    for (let times = 0; times < 3; times++) {
      const unasked = await asked(statusOf(person));
      expect(unasked).toMatchObject({ status: 400, body: { code: 'required' } });
      const { status, body } = await asked(`${statusOf(person)}?purpose=${encodeURIComponent('招标核查')}`);
      expect({ status, body }).toMatchObject({ status: 200, body: { uscc: person, status: 'subject-unknown' } });
    }
  });

  it('is not given when it cannot be put on record, neither before it is read nor after', async () => {
    const accesses = api.get(AccessRecorder);
    for (const moment of ['mayAnswer', 'record'] as const) {
      forgotten();
      const full = jest.spyOn(accesses, moment).mockImplementation(() => {
        throw new Refusal('cannot-record-access');
      });
      expect(await asked(statusOf(punished))).toMatchObject({ status: 503, body: { code: 'cannot-record-access' } });
      full.mockRestore();
    }
  });
});

describe('every answer of a route that is written by a schema', () => {
  it('is what JSON.stringify writes of its view', async () => {
    const reader = api.get(CreditStatusReader, { strict: false });
    for (const uscc of units) {
      for (const query of [
        '',
        '?validAt=2026-05-20',
        '?knownAt=2026-01-01T00:00:00Z',
        `?validAt=${today}&minPosition=1`,
      ]) {
        const { status, text } = await get(api, `${statusOf(uscc)}${query}`);
        const { position, dataAge, knownAt } = JSON.parse(text) as Record<'position' | 'dataAge', number> & {
          knownAt: string;
        };
        const at = Object.fromEntries(new URLSearchParams(query));
        const view = toCreditStatusView(
          await reader.statusOf(uscc, { ...at, minPosition: Number(at.minPosition ?? 0) }),
        );
        expect({ status, text }).toEqual({
          status: 200,
          text: JSON.stringify({ ...view, position, dataAge, knownAt }),
        });
      }
    }
  });
});
