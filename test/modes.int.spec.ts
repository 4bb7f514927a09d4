import 'reflect-metadata';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { BODY_IDS, type BodyId } from '@app/ledger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Pool } from 'pg';
import { createApi } from '../apps/api/src/api';
import { issueKey } from '../apps/cli/src/issue-key';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { batchWorkbooksOf } from '../apps/composition/src/batch-workbooks';
import { bodiesOf } from '../apps/composition/src/bodies';
import { bodySettingsFrom } from '../apps/composition/src/body-settings';
import { WorkerModule } from '../apps/worker/src/worker.module';
import type { Role } from '../libs/ledger/src/access/access-table';
import { Workbook } from '../libs/ledger/src/sheet-file/workbook/read-workbook';
import { agreeingWith } from './support/clocks';
import { inDecember, letDecemberCome } from './support/december';
import { openExchange } from './support/exchange-database';
import { aMasterKey } from './support/personal-data';
import { SftpServer } from './support/sftp-server';
import { createTestDatabase, type TestDatabase } from './support/test-database';
import { comesTrue } from './support/eventually';

/** By which mode each body is reached. */
const modes = { 'credit-hebei': 'database', 'credit-china-hebei': 'file', 'gsxt-hebei': 'workbook' } as const;
const authority = { authorityName: '廊坊市消防救援支队', authorityCode: '1113100001YMGCE72W' };
const [hotel, shop] = ['91131002MA0CAA018H', '92131022MAEHM5G2XY'] as const;
const names = { [hotel]: '廊坊示例商场有限公司', [shop]: '永清县示例饭店' } as const;
const numbers = { [hotel]: '廊消行罚决字〔2026〕第0181号', [shop]: '廊消行罚决字〔2026〕第0052号' } as const;
const operator = '朱示例';

let folder: string;
let database: TestDatabase;
let exchange: Awaited<ReturnType<typeof openExchange>>;
let sftp: SftpServer;
let app: NestFastifyApplication;
let pool: Pool;
let isOpen = false;
const keys = new Map<Role, string>();

/** One ledger and three bodies, each in a mode of its own, as its settings say; an officer carries the workbooks of the third one. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modes-'));
  const [files, forms] = [join(folder, 'files'), join(folder, 'forms')];
  for (const sub of ['inbox', 'receipts']) await mkdir(join(forms, sub), { recursive: true });
  exchange = await openExchange(50, { inbox: { folder: files, body: 'credit-china-hebei' } });
  sftp = new SftpServer(files);
  await sftp.start();
  await writeFile(join(folder, 'sftp.key'), sftp.clientKey);
  database = await createTestDatabase();
  pool = new Pool({ connectionString: database.url });
  await letDecemberCome(database);
  const settings = bodySettingsFrom({
    BODIES: BODY_IDS.join(','),
    CREDIT_HEBEI_MODE: modes['credit-hebei'],
    CREDIT_HEBEI_URL: exchange.wire.url,
    CREDIT_HEBEI_MARK_FILE: join(folder, 'credit-hebei.mark'),
    CREDIT_HEBEI_ASK_SECONDS: '1',
    CREDIT_CHINA_HEBEI_MODE: modes['credit-china-hebei'],
    CREDIT_CHINA_HEBEI_URL: `sftp://${sftp.username}@${sftp.address.host}:${sftp.address.port}/`,
    CREDIT_CHINA_HEBEI_SFTP_KEY_FILE: join(folder, 'sftp.key'),
    CREDIT_CHINA_HEBEI_SFTP_HOST_KEYS: sftp.fingerprint,
    CREDIT_CHINA_HEBEI_DIGEST: 'sm3',
    CREDIT_CHINA_HEBEI_ASK_SECONDS: '1',
    GSXT_HEBEI_MODE: modes['gsxt-hebei'],
    GSXT_HEBEI_URL: `file://${forms}`,
    GSXT_HEBEI_ASK_SECONDS: '1',
  });
  const adapters = AdaptersModule.on(database.url, {
    clock: inDecember,
    otherClock: agreeingWith(inDecember),
    masterKey: aMasterKey(),
    batchWorkbooks: batchWorkbooksOf(settings),
  });
  app = await createApi([adapters, WorkerModule.telling(bodiesOf(settings))]);
  await app.init();
  isOpen = true;
  await app.getHttpAdapter().getInstance().ready();
  for (const role of ['officer', 'approver', 'operator'] as const) {
    const holder = { role, recordsFor: ['*'], holder: `${role}王` };
    const unit = { unitName: authority.authorityName, unitCode: authority.authorityCode };
    keys.set(role, await issueKey({ ownerUrl: database.ownerUrl }, { ...holder, ...unit }));
  }
});
afterAll(async () => {
  if (isOpen) await app.close();
  await sftp.stop();
  await exchange.close();
  await pool.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

async function ask(role: Role, method: 'GET' | 'POST', url: string, payload?: object) {
  const isFile = Buffer.isBuffer(payload);
  const answer = await app.inject({
    method,
    url,
    headers: {
      authorization: `Bearer ${keys.get(role) ?? ''}`,
      ...(isFile && { 'content-type': 'application/octet-stream' }),
    },
    ...(payload && { payload }),
  });
  return {
    status: answer.statusCode,
    body: isJson(answer.headers) ? answer.json<Record<string, unknown>>() : {},
    raw: answer.rawPayload,
  };
}
const isJson = (headers: object) => String((headers as { 'content-type'?: unknown })['content-type']).includes('json');

async function control(body: BodyId, path: string, told: object, method = 'POST'): Promise<void> {
  const answer = await fetch(`${exchange.sandbox.url}/bodies/${body}/control/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(told),
  });
  expect(answer.ok).toBe(true);
}

/** Waits until the pushes about a subject stand so at each body, and there are no others. */
async function comeTo(subjectId: string, expected: Readonly<Partial<Record<BodyId, string>>>): Promise<void> {
  let found: Readonly<Record<string, string>> = {};
  await comesTrue(async () => {
    const { rows } = await pool.query<{ endpoint: string; status: string }>(
      'SELECT endpoint, status FROM pushes WHERE subject_id = $1 ORDER BY position',
      [subjectId],
    );
    found = Object.fromEntries(rows.map(({ endpoint, status }) => [endpoint, status]));
    return isDeepStrictEqual(found, expected);
  });
  expect(found).toEqual(expected);
}

const penalty = (uscc: keyof typeof names, more: object = {}) => ({
  uscc,
  subjectName: names[uscc],
  subjectCategory: uscc.startsWith('92') ? '个体工商户' : '法人及非法人组织',
  documentNumber: numbers[uscc],
  violationType: '占用消防车通道',
  facts: '占用消防车通道一处',
  legalBasis: '《中华人民共和国消防法》第六十条第一款第一项',
  penaltyKinds: '罚款',
  penaltyContent: '罚款人民币20500元整',
  fineWan: '2.05',
  decidedOn: '2026-11-06',
  procedure: 'ordinary',
  sourceName: authority.authorityName,
  sourceCode: authority.authorityCode,
  ...authority,
  ...more,
});

async function record(paper: object): Promise<void> {
  const { status, body } = await ask('officer', 'POST', '/penalty-decisions', paper);
  expect([status, body]).toEqual([201, expect.objectContaining({ outcome: 'recorded' })]);
}

type Workbooks = readonly { readonly batch: string }[];
const forms = '/pushes/bodies/gsxt-hebei/workbooks';

/** The workbook that waits, as the officer sees it: its name, its first sheet, its headings and its first row. */
async function download() {
  const standing = async () => (await ask('officer', 'GET', forms)).body.workbooks as Workbooks;
  await comesTrue(async () => (await standing()).length === 1);
  const [{ batch } = { batch: '' }] = await standing();
  const { status, raw } = await ask('officer', 'GET', `${forms}/${batch}`);
  expect(status).toBe(200);
  const workbook = await Workbook.of(raw);
  const [sheet] = workbook.sheets;
  if (!sheet) throw new Error('a workbook without a page');
  const [headings, first] = await workbook.firstRows(sheet, 2);
  return {
    batch,
    page: sheet.name,
    cell: (heading: string) => first?.cells[headings?.cells.indexOf(heading) ?? -1] ?? '',
  };
}

const resultHeadings = ['报送标识', '状态', '回执编号', '反馈时间', '错误代码', '错误说明', '出错字段'];
const result = (...rows: readonly string[][]) =>
  Buffer.from([resultHeadings, ...rows].map((cells) => `${cells.join(',')}\n`).join(''));
const upload = (batch: string, file: Buffer) => ask('officer', 'POST', `${forms}/${batch}/result`, file);

describe('a penalty', () => {
  const everywhere = (status: string) => Object.fromEntries(BODY_IDS.map((body) => [body, status]));

  it('leaves by database, file and workbook, is refused by all three, mended and sent again under its own identity', async () => {
    // The bodies know the unit by another name.
    const subjects = [
      { uscc: hotel, name: '廊坊旧名商场' },
      { uscc: shop, name: names[shop] },
    ];
    for (const body of ['credit-hebei', 'credit-china-hebei'] as const)
      await control(body, 'registry', { mode: 'strict', subjects }, 'PUT');
    await record(penalty(hotel, { legalRepresentative: '王示例' }));
    const first = await download();
    expect(first.page).toBe('行政处罚信息');
    expect(first.cell('统一社会信用代码')).toBe(hotel);
    const key = first.cell('报送标识');
    expect((await upload(first.batch, result([key, '2', '', '', '', '', '']))).body).toMatchObject({
      code: 'batch-result-row-invalid',
      facts: { row: 2, heading: '状态', rule: 'state-unknown', faults: 1 },
    });
    const no = result([key, '0', '', '', '1001', '企业名称与注册号不符', 'entName']);
    expect(await upload(first.batch, no)).toMatchObject({ status: 200, body: { rejected: 1, known: false } });
    expect(await upload(first.batch, no)).toMatchObject({ status: 200, body: { rejected: 1, known: true } });
    await comeTo(hotel, everywhere('rejected'));

    for (const body of ['credit-hebei', 'credit-china-hebei'] as const)
      await control(body, 'renames', { uscc: hotel, name: names[hotel] });
    const id = expect.any(String) as string;
    const again = { reason: '平台已更正名称', refusalCode: '1001', dryRun: false };
    expect((await ask('officer', 'POST', '/pushes/redrive', again)).body).toMatchObject({ pushIds: [id, id, id] });
    const second = await download();
    expect(second.cell('报送标识')).toBe(key);
    await upload(second.batch, result([key, '1', 'GS0001', '2026-11-07 10:20:30', '', '', '']));
    await comeTo(hotel, everywhere('acknowledged'));

    const { rows } = await pool.query<{ endpoint: string; types: readonly string[] }>(
      `SELECT data ->> 'endpoint' AS endpoint, array_agg(type ORDER BY position) AS types
       FROM (SELECT position, type, convert_from(data, 'UTF8')::jsonb AS data FROM ledger_events WHERE type LIKE 'Push%') AS said
       GROUP BY 1 ORDER BY 1`,
    );
    expect(rows).toEqual(
      [...BODY_IDS].sort().map((endpoint) => ({ endpoint, types: ['PushRefused', 'PushRedriven', 'PushDelivered'] })),
    );
  });

  it('that was refused in a row of a result file which is none says which row, field and rule', async () => {
    const { body } = await upload('gsxt-hebei-0000000001-0000000001-0123456789abcdef', result(['x', '1']));
    expect(body).toMatchObject({ code: 'batch-workbook-not-found' });
    expect((await upload('x', Buffer.from('甲,乙\n1,2\n'))).body).toMatchObject({ code: 'headings-missing' });
    expect((await ask('officer', 'GET', '/pushes/bodies/credit-hebei/workbooks')).body).toMatchObject({
      code: 'batch-workbooks-not-used',
    });
    expect((await ask('operator', 'GET', `${forms}/x`)).status).toBe(403);
  });
});

describe('the exchange database of a body', () => {
  const health = async () => (await ask('operator', 'GET', '/health/ready')).body.degraded as readonly string[];
  const restored = (lines: readonly string[]) => lines.filter((line) => line.startsWith('exchange-databases'));

  it('that was put back from a backup is found, and is work for an operator until somebody has looked after it', async () => {
    await exchange.restore({});
    const warning = {
      penaltyKinds: '警告',
      penaltyContent: '警告',
      fineWan: null,
      legalRepresentative: operator,
      decidedOn: '2026-05-06',
    };
    await record(penalty(shop, warning));
    await comeTo(shop, { 'credit-hebei': 'acknowledged' });
    expect(await exchange.grep(operator)).toBe(true);

    await comesTrue(async () => restored(await health()).length > 0);
    expect(restored(await health())).toEqual([expect.stringContaining('credit-hebei was found restored on 2026-12-')]);
    const due = async () =>
      (await ask('operator', 'GET', '/due-work?procedure=exchangeDatabase')).body.items as readonly object[];
    await comesTrue(async () => (await due()).length === 1);
    expect(await due()).toMatchObject([{ id: 'credit-hebei', what: 'exchange-database-restored', role: 'operator' }]);
    const { raw } = await ask('operator', 'GET', '/metrics');
    expect(raw.toString()).toContain('ledger_exchange_restored{body="credit-hebei"} 1');

    const review = { reason: '平台确认恢复备份' };
    expect((await ask('operator', 'POST', '/pushes/bodies/credit-hebei/restoration-review', review)).status).toBe(200);
    await comesTrue(async () => (await due()).length === 0);
    await comesTrue(async () => restored(await health()).length === 0);
    expect(restored(await health())).toEqual([]);
  });

  it('holds no name of whom was erased, at once', async () => {
    const order = { subjectId: shop, representative: operator, ground: 'retention-expired', erasedOn: '2026-12-02' };
    const paper = { ...order, documentNumber: '廊消信删〔2026〕第1号', ...authority };
    const { status, body } = await ask('approver', 'POST', '/personal-data/erasures', paper);
    expect([status, body]).toEqual([201, expect.objectContaining({ outcome: 'recorded' })]);
    await comesTrue(async () => !(await exchange.grep(operator)));
    expect(await exchange.grep(operator)).toBe(false);
    expect(await exchange.grep('永清县示例饭店')).toBe(false); // all of what was said with the name in it
  });
});

it('nothing is kept open at the bodies once the worker has stopped', async () => {
  const sessions = async () => {
    const { rows } = await exchange.owner.query<{ open: number }>(
      `SELECT count(*)::integer AS open FROM pg_stat_activity WHERE application_name = 'fire-credit-ledger' AND datname = current_database()`,
    );
    return (rows[0]?.open ?? 0) + sftp.open;
  };
  expect(await sessions()).toBeGreaterThan(1);
  await app.close();
  isOpen = false;
  await comesTrue(async () => (await sessions()) === 0);
  expect(await sessions()).toBe(0);
});
