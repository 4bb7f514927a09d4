import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { FakeCreditHebei } from '@app/endpoints';
import type { NewEvent, StoredEvent } from '@app/event-store';
import { type EventLog, STORED_LOG, until } from '@app/ledger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Pool } from 'pg';
import { createApi } from '../apps/api/src/api';
import { replayReadModels } from '../apps/cli/src/replay-read-models';
import { verifyLedger } from '../apps/cli/src/verify-ledger';
import { issueKey } from '../apps/cli/src/issue-key';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { bodiesOf } from '../apps/composition/src/bodies';
import { bodySettingsFrom } from '../apps/composition/src/body-settings';
import { WorkerModule } from '../apps/worker/src/worker.module';
import { appendUnseen } from './support/append-unseen';
import * as event from './support/ledger-events';
import { oneOfEach } from './support/one-of-each';
import { createTestDatabase, type TestDatabase } from './support/test-database';

const platform = new FakeCreditHebei();
const bodies = bodiesOf(bodySettingsFrom({})).map((body) => ({ ...body, endpoint: platform }));

let database: TestDatabase;
let owner: Pool;
let pool: Pool;
let app: NestFastifyApplication;
let stored: EventLog;
const keys: Record<string, string> = {};

/** Fields that hold words of a paper, and no code, day or id. */
const prose = new Set(
  [
    ['subjectName', 'formerName', 'facts', 'violationType', 'legalBasis', 'penaltyContent', 'remark', 'authorityName'],
    [
      'reason',
      'reasons',
      'summary',
      'conductSummary',
      'removalConditions',
      'remedies',
      'explanation',
      'detail',
      'matter',
    ],
    [
      'decisionBody',
      'removalBody',
      'court',
      'plan',
      'findings',
      'missing',
      'proof',
      'message',
      'areaName',
      'statement',
    ],
  ].flat(),
);

/** The event with characters in its words that no read model takes. */
const poisoned = <Event extends NewEvent>(clean: Event): Event => {
  const data = JSON.parse(Buffer.from(clean.data).toString('utf8')) as Record<string, unknown>;
  const changed = Object.entries(data).map(([name, value]) => [
    name,
    prose.has(name) && typeof value === 'string' ? `${value}\0甲\uD83D` : value,
  ]);
  return { ...clean, id: randomUUID(), data: Buffer.from(JSON.stringify(Object.fromEntries(changed)), 'utf8') };
};

const unit = '91131002MA0CAA018H';
const about = (subjectId: string, documentNumber: string): StoredEvent =>
  event.aPenaltyDecision({ subjectId, documentNumber });
/** Megabytes in one event: what a list of bidders came to when its cells had no limit. */
const largeBytes = 12_000_000;

/** A log as programs left it that looked neither at characters nor at sizes, and a ledger that is started on it. */
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Pool({ connectionString: database.ownerUrl });
  pool = new Pool({ connectionString: database.url });
  for (const role of ['department', 'auditor']) {
    const holder = { holder: '张三', unitName: '某局', unitCode: '1113100001YMGCE72W' };
    keys[role] = await issueKey({ ownerUrl: database.ownerUrl }, { role, ...holder });
  }
  for (const [n, one] of oneOfEach.entries()) await appendUnseen(pool, `${one.type}-${n}`, poisoned(one));
  await appendUnseen(pool, 'penaltyDecision-first', poisoned(about(unit, '廊消行罚决字〔2026〕第0101号')));
  const check = event.aBidderCheck();
  const large = JSON.parse(Buffer.from(check.data).toString('utf8')) as { rows: { nameGiven: string }[] };
  for (const row of large.rows.slice(0, 1)) row.nameGiven = 'x'.repeat(largeBytes);
  for (let n = 0; n < 2; n++) {
    const id = randomUUID();
    await appendUnseen(pool, `bidderCheck-${id}`, { ...check, id, data: Buffer.from(JSON.stringify(large)) });
  }
  await appendUnseen(pool, 'penaltyDecision-second', {
    ...about(unit, '廊消行罚决字〔2026〕第0102号'),
    id: randomUUID(),
  });
  app = await createApi([AdaptersModule.on(database.url), WorkerModule.telling(bodies)]);
  await app.listen(0, '127.0.0.1');
  stored = app.get<EventLog>(STORED_LOG);
  const head = await stored.head();
  const caughtUp = async () => {
    const { rows } = await pool.query<{ there: boolean }>(
      'SELECT count(*) > 8 AND bool_and(position >= $1) AS there FROM projection_checkpoints',
      [head],
    );
    return rows[0]?.there === true;
  };
  if (!(await until(caughtUp, 60_000))) {
    const { rows } = await pool.query<object>('SELECT name, position, stopped_by FROM projection_checkpoints');
    throw new Error(JSON.stringify(rows));
  }
});
afterAll(async () => {
  await app.close();
  await Promise.all([owner.end(), pool.end()]);
  await database.drop();
});

const ask = async (role: string, url: string) => {
  const answer = await app.inject({ url, headers: { authorization: `Bearer ${keys[role] ?? ''}` } });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
};

describe('a log with characters that no read model takes, and events of any size', () => {
  it('stops nobody', async () => {
    const { rows } = await pool.query<object>('SELECT projection, subject_id, reason FROM projection_stopped_subjects');
    expect(rows).toEqual([]);
  });

  it('answers about its subjects', async () => {
    const { status, body } = await ask('department', `/subjects/${unit}/status`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'not-listed', reason: null });
  });

  it('shows the history whole, and says where characters were replaced', async () => {
    const { body } = await ask('auditor', `/subjects/${unit}/history`);
    expect(body).toMatchObject({ heldBackSince: null });
    const papers = (body.events as { type: string }[]).filter(({ type }) => type === 'PenaltyDecisionRecorded');
    expect(papers).toMatchObject([{ charactersReplaced: true }, { charactersReplaced: false }]);
  });

  it('lets the pushes leave: the platform takes the first, and looks at the second, which has another name', async () => {
    const left = async () => {
      const { rows } = await pool.query<{ status: string }>(
        'SELECT status FROM pushes WHERE subject_id = $1 ORDER BY position',
        [unit],
      );
      return rows.map(({ status }) => status).join() === 'acknowledged,rejected';
    };
    expect(await until(left, 60_000)).toBe(true);
  });

  it('keeps its stored bytes as they were', async () => {
    const [first] = await stored.readStream('penaltyDecision-first');
    expect(Buffer.from(first?.data ?? []).toString('utf8')).toMatch(/\\u0000甲\\ud83d/);
  });

  it('is replayed and verified like any other', async () => {
    const lines: string[] = [];
    const say = (line: string) => lines.push(line);
    expect(await replayReadModels({ DATABASE_URL: database.url }, say)).toBe(0);
    expect(lines.at(-1)).toMatch(/^全部一致/);
    expect(await verifyLedger([], { DATABASE_URL: database.url }, say)).toBe(2); // without public keys it finds no fault and promises nothing
  });

  it('is read in pages that a process can hold', async () => {
    const pages: number[] = [];
    for (let after = 0; ;) {
      const page = await stored.readAll({ after, limit: 1_000 });
      if (page.length === 0) break;
      pages.push(page.reduce((sum, { data }) => sum + data.length, 0));
      after = page.at(-1)?.position ?? after;
    }
    expect(pages.length).toBeGreaterThanOrEqual(2);
    expect(Math.max(...pages)).toBeLessThan(largeBytes + 9_000_000); // both would be more
  });
});
