import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashApiKey, newApiKey, ROLES, until } from '@app/ledger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { createApi } from '../apps/api/src/api';
import { calendarOrder } from '../apps/cli/src/calendar-order';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { logOnPostgres } from '../apps/composition/src/log-settings';
import { WorkerModule } from '../apps/worker/src/worker.module';
import { paper2027 } from '../libs/ledger/src/working-day-calendar/domain/working-days.examples';
import { waitingBodies } from './support/bodies';
import { type DatabaseClock, databaseClockOf } from './support/database-clock';
import { createTestDatabase, type TestDatabase } from './support/test-database';
import { comesTrue } from './support/eventually';

const unitCode = '1113100001YMGCE72W';
const uscc = '92131003MA9ANPJY55';
/** The clock of the application. It runs, and the database's goes with it. */
const clock = { aheadMs: 0, now: () => new Date(Date.now() + clock.aheadMs) };
const itIs = async (day: string) => {
  clock.aheadMs = Date.parse(`${day}T10:00:00+08:00`) - Date.now();
  await databaseClock.aheadBy(clock.aheadMs);
};

let database: TestDatabase;
let databaseClock: DatabaseClock;
let owner: Client;
let apps: NestFastifyApplication[];
const keys: Record<string, string> = {};

/** Two processes over one database, api and worker in each. */
beforeAll(async () => {
  database = await createTestDatabase();
  databaseClock = await databaseClockOf(database.superuserUrl);
  await itIs('2026-12-29');
  owner = new Client(database.ownerUrl);
  await owner.connect();
  for (const role of ROLES) {
    const key = (keys[role] = newApiKey());
    await owner.query(
      `INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role) VALUES ($1, '张三', '某大队', $2, $3)`,
      [hashApiKey(key), unitCode, role],
    );
  }
  const aProcess = async () => {
    const app = await createApi([AdaptersModule.on(database.url, { clock }), WorkerModule.telling(waitingBodies)]);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    return app;
  };
  apps = [await aProcess(), await aProcess()];
});
afterAll(async () => {
  for (const app of apps) await app.close();
  await owner.end();
  await databaseClock.close();
  await database.drop();
});

interface Item {
  readonly what: string;
  readonly until: string | null;
}

/** Of a page of due work; of other answers, what there is of it. */
interface Body {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly id: string;
}

interface Answer {
  readonly status: number;
  readonly body: Body;
}

function processAt(at: number): NestFastifyApplication {
  const app = apps[at];
  if (!app) throw new Error(`there is no process ${at}`);
  return app;
}

async function ask(
  role: string,
  url: string,
  payload?: object,
  command: string = randomUUID(),
  at = 0,
): Promise<Answer> {
  const answer = await processAt(at).inject({
    method: payload ? 'POST' : 'GET',
    url,
    headers: { authorization: `Bearer ${keys[role] ?? ''}`, ...(payload && { 'idempotency-key': command }) },
    ...(payload && { payload }),
  });
  return { status: answer.statusCode, body: answer.json<Body>() };
}

/** Asks until there is an answer, and it is as wanted: before it is caught up, a read model does not speak. */
async function eventually(asking: () => Promise<Answer>, wanted: (body: Body) => boolean): Promise<Answer> {
  let answer = await asking();
  await comesTrue(async () => {
    answer = await asking();
    return answer.status === 200 && wanted(answer.body);
  });
  return answer;
}

const aHazard = (number: number, rectifyBy: string) => ({
  hazardNumber: `131003ZD2026000${number}`,
  subjectName: '某某娱乐有限公司',
  uscc,
  judgedOn: '2026-06-01',
  standard: 'GB 35181-2025',
  method: '直接判定',
  supervisionLevel: '县级',
  rectifyBy,
});

const decision = {
  register: 'serious-dishonesty',
  decisionNumber: '廊消列字〔2027〕第0001号',
  decisionBody: '廊坊市消防救援支队',
  decisionBodyCode: '11131000FGJJTG2G5W',
  legalBasis: '河北省消防条例',
  basisLevel: 'local-regulation',
  legalReviewedBy: '法制科李某',
  conductSummary: '对火灾事故负有责任',
  measures: ['PROC_REFUSE'],
  removalConditions: '期满',
  remedies: '六十日内申请行政复议',
  decidedOn: '2026-12-29',
};

const fileOf = (paper: object): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'calendar-')), 'year.json');
  writeFileSync(file, JSON.stringify(paper));
  return file;
};

async function calendar(file?: string) {
  const lines: string[] = [];
  const settings = { databaseUrl: database.url, logSettings: logOnPostgres, by: '李运维' };
  const order = file === undefined ? ({ order: 'list' } as const) : ({ order: 'load', file } as const);
  const exit = await calendarOrder({ ...settings, ...order, say: (line) => lines.push(line) });
  return { exit, lines };
}

/** One story, told in order. */
describe('the days of a ledger', () => {
  const noticeCommand = randomUUID();
  let listingId: string;
  let receipt: object;

  const notice = (at = 0) =>
    ask(
      'officer',
      `/blacklist/listings/${listingId}/notice`,
      {
        noticeNumber: '廊消列告字〔2026〕第0009号',
        servedOn: '2026-12-28',
        reasons: '火灾事故责任',
        legalBasis: '演示',
      },
      noticeCommand,
      at,
    );

  it('has the working days of the next year to load, when they are not there in November: work of the operator', async () => {
    const { status, body } = await eventually(
      () => ask('operator', '/due-work'),
      () => true,
    );
    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      { procedure: 'workingDayCalendar', id: '2027', role: 'operator', until: '2026-12-31', overdue: false },
    ]);
  });

  it('takes a notice that was served, whose window runs into a year nobody knows the working days of', async () => {
    const paper = {
      uscc,
      subjectName: '某某娱乐有限公司',
      reportNumber: '廊消火调字〔2026〕第1号',
      reportedOn: '2026-12-01',
    };
    listingId = (await ask('officer', '/blacklist/listings', paper)).body.id;
    const answer = await notice();
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'recorded' } });
    receipt = answer.body;
  });

  it('shows the window as due, on a day that is open; and the operator no subject', async () => {
    const window = ({ items }: Body) => items.find(({ what }) => what === 'defence-window');
    const { body } = await eventually(
      () => ask('approver', '/due-work'),
      (found) => window(found) !== undefined,
    );
    expect(window(body)).toMatchObject({
      uscc,
      unit: unitCode,
      until: null,
      dueOpen: 'calendar-2027',
      days: 'working',
    });
    expect(body).toMatchObject({ heldBack: [], position: expect.any(Number) as number });
    expect(JSON.stringify((await ask('operator', '/due-work?role=approver')).body)).not.toContain(uscc);
  });

  it('refuses the decision that needs the day, and only that', async () => {
    expect(await ask('approver', `/blacklist/listings/${listingId}/decision`, decision)).toMatchObject({
      status: 422,
      body: { code: 'working-day-calendar-missing', facts: { year: 2027 } },
    });
  });

  it('is not loaded with a file that is wrong, and says why', async () => {
    const wrong = await calendar(fileOf({ ...paper2027, holidays: [...paper2027.holidays, '2027-05-01'] }));
    expect(wrong).toEqual({
      exit: 1,
      lines: ['未载入：holidays：2027-05-01是周末，放假日只列工作日（周一至周五）'],
    });
  });

  it('is loaded with a year once, and says the same again', async () => {
    const first = await calendar(fileOf(paper2027));
    expect(first.exit).toBe(0);
    expect(first.lines[0]).toMatch(/^已载入2027年工作日历，台账位置 \d+，内容摘要 [0-9a-f]{64}$/);
    const again = await calendar(fileOf(paper2027));
    expect(again).toEqual({ exit: 0, lines: [`此前${first.lines[0] ?? ''}`] });
    expect((await calendar(fileOf({ ...paper2027, workingWeekendDays: [] }))).exit).toBe(1);
    expect((await calendar()).lines.at(-1)).toBe(`2027：${paper2027.source}`);
  });

  it('dates the window, in the ledger and in each process, without a restart', async () => {
    for (const at of [0, 1]) {
      const found = await eventually(
        () => ask('approver', '/due-work?procedure=blacklistListing', undefined, undefined, at),
        ({ items }) => items[0]?.until === '2027-01-05',
      );
      expect(found.body.items).toMatchObject([{ until: '2027-01-05', dueOpen: null, overdue: false }]);
      const toLoad = await eventually(
        () => ask('operator', '/due-work', undefined, undefined, at),
        ({ items }) => items.length === 0,
      );
      expect(toLoad.body.items).toEqual([]);
    }
    const { rows } = await owner.query(`SELECT type FROM ledger_events WHERE type = 'DefenceWindowDated'`);
    expect(rows).toHaveLength(1);
  });

  it('gives the notice said again its first answer, though its window would be counted now', async () => {
    for (const at of [0, 1])
      expect(await notice(at)).toEqual({ status: 200, body: { ...receipt, outcome: 'already-recorded' } });
  });

  it('refuses the decision within the window, as of any other notice', async () => {
    expect(await ask('approver', `/blacklist/listings/${listingId}/decision`, decision)).toMatchObject({
      status: 422,
      body: { code: 'defence-window-open', facts: { defenceUntil: '2027-01-05' } },
    });
  });

  it('lists what is due page by page, the earliest first, by unit, subject, role, procedure and lateness', async () => {
    for (const [number, rectifyBy] of ['2026-12-30', '2027-02-01', '2027-03-01'].entries())
      expect((await ask('officer', '/major-fire-hazards', aHazard(number + 1, rectifyBy))).status).toBe(201);
    const all = await eventually(
      () => ask('auditor', '/due-work'),
      ({ items }) => items.length === 4,
    );
    const days = ({ items }: Body) => items.map(({ until: day }) => day);
    expect(days(all.body)).toEqual(['2026-12-30', '2027-01-05', '2027-02-01', '2027-03-01']);

    const first = (await ask('auditor', '/due-work?limit=3')).body;
    const second = (await ask('auditor', `/due-work?limit=3&after=${first.next ?? ''}`)).body;
    expect([...days(first), ...days(second)]).toEqual(days(all.body));
    expect(second.next).toBeNull();

    const count = async (query: string) => days((await ask('auditor', `/due-work?${query}`)).body).length;
    expect(await count('role=officer')).toBe(3);
    expect(await count('role=approver')).toBe(1);
    expect(await count('procedure=majorFireHazard')).toBe(3);
    expect(await count(`unit=${unitCode}`)).toBe(4);
    expect(await count('unit=11131000FGJJTG2G5W')).toBe(0);
    expect(await count(`uscc=${uscc}`)).toBe(4);
    expect(await count('overdue=true')).toBe(0);
    expect(await ask('auditor', '/due-work?procedure=majorHazard')).toMatchObject({
      status: 400,
      body: { code: 'code-unknown', fields: [{ field: 'procedure' }] },
    });
    expect(await ask('auditor', '/due-work?after=x')).toMatchObject({ status: 400, body: { code: 'cursor-invalid' } });
    expect(await ask('department', '/due-work')).toMatchObject({ status: 403 });
  });

  it('writes a day down once when it has passed, whichever of the processes comes first', async () => {
    await itIs('2027-01-04');
    await ask('officer', '/major-fire-hazards', aHazard(4, '2027-04-01')); // something happens, so they look
    const found = () =>
      owner.query<{ actor: string }>(`SELECT type FROM ledger_events WHERE type = 'MajorFireHazardFoundOverdue'`);
    expect(await until(async () => (await found()).rowCount === 1, 60_000)).toBe(true);
    const { body } = await eventually(
      () => ask('officer', '/due-work?overdue=true'),
      ({ items }) => items.length === 1,
    );
    expect(body.items).toMatchObject([{ until: '2026-12-30', overdue: true, what: 'rectification', refused: null }]);
  });

  it('shows by health and metrics that they come', async () => {
    const check = async () => {
      const ready = await processAt(0).inject({ url: '/health/ready' });
      const { checks } = ready.json<{ checks: { name: string; ok: boolean; detail: string }[] }>();
      return checks.find(({ name }) => name === 'due-work');
    };
    // What was written down is known a moment later.
    await comesTrue(async () => (await check())?.detail.startsWith('no day waits') === true);
    expect(await check()).toMatchObject({
      ok: true,
      detail: expect.stringContaining('no day waits to be written down, 1 overdue, 0 open, 0 refused') as string,
    });
    const metrics = (await processAt(0).inject({ url: '/metrics' })).body;
    expect(metrics).toContain('ledger_due_work_overdue 1');
    expect(metrics).toContain('ledger_due_work_oldest_passed_days 0');
    expect(metrics).toContain('ledger_due_work_refused 0');
  });
});
