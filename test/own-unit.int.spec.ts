import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { EVENT_LOG, type EventLog, fingerprintOf, hashApiKey, until } from '@app/ledger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApi } from '../apps/api/src/api';
import { issueKey, type NewKeyHolder } from '../apps/cli/src/issue-key';
import { AdaptersModule } from '../apps/composition/src/adapters.module';
import { WorkerModule } from '../apps/worker/src/worker.module';
import { derivedId } from '../libs/ledger/src/shared';
import { waitingBodies } from './support/bodies';
import { aMasterKey } from './support/personal-data';
import { createTestDatabase, type TestDatabase } from './support/test-database';

const langfang = { unitName: '廊坊市消防救援支队', unitCode: '1113100001YMGCE72W' };
const other = { unitName: '外省某大队', unitCode: 'X-1' };
const uscc = '91131002MA0CAA122M';

let database: TestDatabase;
let app: NestFastifyApplication;
let log: EventLog;
const keys: Record<string, string> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  const holders: Record<string, NewKeyHolder> = {
    officer: { role: 'officer', holder: '王经办', ...langfang },
    approver: { role: 'approver', holder: '李审批', ...langfang },
    feed: { role: 'officer', holder: '数据接口', ...other, recordsFor: [langfang.unitCode] },
    stranger: { role: 'officer', holder: '外省经办', ...other },
    strangerApprover: { role: 'approver', holder: '外省审批', ...other },
    asker: { role: 'procurement', holder: '采购人', unitName: '甲采购', unitCode: 'P-1' },
    otherAsker: { role: 'procurement', holder: '采购人', unitName: '乙采购', unitCode: 'P-2' },
    auditor: { role: 'auditor', holder: '审计员', unitName: '审计局', unitCode: 'A-1' },
    operator: { role: 'operator', holder: '运维员', ...langfang },
  };
  for (const [name, holder] of Object.entries(holders))
    keys[name] = await issueKey({ ownerUrl: database.ownerUrl }, holder);
  app = await createApi([
    AdaptersModule.on(database.url, { masterKey: aMasterKey() }),
    WorkerModule.telling(waitingBodies),
  ]);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  log = app.get<EventLog>(EVENT_LOG);
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

async function ask(who: string, method: 'GET' | 'POST', url: string, payload?: object | string) {
  const answer = await app.inject({
    method,
    url,
    headers: {
      authorization: `Bearer ${keys[who] ?? ''}`,
      ...(method === 'POST' && { 'content-type': typeof payload === 'string' ? 'text/csv' : 'application/json' }),
    },
    ...(payload !== undefined && { payload }),
  });
  const json = String(answer.headers['content-type']).includes('json') && url !== '/intake';
  return { status: answer.statusCode, text: answer.body, body: json ? answer.json<Record<string, unknown>>() : {} };
}
const post = (who: string, url: string, payload: object | string) => ask(who, 'POST', url, payload);
const fingerprint = (who: string) => fingerprintOf(hashApiKey(keys[who] ?? ''));

let papers = 0;
const aPenalty = (change: object = {}) => ({
  subjectName: '测试单位有限公司',
  subjectCategory: '法人及非法人组织',
  uscc,
  legalRepresentative: '王示例',
  documentNumber: `廊消行罚决字〔2026〕第${String(8_000 + ++papers)}号`,
  violationType: '消防设施、器材、消防安全标志配置、设置不符合标准',
  facts: '一层疏散指示标志损坏三处，未保持完好有效',
  legalBasis: '《中华人民共和国消防法》第六十条第一款第一项',
  penaltyKinds: '罚款',
  penaltyContent: '罚款人民币20500元',
  fineWan: '2.05',
  decidedOn: '2026-05-06',
  authorityName: langfang.unitName,
  authorityCode: langfang.unitCode,
  ...change,
});
const refused = { status: 403, body: { code: 'paper-of-another-unit', facts: { unitCode: langfang.unitCode } } };

describe('a key is bound to its unit', () => {
  const revocation = {
    documentNumber: '外撤1号',
    revokedOn: '2026-06-06',
    reason: '外单位撤销',
    authorityName: '外省某大队',
    authorityCode: '1113100358CBJ3JHX9',
  };

  it('records no penalty in the name of another unit, singly or in a file, unless it records for that unit', async () => {
    expect(await post('stranger', '/penalty-decisions', aPenalty())).toMatchObject(refused);
    expect(await post('officer', '/penalty-decisions', aPenalty())).toMatchObject({ status: 201 });
    expect(await post('feed', '/penalty-decisions', aPenalty())).toMatchObject({ status: 201 });
    const header =
      '行政相对人名称,行政相对人类别,行政相对人代码_1(统一社会信用代码),法定代表人,行政处罚决定书文号,违法行为类型,违法事实,处罚依据,处罚类别,处罚内容,罚款金额(万元),没收违法所得、没收非法财物的金额(万元),暂扣或吊销证照名称及编号,处罚决定日期,处罚有效期,公示截止期,处罚机关,处罚机关统一社会信用代码,数据来源单位,数据来源单位统一社会信用代码,备注\n';
    const row = `测试单位有限公司,法人及非法人组织,${uscc},王示例,廊消行罚决字〔2026〕第7001号,占用消防车通道,事实,依据,罚款,内容,2.05,,,2026-05-06,,,廊坊市消防救援支队,${langfang.unitCode},,,\n`;
    expect((await post('stranger', '/intake', header + row)).text).toContain('"rule":"paper-of-another-unit"');
    expect((await post('feed', '/intake', header + row)).text).toContain('"recorded":1');
  });

  it('revokes no penalty of another unit', async () => {
    const { body } = await post('officer', '/penalty-decisions', aPenalty());
    const url = `/penalty-decisions/${String(body.id)}/revocation`;
    expect(await post('stranger', url, revocation)).toMatchObject(refused);
    expect(await post('officer', url, revocation)).toMatchObject({ status: 200 });
  });

  it('takes no step in a case that rests on papers of another unit', async () => {
    for (const month of ['05', '06', '07', '08'])
      await post('officer', '/penalty-decisions', aPenalty({ decidedOn: `2026-${month}-06` }));
    const listingId = derivedId('blacklistListing', uscc, 'REPEATED_VIOLATIONS', '1');
    const proposed = async () => (await log.readStream(`blacklistListing-${listingId}`)).length > 0;
    expect(await until(proposed, 60_000)).toBe(true);
    const url = `/blacklist/listings/${listingId}`;
    const dismissal = { dismissedOn: '2026-11-20', reason: '外单位决定不予列入' };
    const notice = { noticeNumber: '告知〔2026〕1号', servedOn: '2026-11-01', reasons: 'x', legalBasis: 'y' };
    expect(await post('strangerApprover', `${url}/dismissal`, dismissal)).toMatchObject(refused);
    expect(await post('stranger', `${url}/notice`, notice)).toMatchObject(refused);
    expect(await post('approver', `${url}/notice`, notice)).toMatchObject({ status: 200 });
    expect(await post('strangerApprover', `${url}/dismissal`, dismissal)).toMatchObject(refused);
  });

  it('reads no bidder check of another unit; an auditor reads all', async () => {
    const { body } = await post('asker', '/bidder-checks', { bidders: [{ uscc }] });
    const url = `/bidder-checks/${String(body.checkId)}`;
    expect(await ask('asker', 'GET', url)).toMatchObject({ status: 200, body: { checkId: body.checkId } });
    expect(await ask('otherAsker', 'GET', url)).toMatchObject({ status: 404 });
    expect(await ask('auditor', 'GET', url)).toMatchObject({ status: 200 });
  });
});

describe('four eyes', () => {
  it('let nobody list whom he has proposed or served the notice', async () => {
    const report = { uscc, subjectName: '测试单位有限公司', reportNumber: '事故〔2026〕1号', reportedOn: '2026-03-01' };
    const { body } = await post('approver', '/blacklist/listings', report);
    const url = `/blacklist/listings/${String(body.id)}`;
    const notice = { noticeNumber: '告知〔2026〕9号', servedOn: '2026-03-02', reasons: 'x', legalBasis: 'y' };
    expect(await post('officer', `${url}/notice`, notice)).toMatchObject({ status: 200 });
    const decision = {
      register: 'serious-dishonesty',
      decisionNumber: '决定〔2026〕1号',
      decisionBody: langfang.unitName,
      decisionBodyCode: langfang.unitCode,
      legalBasis: 'l',
      basisLevel: 'law',
      legalReviewedBy: '审核',
      conductSummary: 's',
      measures: ['BID_RESTRICT'],
      removalConditions: 'r',
      remedies: 'm',
      decidedOn: '2026-05-10',
    };
    const answer = await post('approver', `${url}/decision`, decision);
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'decider-took-part', facts: { step: 'ListingCandidateProposed' } },
    });
  });
});

describe('the keys of a unit', () => {
  it('are shown to its approver and operator, with their fingerprints, and stand on what they cause', async () => {
    const { body } = await ask('operator', 'GET', '/api-keys');
    const shown = (body.keys as { holder: string; fingerprint: string }[]).map((key) => [key.holder, key.fingerprint]);
    expect(shown).toEqual(
      expect.arrayContaining([
        ['王经办', fingerprint('officer')],
        ['李审批', fingerprint('approver')],
      ]),
    );
    expect(shown.map(([holder]) => holder)).not.toContain('外省经办');
    const receipt = await post('officer', '/penalty-decisions', aPenalty());
    const [event] = await log.readStream(`penaltyDecision-${String(receipt.body.id)}`);
    expect(event?.actor).toEqual({ name: '王经办', ...langfang, role: 'officer', key: fingerprint('officer') });
  });

  it('are revoked by their holder, or by the approver of the unit, and by nobody else', async () => {
    const url = (who: string) => `/api-keys/${fingerprint(who)}/revocation`;
    const reason = { reason: '密钥遗失' };
    expect(await post('stranger', url('otherAsker'), reason)).toMatchObject({
      status: 404,
      body: { code: 'api-key-not-found' },
    });
    expect(await post('strangerApprover', url('otherAsker'), reason)).toMatchObject({ status: 404 });
    expect(await post('stranger', url('strangerApprover'), reason)).toMatchObject({ status: 404 });
    expect(await post('asker', '/api-keys/xyz/revocation', reason)).toMatchObject({ status: 400 });
    expect(await post('otherAsker', url('otherAsker'), reason)).toMatchObject({
      status: 200,
      body: { outcome: 'recorded' },
    });
    expect(await post('strangerApprover', url('stranger'), reason)).toMatchObject({ status: 200 });
    expect(await post('strangerApprover', url('stranger'), { reason: '再次' })).toMatchObject({
      status: 200,
      body: { outcome: 'already-recorded' },
    });
    const gone = async () => (await post('stranger', '/penalty-decisions', {})).status === 401;
    expect(await until(gone, 8_000)).toBe(true);
    expect(
      (await log.readStream(`apiKey-${fingerprint('stranger')}`)).map(({ type, actor }) => [type, actor.name]),
    ).toEqual([
      ['ApiKeyIssued', '运维员'],
      ['ApiKeyRevoked', '外省审批'],
    ]);
  });
});

describe('a question about a person', () => {
  const person = { identityType: '身份证', identityNumber: '13100219000101001X' };

  it('is answered to whoever says why, and stands in the log with who it was, without the number', async () => {
    expect(await post('asker', '/persons/status', person)).toMatchObject({ status: 400 });
    expect(await post('asker', '/persons/status', { ...person, purpose: ' ' })).toMatchObject({ status: 400 });
    const before = await log.head();
    const { status, body } = await post('asker', '/persons/status', { ...person, purpose: '招标资格审查' });
    expect({ status, said: body.status }).toEqual({ status: 200, said: 'subject-unknown' });
    const [asked] = await log.readAll({ after: before, limit: 10 });
    expect(asked).toMatchObject({
      type: 'PersonStatusAsked',
      subjectId: null,
      actor: { name: '采购人', unitCode: 'P-1' },
    });
    const said = Buffer.from(asked?.data ?? []).toString();
    expect(JSON.parse(said)).toMatchObject({ personId: body.uscc, purpose: '招标资格审查', status: 'subject-unknown' });
    expect(said).not.toContain(person.identityNumber);
  });

  it('is the same question by the id of the person, however it is spelled', async () => {
    const { body } = await post('asker', '/persons/status', { ...person, purpose: '招标资格审查' });
    for (const id of [String(body.uscc), String(body.uscc).toUpperCase()]) {
      const before = await log.head();
      expect(await ask('asker', 'GET', `/subjects/${id}/status`)).toMatchObject({
        status: 400,
        body: { code: 'required' },
      });
      expect(await log.head()).toBe(before);
      const why = encodeURIComponent('招标资格审查');
      expect(await ask('asker', 'GET', `/subjects/${id}/status?purpose=${why}`)).toMatchObject({ status: 200 });
      expect(await log.head()).toBe(before + 1);
    }
  });
});

it('keeps the command id of nobody out of the way', async () => {
  // A key of two units is two commands: the second is refused for its paper, not for its id.
  const paper = aPenalty();
  const id = randomUUID();
  const said = async (who: string) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/penalty-decisions',
      headers: { authorization: `Bearer ${keys[who] ?? ''}`, 'idempotency-key': id },
      payload: paper,
    });
    return answer.json<{ outcome?: string; code?: string }>();
  };
  expect(await said('officer')).toMatchObject({ outcome: 'recorded' });
  expect(await said('feed')).toMatchObject({ outcome: 'already-recorded' });
});
