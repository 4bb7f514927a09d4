import { Clocks, ROLES, until } from '@app/ledger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { createApi } from '../apps/api/src/api';
import { issueKey } from '../apps/cli/src/issue-key';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { WorkerModule } from '../apps/worker/src/worker.module';
import { addDays, dayOfInstant } from '../libs/ledger/src/shared';
import { waitingBodies } from './support/bodies';
import { type DatabaseClock, databaseClockOf } from './support/database-clock';
import { aMasterKey } from './support/personal-data';
import { createTestDatabase, type TestDatabase } from './support/test-database';
import { comesTrue } from './support/eventually';

const second = 1_000;
const minute = 60 * second;
const day = 24 * 60 * minute;

const [listed, clean, hazardous, ahead, later] = [
  '91131003MA0Y000328',
  '91131002MA0EXAM4X5',
  '91131000MA0Y000167',
  '91131002MABBQNQG8X',
  '91131003MAX1MKP799',
] as const;
const authority = { authorityName: '廊坊市消防救援支队', authorityCode: '1113100001YMGCE72W' };

/** The clock of the application, which the spec sets; it runs on. */
const own = { aheadMs: 0, now: () => new Date(Date.now() + own.aheadMs) };
const today = () => dayOfInstant(new Date());

let database: TestDatabase;
let databaseClock: DatabaseClock;
let owner: Client;
let app: NestFastifyApplication;
const keys: Record<string, string> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  databaseClock = await databaseClockOf(database.superuserUrl);
  owner = new Client(database.ownerUrl);
  await owner.connect();
  for (const role of ROLES)
    keys[role] = await issueKey(
      { ownerUrl: database.ownerUrl },
      {
        recordsFor: ['*'],
        role,
        holder: role,
        unitName: '演示单位',
        unitCode: authority.authorityCode,
      },
    );
  app = await createApi([
    AdaptersModule.on(database.url, { clock: own, masterKey: aMasterKey() }),
    WorkerModule.telling(waitingBodies),
  ]);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterEach(async () => {
  own.aheadMs = 0;
  await databaseClock.aheadBy(0);
  await clocks().check();
});
afterAll(async () => {
  await app.close();
  await databaseClock.close();
  await owner.end();
  await database.drop();
});

const clocks = () => app.get(Clocks, { strict: false });

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

async function ask(role: string, url: string, payload?: object): Promise<Answer> {
  const headers = { authorization: `Bearer ${keys[role] ?? ''}` };
  const answer = await app.inject({ method: payload ? 'POST' : 'GET', url, headers, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.json<Answer['body']>() };
}

async function recorded(role: string, url: string, payload: object): Promise<Answer['body']> {
  const { status, body } = await ask(role, url, payload);
  if (status >= 300) throw new Error(JSON.stringify(body));
  return body;
}

const penalty = (uscc: string, serial: number, decidedOn = '2026-05-06') => ({
  subjectName: `演示单位${serial}有限公司`,
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
  decidedOn,
  ...authority,
});
const record = (uscc: string, serial: number, decidedOn?: string) =>
  recorded('officer', '/penalty-decisions', penalty(uscc, serial, decidedOn));

/** A hazard that is overdue on the next day: the worker writes that down, when that day comes. */
const hazard = () => ({
  hazardNumber: '131003ZD20260001',
  subjectName: '演示隐患有限公司',
  uscc: hazardous,
  judgedOn: '2026-06-01',
  standard: 'GB 35181-2025',
  method: '直接判定',
  supervisionLevel: '县级',
  rectifyBy: today(),
});

async function list(): Promise<void> {
  const paper = {
    uscc: listed,
    subjectName: '演示商场有限公司',
    reportNumber: '廊消火调字〔2026〕第1号',
    reportedOn: '2026-05-01',
  };
  const { id } = await recorded('officer', '/blacklist/listings', paper);
  await recorded('officer', `/blacklist/listings/${String(id)}/notice`, {
    noticeNumber: '廊消列告字〔2026〕第0009号',
    servedOn: '2026-05-06',
    reasons: '火灾事故责任',
    legalBasis: '演示',
  });
  const { position } = await recorded('approver', `/blacklist/listings/${String(id)}/decision`, {
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
    decidedOn: today(),
  });
  await statusOf(listed, `?minPosition=${String(position)}`);
}

const statusOf = (uscc: string, query = '') => ask('department', `/subjects/${uscc}/status${query}`);
const settled = async (uscc: string) => {
  const { rows } = await owner.query<{ position: string }>('SELECT max(position) AS position FROM ledger_events');
  return statusOf(uscc, `?minPosition=${rows[0]?.position ?? ''}`);
};
const known = (uscc: string, at: Date | string) =>
  statusOf(uscc, `?knownAt=${typeof at === 'string' ? at : at.toISOString()}`);
const check = (...codes: string[]) =>
  ask('procurement', '/bidder-checks', { bidders: codes.map((uscc) => ({ uscc })) });
const ready = () => ask('department', '/health/ready');
/** Health is looked at twice a second at most. */
const readyAnew = async () => {
  await sleep(600);
  return ready();
};
const eventsOf = async (type: string) => {
  const { rows } = await owner.query(`SELECT FROM ledger_events WHERE type = $1`, [type]);
  return rows.length;
};
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it('has a ledger with a unit on the list, a clean one, and a hazard that waits for tomorrow', async () => {
  await list();
  await record(clean, 1);
  await recorded('officer', '/major-fire-hazards', hazard());
  expect(await settled(listed)).toMatchObject({ status: 200, body: { status: 'listed' } });
  expect(await settled(clean)).toMatchObject({ status: 200, body: { status: 'not-listed' } });
  await comesTrue(async () => (await ready()).status === 200);
  expect(await ready()).toMatchObject({
    status: 200,
    body: { checks: expect.arrayContaining([expect.objectContaining({ name: 'clocks', ok: true })]) as unknown },
  });
});

describe('without an instant everything that is recorded is known', () => {
  it.each([
    ['behind by 10 s', -10 * second],
    ['behind by 29 s', -29 * second],
    ['ahead by 10 s', 10 * second],
  ])('though the application is %s; health says so', async (_how, aheadMs) => {
    own.aheadMs = aheadMs;
    await record(later, 100 + Math.abs(aheadMs) / second + (aheadMs > 0 ? 50 : 0));
    expect(await settled(later)).toMatchObject({ status: 200, body: { status: 'not-listed' } });
    expect(await statusOf(listed)).toMatchObject({ status: 200, body: { status: 'listed' } });
    expect((await check(listed)).body.rows).toMatchObject([{ status: 'listed' }]);
    const { status, body } = await readyAnew();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'degraded',
      degraded: expect.arrayContaining([expect.stringContaining('clocks: differ')]) as unknown,
    });
  });
});

describe.each([
  ['the application is behind by 5 minutes', () => ((own.aheadMs = -5 * minute), Promise.resolve())],
  ['the application is ahead by 400 days', () => ((own.aheadMs = 400 * day), Promise.resolve())],
  ['the database is ahead by a day', () => databaseClock.aheadBy(day)],
  ['the database is behind by a day', () => databaseClock.aheadBy(-day)],
  ['the database is behind by 31 seconds', () => databaseClock.aheadBy(-31 * second)],
])('while %s', (_how, set) => {
  beforeEach(async () => {
    await set();
    await clocks().check();
  });

  it('nothing is answered, and nobody reads as clear', async () => {
    const cannot = { status: 503, body: { status: 'cannot-answer', reason: 'clocks-apart', score: null } };
    expect(await statusOf(listed)).toMatchObject(cannot);
    expect(await statusOf(clean)).toMatchObject(cannot);
    expect((await check(listed, clean)).body.rows).toMatchObject([
      { status: 'cannot-answer', score: null },
      { status: 'cannot-answer', score: null },
    ]);
    const refused = { status: 503, body: { code: 'cannot-answer', facts: { reason: 'clocks-apart' } } };
    for (const [role, url] of [
      ['auditor', `/subjects/${listed}/history`],
      ['auditor', '/blacklist/listings'],
      ['officer', '/due-work'],
    ] as const)
      expect({ url, ...(await ask(role, url)) }).toMatchObject(refused);
    expect(await readyAnew()).toMatchObject({ status: 503, body: { status: 'unavailable' } });
  });

  it('no day is written down, and all is well again when they agree', async () => {
    await record(clean, 200 + Math.floor(Math.random() * 9_000)).catch(() => undefined); // wakes the worker, recorded or not
    await sleep(2_500);
    expect(await eventsOf('MajorFireHazardFoundOverdue')).toBe(0);
    expect(await eventsOf('SubjectRemovedFromBlacklist')).toBe(0);
    own.aheadMs = 0;
    await databaseClock.aheadBy(0);
    await clocks().check();
    expect(await until(async () => (await statusOf(listed)).body.status === 'listed', 60_000)).toBe(true);
  });
});

describe("a paper's own day", () => {
  it('is not after today by the earlier clock, however far ahead the application is', async () => {
    own.aheadMs = 400 * day;
    const tomorrow = addDays(today(), 1);
    expect(await ask('officer', '/penalty-decisions', penalty(clean, 900, tomorrow))).toMatchObject({
      status: 400,
      body: { code: 'date-in-future', facts: { today: today() } },
    });
  });

  it('is not after the day of recording, also where nobody has noticed that the database is behind: recording never goes back', async () => {
    await databaseClock.aheadBy(-2 * day);
    expect(await ask('officer', '/penalty-decisions', penalty(clean, 901, today()))).toMatchObject({ status: 201 });
    const { rows } = await owner.query(
      `SELECT FROM ledger_events WHERE occurred_on > (recorded_at AT TIME ZONE 'Asia/Shanghai')::date`,
    );
    expect(rows).toEqual([]);
  });
});

describe.each([
  ['a day', day],
  ['a year', 365 * day],
])('after the database was ahead by %s while one event was recorded', (_how, aheadMs) => {
  const serial = 1_000 + aheadMs / day;

  it('is that event known, and so is what was recorded after it', async () => {
    await databaseClock.aheadBy(aheadMs);
    expect(Date.parse(String((await record(ahead, serial)).recordedAt))).toBeGreaterThan(Date.now() + aheadMs - minute);
    await databaseClock.aheadBy(0);
    await clocks().check();
    const before = new Date(Date.now() - 10 * minute);
    const { recordedAt } = await record(ahead, serial + 1);
    expect(Date.parse(String(recordedAt))).toBeGreaterThan(Date.now() + aheadMs - minute);
    await record(listed, serial + 2);

    const present = await settled(ahead);
    expect(present).toMatchObject({ status: 200, body: { status: 'not-listed' } });
    expect(present.body.score).toBe(aheadMs > day ? 60 : 80); // two papers of 10 points each time
    expect((await known(ahead, new Date())).body).toMatchObject({ status: 'not-listed', score: present.body.score });
    expect(await settled(listed)).toMatchObject({ status: 200, body: { status: 'listed' } });
    expect((await check(ahead, listed)).body.rows).toMatchObject([
      { status: 'not-listed', score: present.body.score },
      { status: 'listed' },
    ]);

    // What was known ten minutes ago nobody can tell: it may have been recorded before that, or after.
    expect(await known(ahead, before)).toMatchObject({
      status: 503,
      body: { status: 'cannot-answer', reason: 'recorded-ahead' },
    });
    // Of whom nothing was recorded then, the past can be told as ever.
    expect(await known(clean, before)).toMatchObject({ status: 200 });
    expect(await known(ahead, String(recordedAt))).toMatchObject({ status: 400, body: { code: 'instant-in-future' } });

    const history = (query: string) => ask('auditor', `/subjects/${ahead}/history${query}`);
    const all = (await history('')).body.events as readonly unknown[];
    expect(all.length).toBeGreaterThanOrEqual(aheadMs > day ? 4 : 2);
    expect((await history(`?knownAt=${new Date().toISOString()}`)).body.events).toEqual(all);

    await comesTrue(async () => (await ready()).status === 200); // what stood still while the clocks were apart goes on
    const { status, body } = await readyAnew();
    expect({ status, degraded: body.degraded }).toMatchObject({
      status: 200,
      degraded: expect.arrayContaining([expect.stringContaining('newest recording lies')]) as unknown,
    });
  });
});

describe('a question about a day or an instant that has not come, or that no calendar has', () => {
  const tomorrow = () => addDays(today(), 1);
  it.each([
    ['validAt', '2099-12-31', 'day-in-future'],
    ['validAt', tomorrow(), 'day-in-future'],
    ['validAt', '2026-02-30', 'date-invalid'],
    ['validAt', '2026-11-31', 'date-invalid'],
    ['knownAt', '9999-12-31T23:59:59Z', 'instant-in-future'],
    ['knownAt', '9999-12-31T15:59:59Z', 'instant-in-future'],
    ['knownAt', `${tomorrow()}T23:59:59%2B08:00`, 'instant-in-future'],
    ['knownAt', '2026-02-30T00:00:00Z', 'instant-invalid'],
    ['knownAt', '2026-11-31T00:00:00Z', 'instant-invalid'],
  ])('%s=%s is refused on every route that takes it', async (field, text, code) => {
    for (const [role, url] of [
      ['department', `/subjects/${listed}/status`],
      ['auditor', `/subjects/${listed}/history`],
    ] as const) {
      const answer = await ask(role, `${url}?${field}=${text}`);
      expect({ url, ...answer }).toMatchObject({ url, status: 400, body: { fields: [{ code, field }] } });
    }
    const person = {
      identityType: '居民身份证',
      identityNumber: '131002199001011234',
      [field]: decodeURIComponent(text),
    };
    const { status } = await ask('department', '/persons/status', person);
    expect(status).toBe(400);
  });
});
