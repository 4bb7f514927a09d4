import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { creditHebeiFaults, creditHebeiMessage, FakeCreditHebei } from '@app/endpoints';
import type { Push } from '@app/outbox';
import { EVENT_LOG, type EventLog, hashApiKey, newApiKey, pushDeadlines, until } from '@app/ledger';
import { MemoryEventLog } from '@app/event-store/memory';
import { checkEquality, readerOf } from '@app/projections';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client, Pool } from 'pg';
import { createApi } from '../apps/api/src/api';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { bodiesOf } from '../apps/composition/src/bodies';
import { bodySettingsFrom } from '../apps/composition/src/body-settings';
import { readModelsOf } from '../apps/worker/src/read-models-of';
import { WorkerModule } from '../apps/worker/src/worker.module';
import { ruleBook } from '../libs/ledger/src/rule-set';
import { ruleSets } from '../libs/ledger/src/rule-set/rule-sets';
import { BodyStandings } from '../libs/ledger/src/push/body-standings';
import { addDays, dayOfInstant, stateCouncilCalendar } from '../libs/ledger/src/shared';
import { subjectId as uscc } from './support/examples';
import * as event from './support/ledger-events';
import { createTestDatabase, type TestDatabase } from './support/test-database';
import { comesTrue } from './support/eventually';

/** A platform in memory; what is told to it is checked as by the client. */
class CheckedPlatform extends FakeCreditHebei {
  readonly faultsOf = (push: Push) => creditHebeiFaults(creditHebeiMessage(push));
}

const platform = new CheckedPlatform();
const bodies = bodiesOf(bodySettingsFrom({})).map((body) => ({ ...body, endpoint: platform }));
const other = '91131000XFK2GGLJ6A';
const unregistered = '91131002MABBQNQG8X';

let database: TestDatabase;
let owner: Pool;
let app: NestFastifyApplication;
let log: EventLog;
const keys: Record<string, string> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Pool({ connectionString: database.ownerUrl });
  for (const role of ['officer', 'operator', 'department']) {
    const key = newApiKey();
    keys[role] = key;
    await owner.query(
      `INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role) VALUES ($1, '李执法', '某支队', '1113100001YMGCE72W', $2)`,
      [hashApiKey(key), role],
    );
  }
  app = await createApi([AdaptersModule.on(database.url), WorkerModule.telling(bodies)]);
  await app.listen(0, '127.0.0.1');
  log = app.get<EventLog>(EVENT_LOG);
});
afterAll(async () => {
  await app.close();
  await owner.end();
  await database.drop();
});

async function ask(method: 'GET' | 'POST', path: string, payload?: object, role = 'officer') {
  const answer = await app.inject({
    method,
    url: path,
    headers: { authorization: `Bearer ${keys[role] ?? ''}`, ...(payload && { 'idempotency-key': randomUUID() }) },
    ...(payload && { payload }),
  });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}

let papers = 0;
/** Records a penalty. @returns its stream */
async function decide(changes: Parameters<typeof event.aPenaltyDecision>[0]): Promise<string> {
  papers += 1;
  const documentNumber = `廊消行罚决字〔2026〕第${papers}号`;
  const subjectId = changes?.subjectId ?? uscc;
  const decision = event.aPenaltyDecision({ subjectId, documentNumber, ...changes }, { subjectId });
  const stream = `penaltyDecision-${papers}`;
  await log.append(stream, 'no-stream', [{ ...decision, id: randomUUID() }]);
  return stream;
}

interface Row {
  readonly stream: string;
  readonly status: string;
  readonly due_on: string | null;
  readonly waits_for: string | null;
  readonly acknowledged_on: string | null;
  readonly whats: readonly string[];
  readonly titles: readonly string[];
}

/** The deadlines of what was told of a paper, in the order of the log. */
async function deadlinesOf(stream: string): Promise<Row[]> {
  const { rows } = await owner.query<Row>(
    `SELECT d.stream, p.status, d.due_on::text, d.waits_for, d.acknowledged_on::text,
            ARRAY(SELECT due ->> 'what' FROM jsonb_array_elements(d.dues) due) AS whats,
            ARRAY(SELECT due ->> 'title' FROM jsonb_array_elements(d.dues) due) AS titles
     FROM push_deadlines d JOIN pushes p ON d.stream = 'push-' || p.push_id WHERE p.stream = $1 ORDER BY p.position`,
    [stream],
  );
  return rows;
}
const whatsOf = async (stream: string) => (await deadlinesOf(stream)).map(({ whats }) => whats);
const untilWhats = (stream: string, whats: string[][]) =>
  until(async () => JSON.stringify(await whatsOf(stream)) === JSON.stringify(whats), 60_000);
const typesOf = async (stream: string) => (await log.readStream(stream)).map(({ type }) => type);

/** What is due of the subject's messages, as an officer sees it. */
async function dueWork(): Promise<Record<string, unknown>[]> {
  const { status, body } = await ask('GET', `/due-work?procedure=push&uscc=${uscc}`);
  expect(status).toBe(200);
  return body.items as Record<string, unknown>[];
}

describe('the deadline of a message', () => {
  it('is due work while the body has not acknowledged, and kept or missed by the day of its receipt', async () => {
    platform.misbehave('refuses');
    const stream = await decide({ decidedOn: '2026-05-06' });
    await comesTrue(async () => (await deadlinesOf(stream))[0]?.status === 'rejected');
    const [row] = await deadlinesOf(stream);
    expect(row).toMatchObject({ due_on: '2026-05-14', acknowledged_on: null, whats: ['push-deadline'] });
    const { body: standing } = await ask('GET', '/pushes/bodies');
    expect(standing.bodies).toMatchObject([
      { refusals: [{ code: '1001', count: 1 }] },
      { refusals: [] },
      { refusals: [] },
    ]);
    expect(await dueWork()).toMatchObject([
      { procedure: 'push', what: 'push-deadline', until: '2026-05-14', since: '2026-05-06', overdue: true, uscc },
    ]);

    const pushId = row?.stream.slice('push-'.length) ?? '';
    expect(await ask('POST', `/pushes/${pushId}/redrive`, { reason: '名称已核对' })).toMatchObject({ status: 200 });
    await untilWhats(stream, [[]]);
    expect(await deadlinesOf(stream)).toMatchObject([{ status: 'acknowledged', due_on: '2026-05-14' }]);
    expect(await dueWork()).toEqual([]);
  });
});

it('says of each body how its messages stand, to who may read pushes', async () => {
  const { status, body } = await ask('GET', '/pushes/bodies');
  expect(status).toBe(200);
  const counts = { waiting: 0, refusals: [], held: 0, overdue: 0, late: 0, onTime: 0, dueBefore: 0 };
  const answering = {
    standing: 'training',
    paused: false,
    breaker: 'closed',
    silentSince: null,
    nextProbe: null,
    exchangeRestoredOn: null,
  };
  const nothing = { ...counts, oldest: null, onTimePercent: null, ...answering };
  expect(body.bodies).toEqual([
    {
      body: 'credit-hebei',
      waiting: 0,
      oldest: null,
      refusals: [],
      held: 0,
      overdue: 0,
      late: 0,
      onTime: 1,
      dueBefore: 0,
      onTimePercent: 100,
      ...answering,
    },
    { body: 'credit-china-hebei', ...nothing },
    { body: 'gsxt-hebei', ...nothing },
  ]);
  expect((await ask('GET', '/pushes/bodies', undefined, 'department')).status).toBe(403);
  const metrics = (await app.inject({ method: 'GET', url: '/metrics' })).body;
  expect(metrics).toContain('ledger_pushes_on_time_percent{body="credit-hebei"} 100\n');
  expect(metrics).toContain('ledger_pushes_breaker_open{body="credit-hebei"} 0\n');
  expect(metrics).toContain('ledger_pushes_oldest_paper_days{body="credit-hebei"} Nan\n'); // it has all
  const { body: found } = await ask('GET', `/pushes?uscc=${uscc}`);
  expect(found.pushes).toMatchObject([
    {
      status: 'acknowledged',
      overtakenBy: null,
      inDoubt: false,
      nextTry: null,
      lastOutcome: 'acknowledged',
      faults: [],
      paused: false,
    },
  ]);
});

it('calls nothing late that was due before it could be told: since the ledger is there, and a real body since it is real', async () => {
  const [first] = await log.readAll({ after: 0, limit: 1 });
  const since = dayOfInstant(first?.recordedAt ?? '');
  const received = (stream: string, dueOn: string, on: string | null) => [stream, dueOn, on] as const;
  const rows = [
    received('push-old', addDays(since, -1), addDays(since, 3)),
    received('push-old-and-open', addDays(since, -2), null),
    received('push-new', since, addDays(since, 3)),
  ];
  for (const [stream, dueOn, on] of rows)
    await owner.query(
      `INSERT INTO push_deadlines (stream, procedure, subject_id, dues, endpoint, due_on, acknowledged_on, state, position)
       VALUES ($1, 'push', $2, '[]', 'gsxt-hebei', $3, $4, '{}', 1)`,
      [stream, uscc, dueOn, on],
    );
  const ofRegister = async () =>
    ((await ask('GET', '/pushes/bodies')).body.bodies as Record<string, unknown>[]).find(
      ({ body }) => body === 'gsxt-hebei',
    );
  expect(await ofRegister()).toMatchObject({ late: 1, onTime: 0, dueBefore: 2, onTimePercent: 0 });

  const realSince = jest.spyOn(BodyStandings.prototype, 'realSince').mockResolvedValue(addDays(since, 1));
  expect(await ofRegister()).toMatchObject({ late: 0, onTime: 0, dueBefore: 3, onTimePercent: null });
  realSince.mockRestore();
  await owner.query(`DELETE FROM push_deadlines WHERE stream = ANY ($1)`, [rows.map(([stream]) => stream)]);
});

it('counts the papers of natural persons, of which nobody is told', async () => {
  const papersOfPersons = async () => (await ask('GET', '/pushes/bodies')).body.personPapers;
  expect(await papersOfPersons()).toBe(0);
  const stream = await decide({ subjectId: `person-${'0a'.repeat(16)}`, decidedOn: '2026-11-26' });
  expect(await until(async () => (await papersOfPersons()) === 1, 60_000)).toBe(true);
  expect(await deadlinesOf(stream)).toEqual([]);
  const metrics = async () => (await app.inject({ method: 'GET', url: '/metrics' })).body;
  expect(await until(async () => (await metrics()).includes('ledger_pushes_person_papers 1\n'), 60_000)).toBe(true);
});

describe('what is held by the check', () => {
  const tooLong = { penaltyContent: '处'.repeat(10_001) };

  it('is work for an officer with the sentence and the deadline, and sent despite the check by a person', async () => {
    const stream = await decide({ ...tooLong, decidedOn: '2026-11-26' });
    await untilWhats(stream, [['push-deadline', 'push-held']]);
    const [row] = await deadlinesOf(stream);
    expect(row?.titles[1]).toContain('处罚内容（CF_NR）最多10000个字符，现有10001个，请压缩内容');
    const [first, second] = (await dueWork()).filter(
      ({ since }) => String(since) >= '2026-11-26' && String(since) < '2026-12-20',
    );
    expect(first).toMatchObject({ what: 'push-deadline', until: '2026-12-07', role: 'officer' });
    expect(second).toMatchObject({ what: 'push-held', until: '2026-12-07', role: 'officer' });

    const { body } = await ask('GET', `/pushes?status=held&uscc=${uscc}`);
    expect(body.pushes).toMatchObject([{ faults: [{ field: 'CF_NR', rule: 'credit-hebei-1/width-characters' }] }]);
    const pushId = row?.stream.slice('push-'.length) ?? '';
    const sent = await ask('POST', `/pushes/${pushId}/send-despite-check`, { reason: '平台已确认可收' });
    expect(sent).toMatchObject({ status: 200 });
    await comesTrue(async () => (await deadlinesOf(stream))[0]?.status !== 'held');
    await untilWhats(stream, [[]]);
    expect(await typesOf(`push-${pushId}`)).toEqual(['PushHeld', 'PushSentDespiteCheck', 'PushDelivered']);
  });

  it('is work no more once a later paper made it needless: revoked before it left, nothing is told', async () => {
    const stream = await decide({ ...tooLong, decidedOn: '2026-11-26' });
    await untilWhats(stream, [['push-deadline', 'push-held']]);
    const revocation = event.aPenaltyRevocation(
      { documentNumber: `廊消行罚决字〔2026〕第${papers}号` },
      { subjectId: uscc },
    );
    await log.append(stream, 0, [{ ...revocation, id: randomUUID() }]);
    await untilWhats(stream, [[], []]);
    expect((await deadlinesOf(stream)).map(({ status }) => status)).toEqual(['overtaken', 'nothing-there']);
  });

  it('is mended by a correction, which leaves in its place and keeps its deadline', async () => {
    const decisionId = randomUUID();
    const documentNumber = `廊消行罚决字〔2026〕第${(papers += 1)}号`;
    const held = {
      decisionId,
      subjectId: unregistered,
      subjectName: '更名后的商贸有限公司',
      documentNumber,
      decidedOn: '2026-11-26',
      authorityCode: '1113100001YMGCE72W',
      violationType: '占'.repeat(2_001),
    };
    const stream = `penaltyDecision-${decisionId}`;
    await log.append(stream, 'no-stream', [
      { ...event.aPenaltyDecision(held, { subjectId: unregistered }), id: randomUUID() },
    ]);
    await untilWhats(stream, [['push-deadline', 'push-held']]);

    const correction = {
      reason: '违法行为类型录入过长',
      violationType: '占用消防车通道',
    };
    expect(await ask('POST', `/penalty-decisions/${decisionId}/correction`, correction)).toMatchObject({ status: 200 });
    await untilWhats(stream, [[], []]);
    expect(await deadlinesOf(stream)).toMatchObject([
      { status: 'mended', due_on: null },
      { status: 'acknowledged', due_on: '2026-12-07' },
    ]);
    const told = platform.stored().filter(({ fields }) => fields.CF_WSH === documentNumber);
    expect(told).toMatchObject([
      {
        kind: 'penalty-correction',
        fields: { CF_WFXW: '占用消防车通道', GZ_YY: '违法行为类型录入过长', CF_JDRQ: '2026/11/26' },
      },
    ]);
  });

  it('is held when its name is not the one that is registered under its code, until the renaming is on record', async () => {
    const stream = await decide({
      subjectId: unregistered,
      subjectName: '更名后的商贸有限公司',
      decidedOn: '2026-11-26',
    });
    await comesTrue(async () => (await deadlinesOf(stream))[0]?.status === 'acknowledged'); // nobody is registered
    const register = `creditSubject-${unregistered}`;
    const unit = { subjectId: unregistered, subjectName: '更名前的商贸有限公司' };
    await log.append(register, 'no-stream', [{ ...event.aRegistration(unit, { ...unit }), id: randomUUID() }]);

    const dossierSays = async (name: string) => {
      const known = 'SELECT FROM credit_dossiers_2 WHERE subject_id = $1 AND name = $2';
      return (await owner.query(known, [unregistered, name])).rowCount === 1;
    };
    expect(await until(() => dossierSays(unit.subjectName), 60_000)).toBe(true);

    const next = await decide({
      subjectId: unregistered,
      subjectName: '更名后的商贸有限公司',
      decidedOn: '2026-11-26',
    });
    await untilWhats(next, [['push-deadline', 'push-held']]);
    const [row] = await deadlinesOf(next);
    expect(row?.titles[1]).toContain('“更名后的商贸有限公司”不是该统一社会信用代码登记的名称“更名前的商贸有限公司”');

    const renamed = { ...unit, subjectName: '更名后的商贸有限公司', formerName: unit.subjectName };
    await log.append(register, 0, [{ ...event.aRenaming(renamed, { subjectId: unregistered }), id: randomUUID() }]);
    const pushId = row?.stream.slice('push-'.length) ?? '';
    expect(await until(() => dossierSays(renamed.subjectName), 60_000)).toBe(true);
    expect(await ask('POST', `/pushes/${pushId}/redrive`, { reason: '更名已登记' })).toMatchObject({ status: 200 });
    const has = async () => (await deadlinesOf(next))[0]?.status === 'acknowledged';
    expect(await until(has, 60_000)).toBe(true);
    expect(await untilWhats(next, [[]])).toBe(true);
  });
});

it('leaves a deadline open until the working days of its year are published, then dates it', async () => {
  const open = (known: readonly number[]) =>
    ruleBook(ruleSets, { years: new Map([...stateCouncilCalendar.years].filter(([year]) => known.includes(year))) });
  const published = new MemoryEventLog();
  const sources = { log: published, rules: { book: open([2025]) } };
  const [body] = bodiesOf(bodySettingsFrom({}));
  if (!body) throw new Error('no body');
  const projection = pushDeadlines({ ...body, from: undefined }, sources);
  const client = new Client(database.url);
  await client.connect();
  await client.query('BEGIN');
  const row = async () =>
    (
      await client.query<Row>(
        `SELECT due_on::text, waits_for, next_due::text FROM push_deadlines WHERE subject_id = $1`,
        [other],
      )
    ).rows;
  const decision = event.aPenaltyDecision(
    { subjectId: other, decidedOn: '2025-12-30' },
    { subjectId: other, position: 1_000_000, recordedAt: '2025-12-31T02:00:00.000Z' },
  );
  await projection.apply(client, [decision]);
  expect(await row()).toEqual([{ due_on: null, waits_for: 'calendar-2026', next_due: 'infinity' }]);

  const year = event.aYearOfWorkingDays(
    { year: 2026, holidays: ['2026-01-01', '2026-01-02'], workingWeekendDays: ['2026-01-04'] },
    { id: randomUUID(), subjectId: null, stream: 'workingDayCalendar-state-council', position: 1_000_001 },
  );
  await published.append(year.stream, 'no-stream', [year]);
  await projection.apply(client, [year]);
  expect(await row()).toEqual([{ due_on: '2026-01-09', waits_for: null, next_due: '2026-01-09' }]);
  await projection.apply(client, [
    { ...decision, id: randomUUID(), position: 1_000_002, stream: 'penaltyDecision-another' },
  ]);
  expect((await row()).map(({ due_on }) => due_on)).toEqual(['2026-01-09', '2026-01-09']);
  await client.query('ROLLBACK');
  await client.end();
});

it('arrives at the same rows when the log is replayed', async () => {
  const client = new Client(database.url);
  await client.connect();
  const deadlines = readModelsOf(log, bodies).filter(({ name }) => name.startsWith('due-work-pushes-'));
  const reports: object[] = [];
  await checkEquality({
    client,
    log: readerOf(log),
    projections: deadlines,
    night: '2026-11-30',
    checked: new Set(),
    believing: true,
    onReport: ({ projection, missing, surplus }) => {
      reports.push({ projection, missing, surplus });
    },
    onTrouble: (_projection, error) => {
      throw new Error(error.message);
    },
  });
  await client.end();
  expect(reports).toEqual([{ projection: 'due-work-pushes-credit-hebei-1', missing: 0, surplus: 0 }]);
});
