import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { EVENT_LOG, type EventLog, until } from '@app/ledger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Pool } from 'pg';
import { createApi } from '../apps/api/src/api';
import { issueKey } from '../apps/cli/src/issue-key';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { WorkerModule } from '../apps/worker/src/worker.module';
import type { Role } from '../libs/ledger/src/access/access-table';
import { waitingBodies } from './support/bodies';
import { createTestDatabase, type TestDatabase } from './support/test-database';

const caseFile = (name: string) => readFileSync(join(__dirname, 'data/cases', name));

let database: TestDatabase;
let pool: Pool;
let app: NestFastifyApplication;
let log: EventLog;
/** Where the log stood before anything was handed in: keys are on record. */
let start = 0;
const keys: Partial<Record<Role, string>> = {};
beforeAll(async () => {
  database = await createTestDatabase();
  pool = new Pool({ connectionString: database.url });
  app = await createApi([AdaptersModule.on(database.url), WorkerModule.telling(waitingBodies)]);
  await app.listen(0, '127.0.0.1');
  log = app.get<EventLog>(EVENT_LOG);
  for (const role of ['officer', 'department', 'procurement'] as const)
    keys[role] = await issueKey(
      { ownerUrl: database.ownerUrl },
      {
        recordsFor: ['*'],
        role,
        holder: '张三',
        unitName: '某局',
        unitCode: '1113100001YMGCE72W',
      },
    );
  start = await log.head();
});
afterAll(async () => {
  await app.close();
  await pool.end();
  await database.drop();
});

async function ask(
  role: Role,
  method: 'GET' | 'POST',
  url: string,
  payload?: Buffer | string,
  type = 'application/json',
) {
  const answer = await app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${keys[role] ?? ''}`, ...(payload !== undefined && { 'content-type': type }) },
    ...(payload !== undefined && { payload }),
  });
  return { status: answer.statusCode, text: answer.body };
}
async function takenIn(name: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { text } = await ask('officer', 'POST', '/intake', caseFile(name), 'text/csv');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
async function caughtUp(): Promise<void> {
  const head = await log.head();
  const there = async () => {
    const { rows } = await pool.query<{ there: boolean }>(
      'SELECT count(*) > 8 AND bool_and(position >= $1) AS there FROM projection_checkpoints',
      [head],
    );
    return rows[0]?.there === true;
  };
  expect(await until(there, 60_000)).toBe(true);
}

describe('characters that cannot be stored', () => {
  it('are refused row by row in a file, each with its column', async () => {
    const lines = await takenIn('01-unstorable-characters/penalties.csv');
    expect(lines.filter(({ outcome }) => outcome === 'rejected')).toMatchObject([
      { row: 1, field: '行政相对人名称', rule: 'text-not-storable' },
      { row: 2, field: '违法事实', rule: 'text-not-storable' },
    ]);
    expect(lines.at(-1)).toMatchObject({ summary: { rows: 2, recorded: 0, rejected: 2 } });
    expect(lines[1]?.message).toContain('空字符，U+0000');
  });

  it('are refused in JSON, at their field', async () => {
    const body = caseFile('01-unstorable-characters/penalty-lone-surrogate.json');
    const { status, text } = await ask('officer', 'POST', '/penalty-decisions', body);
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({
      code: 'text-not-storable',
      facts: { character: 'U+D83D', called: '半个字符', at: 3 },
      fields: [{ field: 'facts', code: 'text-not-storable' }],
    });
  });

  it('leave nothing in the log, and 25 rows of them stop nobody', async () => {
    const text = caseFile('01-unstorable-characters/penalties.csv').toString('utf8');
    const [headings = '', first = ''] = text.split(/\r?\n/);
    const rows = Array.from({ length: 25 }, (_, n) => first.replace('0101号', `${9001 + n}号`));
    const { text: said } = await ask('officer', 'POST', '/intake', [headings, ...rows].join('\n'), 'text/csv');
    expect(JSON.parse(said.trim().split('\n').at(-1) ?? '')).toMatchObject({ summary: { rejected: 25, recorded: 0 } });
    expect(await log.head()).toBe(start);
    expect((await app.inject({ url: '/health/ready' })).statusCode).toBe(200);
  });
});

describe('marks that nobody sees', () => {
  it('are taken away; the one that turns text round is refused by its name', async () => {
    const lines = await takenIn('18-invisible-marks/penalties.csv');
    expect(lines.filter(({ outcome }) => outcome === 'rejected')).toMatchObject([
      {
        row: 4,
        field: '行政相对人名称',
        rule: 'text-not-storable',
        message: expect.stringContaining('U+202E') as string,
      },
    ]);
    expect(lines.at(-1)).toMatchObject({ summary: { rows: 4, recorded: 3, rejected: 1 } });
    await caughtUp();
    const { rows } = await pool.query<{ name: string; number: string }>(
      `SELECT data ->> 'subjectName' AS name, data ->> 'documentNumber' AS number FROM subject_history_5
       WHERE type = 'PenaltyDecisionRecorded' ORDER BY data ->> 'documentNumber' COLLATE "C"`,
    );
    expect(rows).toEqual([
      { name: '廊坊市安次区示例宾馆有限公司', number: '廊消行罚决字〔2026〕第1801号' },
      { name: '廊坊市安次区示例宾馆有限公司', number: '廊消行罚决字〔2026〕第1802号' },
      { name: '廊坊示例丁商场', number: '廊消行罚决字〔2026〕第1803号' },
    ]);
  });

  it('are no mismatch in a bidder check, on neither side', async () => {
    const bidders = ['廊坊示例丁商场', '\u2066廊坊示例丁商场\u2069'].map((name) => ({
      uscc: '91131002MA0CAA253H',
      name,
    }));
    const { text } = await ask('procurement', 'POST', '/bidder-checks', JSON.stringify({ bidders }));
    expect(JSON.parse(text)).toMatchObject({ rows: [{ nameMatch: 'current' }, { nameMatch: 'current' }] });
  });
});

describe('a list of as many bidders as are taken', () => {
  it('is one check in events that every log takes, and reads again as it was told', async () => {
    const lines = Array.from({ length: 10_000 }, (_, n) => `91131002MA0CAA253H,投标人${n}`);
    const file = ['统一社会信用代码,名称', ...lines].join('\n');
    const { status, text } = await ask('procurement', 'POST', '/bidder-checks', file, 'text/csv');
    expect(status).toBe(200);
    const told = JSON.parse(text) as { checkId: string; rows: unknown[] };
    expect(told.rows).toHaveLength(10_000);
    const events = await log.readStream(`bidderCheck-${told.checkId}`);
    expect(Math.max(...events.map(({ data }) => data.length))).toBeLessThanOrEqual(262_144);
    const again: unknown = JSON.parse((await ask('procurement', 'GET', `/bidder-checks/${told.checkId}`)).text);
    expect(isDeepStrictEqual(again, told)).toBe(true);
  });
});
