import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { eventIdOf } from '@app/event-store';
import { EVENT_LOG, type EventLog, hashApiKey, newApiKey, until } from '@app/ledger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Pool } from 'pg';
import { createApi } from '../apps/api/src/api';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { WorkerModule } from '../apps/worker/src/worker.module';
import { derivedId } from '../libs/ledger/src/shared';
import { waitingBodies } from './support/bodies';
import * as event from './support/ledger-events';
import { aMasterKey } from './support/personal-data';
import { createTestDatabase, type TestDatabase } from './support/test-database';

const unit = { unitName: '廊坊市消防救援支队', unitCode: '1113100001YMGCE72W' };
const uscc = '91131002MA0CAA122M';

let database: TestDatabase;
let owner: Pool;
/** Two api processes would be no more apart: they share the database and nothing else. */
let apis: readonly [NestFastifyApplication, NestFastifyApplication];
let log: EventLog;
const keys: Record<string, string> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Pool({ connectionString: database.ownerUrl });
  for (const role of ['officer', 'approver', 'procurement']) {
    const key = newApiKey();
    keys[role] = key;
    await owner.query(
      'INSERT INTO api_keys (key_hash, holder, unit_name, unit_code, role) VALUES ($1, $2, $3, $4, $5)',
      [hashApiKey(key), `某${role}`, unit.unitName, unit.unitCode, role],
    );
  }
  const masterKey = aMasterKey();
  const first = await createApi([AdaptersModule.on(database.url, { masterKey }), WorkerModule.telling(waitingBodies)]);
  const second = await createApi([AdaptersModule.on(database.url, { masterKey })]);
  apis = [first, second];
  for (const api of apis) {
    await api.init();
    await api.getHttpAdapter().getInstance().ready();
  }
  log = first.get<EventLog>(EVENT_LOG);
});
afterAll(async () => {
  await Promise.all(apis.map((api) => api.close()));
  await owner.end();
  await database.drop();
});

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function ask(api: 0 | 1, role: string, url: string, payload: object | string, key: string): Promise<Answer> {
  const answer = await apis[api].inject({
    method: 'POST',
    url,
    headers: {
      authorization: `Bearer ${keys[role] ?? ''}`,
      'idempotency-key': key,
      'content-type': typeof payload === 'string' ? 'text/csv' : 'application/json',
    },
    payload,
  });
  const body = url === '/intake' ? { lines: answer.body } : answer.json<Record<string, unknown>>();
  return { status: answer.statusCode, body };
}

/** The same eight times at once, over both. */
const atOnce = (role: string, url: string, payload: object, key = randomUUID()): Promise<Answer[]> =>
  Promise.all(Array.from({ length: 8 }, (_, index) => ask(index % 2 === 0 ? 0 : 1, role, url, payload, key)));

let papers = 0;
const aPenalty = (change: object = {}) => ({
  subjectName: '测试单位有限公司',
  subjectCategory: '法人及非法人组织',
  uscc,
  legalRepresentative: '王示例',
  documentNumber: `廊消行罚决字〔2026〕第${String(9_000 + ++papers)}号`,
  violationType: '消防设施、器材、消防安全标志配置、设置不符合标准',
  facts: '一层疏散指示标志损坏三处，未保持完好有效',
  legalBasis: '《中华人民共和国消防法》第六十条第一款第一项',
  penaltyKinds: '罚款',
  penaltyContent: '罚款人民币20500元',
  fineWan: '2.05',
  decidedOn: '2026-05-06',
  authorityName: unit.unitName,
  authorityCode: unit.unitCode,
  ...change,
});
const aPersonsPenalty = () =>
  aPenalty({
    subjectName: '李示例',
    subjectCategory: '自然人',
    uscc: undefined,
    legalRepresentative: undefined,
    identityType: '身份证',
    identityNumber: '13100219000101001X',
  });

describe('the same command at once', () => {
  it.each([
    ['of a unit', aPenalty],
    ['of a person, sealed by each anew', aPersonsPenalty],
  ])('is recorded once, and only one is told that it was now: a penalty %s', async (_of, paper) => {
    const before = await log.head();
    const answers = await atOnce('officer', '/penalty-decisions', paper());
    expect(answers.map(({ status, body }) => [status, body.outcome]).sort()).toEqual([
      ...Array.from({ length: 7 }, () => [201, 'already-recorded']),
      [201, 'recorded'],
    ]);
    const receipts = answers.map(({ body: { id, position, revision, recordedAt } }) =>
      JSON.stringify({ id, position, revision, recordedAt }),
    );
    expect(new Set(receipts).size).toBe(1);
    expect(await log.head()).toBe(before + 1);
  });

  it('gets the answer of the one that works: a check of bidders', async () => {
    const before = await log.head();
    const payload = { bidders: [{ uscc }, { uscc: '91131002MA0CAA122X', name: '某公司' }] };
    const key = randomUUID();
    const answers = await atOnce('procurement', '/bidder-checks', payload, key);
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await log.head()).toBe(before + 1);
    expect(await ask(1, 'procurement', '/bidder-checks', payload, key)).toEqual(answers[0]);
  });

  it('is refused with another question under way', async () => {
    const key = randomUUID();
    const answers = await Promise.all(
      [uscc, '91131002MA0CAA122X'].map((code) =>
        ask(0, 'procurement', '/bidder-checks', { bidders: [{ uscc: code }] }, key),
      ),
    );
    expect(answers.map(({ status, body }) => [status, body.code]).sort()).toEqual([
      [200, undefined],
      [409, 'command-id-reused'],
    ]);
  });
});

describe('an id that the ledger derives', () => {
  /** The unit's first case of repeated violations, and the command with which the ledger proposes it. */
  const listingId = derivedId('blacklistListing', uscc, 'REPEATED_VIOLATIONS', '1');
  const command = derivedId('listing-candidates', listingId);
  const proposed = () => until(async () => (await log.readStream(`blacklistListing-${listingId}`)).length > 0, 60_000);

  it('cannot be claimed by a key: the unit is proposed all the same', async () => {
    const claimed = await ask(0, 'procurement', '/bidder-checks', { bidders: [{ uscc }] }, command);
    expect(claimed.status).toBe(200);
    for (const month of ['05', '06', '07', '08'])
      await ask(0, 'officer', '/penalty-decisions', aPenalty({ decidedOn: `2026-${month}-06` }), randomUUID());
    expect(await proposed()).toBe(true);
    expect((await log.readStream(`blacklistListing-${listingId}`))[0]?.commandId).toBe(command);
  });

  it('that a key claimed in an older log stops nobody: the ledger takes another', async () => {
    const other = '91131003MA0Y000328';
    const case1 = derivedId('blacklistListing', other, 'REPEATED_VIOLATIONS', '1');
    await claimedBefore(derivedId('listing-candidates', case1));
    for (const month of ['05', '06', '07', '08'])
      await ask(
        0,
        'officer',
        '/penalty-decisions',
        aPenalty({ uscc: other, decidedOn: `2026-${month}-06` }),
        randomUUID(),
      );
    const stream = `blacklistListing-${case1}`;
    expect(await until(async () => (await log.readStream(stream)).length > 0, 60_000)).toBe(true);
    expect((await log.readStream(stream))[0]).toMatchObject({
      type: 'ListingCandidateProposed',
      actor: { role: 'system' },
    });
  });

  it('of a row in a file that a key claimed in an older log: the row is recorded, and said again it is known', async () => {
    const row = ['2026-SSJ-9', '2026-RW-77', '被占单位', uscc, '2026-05-12', '大城县消防救援大队', '未发现问题'];
    const file =
      '抽查计划编号,抽查任务编号,单位名称,统一社会信用代码,检查日期,检查机关,检查结果\n' +
      [row, row.with(1, '2026-RW-78')].map((cells) => cells.join(',')).join('\n');
    await claimedBefore(derivedId('intake', 'spot-checks', ...row));
    const first = await ask(0, 'officer', '/intake', file, randomUUID());
    expect(first.body.lines).toContain('"recorded":2');
    const again = await ask(1, 'officer', '/intake', file, randomUUID());
    expect(again.body.lines).toContain('"alreadyRecorded":2');
  });
});

describe('a key that was used before keys had a name space', () => {
  it('gets its first answer again, also with the stream gone on', async () => {
    const key = randomUUID();
    const paper = aPenalty();
    const now = await ask(0, 'officer', '/penalty-decisions', paper, randomUUID());
    const stored = (await log.readStream(`penaltyDecision-${String(now.body.id)}`))[0];
    if (!stored) throw new Error('nothing was recorded');
    // The same paper as a program of then had recorded it: under the key itself.
    const number = aPenalty().documentNumber;
    const data = Buffer.from(Buffer.from(stored.data).toString().replaceAll(paper.documentNumber, number));
    const id = derivedId('penaltyDecision', unit.unitCode, number);
    const data2 = Buffer.from(data.toString().replaceAll(String(now.body.id), id));
    await log.append(`penaltyDecision-${id}`, 'no-stream', [
      { ...stored, id: randomUUID(), commandId: key, data: data2 },
    ]);
    const revocation = {
      documentNumber: '撤1号',
      revokedOn: '2026-06-06',
      reason: '认定有误',
      authorityName: unit.unitName,
      authorityCode: unit.unitCode,
    };
    expect(await ask(0, 'officer', `/penalty-decisions/${id}/revocation`, revocation, randomUUID())).toMatchObject({
      body: { outcome: 'recorded' },
    });
    const again = await ask(0, 'officer', '/penalty-decisions', aPenalty({ documentNumber: number }), key);
    expect(again).toMatchObject({ status: 201, body: { id, outcome: 'already-recorded', revision: 0 } });
    expect(
      await ask(0, 'officer', `/penalty-decisions/${id}/revocation`, { ...revocation, documentNumber: '撤2号' }, key),
    ).toMatchObject({ status: 409 });
  });
});

/** A bidder check that a procurement key had recorded under this id, as programs of then let it. */
async function claimedBefore(commandId: string): Promise<void> {
  const checked = event.aBidderCheck();
  await log.append(`bidderCheck-${randomUUID()}`, 'no-stream', [
    {
      ...checked,
      id: eventIdOf(commandId, 0),
      commandId,
      actor: { name: '采购人', unitName: '某单位', unitCode: 'X-2', role: 'procurement' },
    },
  ]);
}
