import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeCreditHebei } from '@app/endpoints';
import { EVENT_LOG, type EventLog, until } from '@app/ledger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import * as fc from 'fast-check';
import { Pool } from 'pg';
import { createApi } from '../../apps/api/src/api';
import { issueKey } from '../../apps/cli/src/issue-key';
import { AdaptersModule } from '../../apps/composition/src/adapters.module';
import { bodiesOf } from '../../apps/composition/src/bodies';
import { bodySettingsFrom } from '../../apps/composition/src/body-settings';
import { WorkerModule } from '../../apps/worker/src/worker.module';
import { mayDo, type Permission, type Role, ROLES } from '../../libs/ledger/src/access/access-table';
import { penalties } from '../../libs/ledger/src/penalty-decision/penalties.format';
import { normaliseText } from '../../libs/ledger/src/shared';
import { aMasterKey } from '../support/personal-data';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const platform = new FakeCreditHebei();
const bodies = bodiesOf(bodySettingsFrom({})).map((body) => ({ ...body, endpoint: platform }));
const uscc = '91131002MA0CAA018H';
const authorityCode = '1113100001YMGCE72W';
const someId = '0c0c0c0c-0000-4000-8000-000000000001';

let database: TestDatabase;
let pool: Pool;
let app: NestFastifyApplication;
let log: EventLog;
/** Where the log stood before anything was handed in: keys are on record. */
let start = 0;
const keys = new Map<Role, string>();
beforeAll(async () => {
  database = await createTestDatabase();
  pool = new Pool({ connectionString: database.url });
  app = await createApi([AdaptersModule.on(database.url, { masterKey: aMasterKey() }), WorkerModule.telling(bodies)]);
  await app.listen(0, '127.0.0.1');
  log = app.get<EventLog>(EVENT_LOG);
  for (const role of ROLES)
    keys.set(
      role,
      await issueKey(
        { ownerUrl: database.ownerUrl },
        { role, recordsFor: ['*'], holder: '张三', unitName: '某局', unitCode: authorityCode },
      ),
    );
  start = await log.head();
});
afterAll(async () => {
  await app.close();
  await pool.end();
  await database.drop();
});

const keyFor = (permission: string): string =>
  keys.get(ROLES.find((role) => mayDo(role, permission as Permission)) ?? 'auditor') ?? '';
async function post(path: string, permission: string, payload: object | string, type = 'application/json') {
  const answer = await app.inject({
    method: 'POST',
    url: path
      .replaceAll(/\{uscc\}/g, uscc)
      .replaceAll('{fingerprint}', '0123456789abcdef')
      .replaceAll(/\{\w+\}/g, someId),
    headers: { authorization: `Bearer ${keyFor(permission)}`, 'content-type': type },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });
  return { status: answer.statusCode, text: answer.body };
}
interface Problem {
  readonly code: string;
  readonly fields: readonly { readonly field: string; readonly code: string }[];
}

const day = '2026-05-06';
const documentNumber = '廊消行罚决字〔2026〕第0001号';
const authority = { authorityName: '廊坊市消防救援支队', authorityCode };
const named = { subjectName: '廊坊示例商场有限公司', uscc };
const penalty = {
  ...named,
  subjectCategory: '法人及非法人组织',
  legalRepresentative: '王示例',
  documentNumber,
  violationType: '占用消防车通道',
  facts: '一层疏散指示标志损坏三处',
  legalBasis: '《中华人民共和国消防法》第六十条第一款第一项',
  penaltyKinds: '罚款、没收违法所得',
  penaltyContent: '罚款人民币20500元整，没收违法所得',
  fineWan: '2.05',
  confiscatedWan: '1',
  licence: '证照',
  decidedOn: day,
  effectiveUntil: day,
  publicUntil: day,
  ...authority,
  sourceName: '廊坊市消防救援支队',
  sourceCode: authorityCode,
  remark: '备注',
  procedure: 'ordinary',
};
const person = { identityType: '身份证', identityNumber: '13100219000101001X' };

/** For each route that takes a paper: papers without fault that together have every field. */
const papers: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  '/subjects': [
    {
      name: named.subjectName,
      uscc,
      subjectType: '公众聚集场所',
      legalRepresentative: '王示例',
      areaCode: '131003',
      areaName: '广阳区',
    },
    { name: '王示例', ...person, subjectType: '自然人', areaCode: '131003', areaName: '广阳区' },
  ],
  '/api-keys/{fingerprint}/revocation': [{ reason: '人员调离' }],
  '/subjects/{uscc}/renaming': [{ newName: '新名', documentNumber, renamedOn: day }],
  '/penalty-decisions': [
    penalty,
    { ...penalty, subjectCategory: '自然人', uscc: null, legalRepresentative: null, ...person },
  ],
  '/penalty-decisions/{decisionId}/revocation': [{ documentNumber, revokedOn: day, reason: '撤销', ...authority }],
  '/penalty-decisions/{decisionId}/change': [
    {
      documentNumber,
      changedOn: day,
      reason: '变更',
      ...authority,
      penaltyKinds: '罚款、没收违法所得',
      penaltyContent: '罚款人民币10000元整，没收违法所得',
      fineWan: '1',
      confiscatedWan: '1',
      effectiveUntil: day,
    },
  ],
  '/penalty-decisions/{decisionId}/correction': [
    {
      reason: '录入有误',
      subjectName: named.subjectName,
      legalRepresentative: '王示例',
      violationType: '占用',
      facts: '事实',
      legalBasis: '依据',
      licence: '证照',
      authorityName: authority.authorityName,
      sourceName: authority.authorityName,
      remark: '备注',
    },
  ],
  '/penalty-decisions/{decisionId}/unlawfulness': [{ documentNumber, foundOn: day, reason: '确认违法', ...authority }],
  '/penalty-decisions/{decisionId}/voidness': [{ documentNumber, foundOn: day, reason: '确认无效', ...authority }],
  '/commitments': [
    {
      ...named,
      commitmentNumber: documentNumber,
      matter: '营业',
      madeOn: day,
      verificationDueOn: day,
      verifiedOn: day,
      result: '失实',
      falseDetail: '不实',
      serious: '否',
    },
  ],
  '/commitments/{commitmentId}/finding-withdrawal': [{ documentNumber, withdrawnOn: day, reason: '撤回' }],
  '/missing-commitments': [{ ...named, documentNumber, foundOn: day, detail: '未承诺', ...authority }],
  '/major-fire-hazards': [
    {
      ...named,
      hazardNumber: documentNumber,
      judgedOn: day,
      standard: 'GB 35181-2025',
      method: '综合判定',
      supervisionLevel: '市级',
      rectifyBy: day,
      closedOn: day,
    },
  ],
  '/major-fire-hazards/{hazardId}/rectification': [{ closedOn: day, documentNumber }],
  '/spot-checks': [
    {
      ...named,
      planNumber: '计划1',
      taskNumber: '任务1',
      checkedOn: day,
      authorityName: authority.authorityName,
      result: '未发现问题',
    },
  ],
  '/spot-checks/{spotCheckId}/withdrawal': [{ documentNumber, withdrawnOn: day, reason: '撤回' }],
  '/blacklist/listings': [{ ...named, reportNumber: documentNumber, reportedOn: day }],
  '/blacklist/listings/{listingId}/dismissal': [{ dismissedOn: day, reason: '不予列入' }],
  '/blacklist/listings/{listingId}/notice': [
    { noticeNumber: documentNumber, servedOn: day, reasons: '理由', legalBasis: '依据' },
  ],
  '/blacklist/listings/{listingId}/defence': [{ receivedOn: day, summary: '申辩' }],
  '/blacklist/listings/{listingId}/defence-answer': [
    { documentNumber, answeredOn: day, outcome: 'upheld', reasons: '理由' },
  ],
  '/blacklist/listings/{listingId}/decision': [
    {
      register: 'serious-dishonesty',
      decisionNumber: documentNumber,
      decisionBody: authority.authorityName,
      decisionBodyCode: authorityCode,
      legalBasis: '依据',
      basisLevel: 'law',
      legalReviewedBy: '李审核',
      conductSummary: '行为',
      measures: ['BID_RESTRICT'],
      removalConditions: '条件',
      remedies: '救济',
      decidedOn: day,
    },
  ],
  '/blacklist/listings/{listingId}/corrections': [
    {
      documentNumber,
      correctedOn: day,
      field: 'conductSummary',
      oldValue: '行为',
      newValue: '行为简况',
      reason: '更正',
      correctionBody: authority.authorityName,
      correctionBodyCode: authorityCode,
    },
  ],
  '/blacklist/listings/{listingId}/removal': [
    {
      reason: 'early',
      removedOn: day,
      decisionNumber: documentNumber,
      removalBody: authority.authorityName,
      removalBodyCode: authorityCode,
      explanation: '说明',
    },
  ],
  '/credit-repairs': [
    {
      recordKind: 'penalty-decision',
      recordId: someId,
      applicationNumber: documentNumber,
      channel: 'counter',
      appliedOn: day,
      proof: '证明',
      commitmentOn: day,
    },
  ],
  '/credit-repairs/{repairId}/returns': [{ returnedOn: day, missing: '材料' }],
  '/credit-repairs/{repairId}/completions': [{ completedOn: day, proof: '证明', commitmentOn: day }],
  '/credit-repairs/{repairId}/non-acceptance': [{ documentNumber, notAcceptedOn: day, reasons: '理由' }],
  '/credit-repairs/{repairId}/acceptance': [{ acceptedOn: day }],
  '/credit-repairs/{repairId}/verifications': [
    { verifiedOn: day, openDuties: '无', corrected: true, findings: '核实' },
  ],
  '/credit-repairs/{repairId}/extension': [{ extendedOn: day, reason: '延长' }],
  '/credit-repairs/{repairId}/approval': [{ documentNumber, approvedOn: day, reasons: '理由' }],
  '/credit-repairs/{repairId}/rejection': [{ documentNumber, rejectedOn: day, reasons: '理由' }],
  '/credit-repairs/{repairId}/revocation': [{ documentNumber, revokedOn: day, reason: '撤销' }],
  '/record-suspensions': [
    {
      recordKind: 'penalty-decision',
      recordId: someId,
      court: '廊坊市中级人民法院',
      rulingNumber: documentNumber,
      suspendedOn: day,
      plan: '计划',
    },
  ],
  '/record-suspensions/{suspensionId}/end': [{ documentNumber, endedOn: day, outcome: 'plan-completed' }],
  '/persons/status': [{ ...person, purpose: '核查', validAt: day, knownAt: '2026-05-06T08:00:00Z' }],
  '/pushes/redrive': [
    {
      reason: '重推',
      endpoint: 'credit-hebei',
      kind: 'penalty',
      status: 'rejected',
      refusalCode: '1001',
      uscc,
      dryRun: true,
    },
  ],
  '/pushes/{pushId}/redrive': [{ reason: '重推' }],
  '/pushes/{pushId}/send-despite-check': [{ reason: '照发' }],
  '/pushes/bodies/{body}/pause': [{ reason: '对方停机' }],
  '/pushes/bodies/{body}/adoption': [
    { listHash: 'a'.repeat(64), matched: 1, differing: 0, unmatched: 0, surplus: 0, reason: '已由人工录入' },
  ],
  '/pushes/bodies/{body}/adoption/approval': [{ listHash: 'a'.repeat(64), reason: '已核对' }],
  '/pushes/bodies/{body}/resume': [{ reason: '对方恢复' }],
  '/pushes/bodies/{body}/key-change': [{ key: `SHA256:${'b'.repeat(43)}`, reason: '对方更换了密钥' }],
  '/pushes/bodies/{body}/restoration-review': [{ reason: '对方恢复了备份' }],
  '/reconciliations/{reconciliationId}/closure': [{ remark: '差异均已处置' }],
  '/reconciliations/{reconciliationId}/mending': [{ reason: '平台恢复备份', dryRun: true }],
  '/reconciliations/{reconciliationId}/discrepancies/{discrepancyId}/resolution': [{ reason: '平台已更正' }],
  '/personal-data/erasures': [
    { ground: 'retention-expired', documentNumber, erasedOn: day, ...authority, ...person },
    {
      ground: 'retention-expired',
      documentNumber,
      erasedOn: day,
      ...authority,
      subjectId: uscc,
      representative: '王示例',
    },
  ],
};

interface Schema {
  readonly properties: Readonly<Record<string, { readonly type?: string; readonly enum?: readonly string[] }>>;
}
const api = JSON.parse(readFileSync(join(__dirname, '../../docs/openapi.json'), 'utf8')) as {
  paths: Record<
    string,
    Record<
      string,
      { 'x-permission'?: string; requestBody?: { content: Record<string, { schema: { $ref?: string } } | undefined> } }
    >
  >;
  components: { schemas: Record<string, Schema | undefined> };
};

/** Every route that takes JSON with texts in it, and its fields of text; bidders stand in rows and have a test of their own. */
const routes = Object.entries(api.paths).flatMap(([path, { post: operation }]) => {
  const name = operation?.requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1) ?? '';
  const properties = Object.entries(api.components.schemas[name]?.properties ?? {});
  const texts = properties.filter(([, { type }]) => type === 'string').map(([field]) => field);
  const permission = operation?.['x-permission'] ?? '';
  return texts.length === 0 ? [] : [{ path, permission, texts, schema: Object.fromEntries(properties) }];
});

describe('every field of text of every route', () => {
  it('stands in a paper of this test', () => {
    expect(Object.keys(papers).sort()).toEqual(routes.map(({ path }) => path).sort());
    for (const { path, texts } of routes) {
      const written = new Set((papers[path] ?? []).flatMap((paper) => Object.keys(paper)));
      expect([path, texts.filter((field) => !written.has(field))]).toEqual([path, []]);
    }
  });

  it.each(routes.map((route) => [route.path, route] as const))(
    'of %s is refused by its name when it cannot be stored',
    async (path, { permission, texts, schema }) => {
      const faults: unknown[] = [];
      for (const paper of papers[path] ?? [])
        for (const [field, text] of Object.entries(paper)) {
          if (typeof text !== 'string' || !texts.includes(field)) continue;
          for (const character of ['\0', '\uD83D', '\uDE00', '\u0007', '\x7F', '\u202E']) {
            const { status, text: said } = await post(path, permission, { ...paper, [field]: `${text}${character}` });
            const problem = JSON.parse(said) as Problem;
            const chosen = schema[field]?.enum !== undefined;
            const asked = problem.fields[0] ?? { field: '', code: problem.code };
            const good = status === 400 && asked.field === field && (chosen || asked.code === 'text-not-storable');
            if (!good) faults.push([path, field, JSON.stringify(character), status, problem.code, asked]);
          }
        }
      expect(faults).toEqual([]);
      expect(await log.head()).toBe(start);
    },
  );

  it('a question is refused like a paper', async () => {
    for (const [url, field] of [
      ['/pushes?endpoint=a%00b', 'endpoint'],
      ['/pushes?uscc=a%00b', 'uscc'],
      ['/due-work?procedure=a%00b', 'procedure'],
      ['/due-work?unit=a%00b', 'unit'],
      ['/credit-repairs?subjectId=a%00b', 'subjectId'],
      ['/blacklist/listings?uscc=a%00b', 'uscc'],
      [`/subjects/${uscc}/status?validAt=2026-05-06%00`, 'validAt'],
      [`/subjects/${uscc}/history?knownAt=2026%7F`, 'knownAt'],
    ] as const) {
      const answer = await app.inject({ url, headers: { authorization: `Bearer ${keys.get('officer') ?? ''}` } });
      expect([url, answer.statusCode, answer.json<Problem>().fields[0]?.field]).toEqual([url, 400, field]);
    }
  });
});

describe('any text', () => {
  const characters = Array.from(
    '一二甲𠮷😀e\u0301"\\\',;\t\n=+@<&\u200E\u202A\uFE0F\u00AD\uFEFF\r\u2028 \u3000Ａ１\uFFFD',
  );
  const bad = ['\0', '\u0001', '\v', '\x1B', '\x7F', '\x85', '\uD83D', '\uDE00', '\u202E', '\uFFFE'];
  const unit = fc.oneof(
    { weight: 40, arbitrary: fc.constantFrom(...characters) },
    { weight: 20, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.constantFrom(...bad) },
  );
  const texts = fc
    .sample(fc.array(unit, { minLength: 1, maxLength: 12 }), { numRuns: 150, seed: 1 })
    .map((pieces) => `字${pieces.join('')}字`);
  const storable = /(?![\t\n\r])[\p{Cc}\p{Surrogate}\p{Noncharacter_Code_Point}\u202E]/u;
  const folded = (text: string) => normaliseText(text);
  const numberOf = (kind: string, n: number) => `廊消行罚决字〔2026〕第${kind}${String(n).padStart(4, '0')}号`;

  /** What history and pushes have of each paper. */
  async function arrived(kind: string): Promise<Map<string, { facts: string; remark: string; pushed: string }>> {
    const head = await log.head();
    const there = async () => {
      const { rows } = await pool.query<{ there: boolean }>(
        'SELECT count(*) > 8 AND bool_and(position >= $1) AS there FROM projection_checkpoints',
        [head],
      );
      return rows[0]?.there === true;
    };
    expect(await until(there, 60_000)).toBe(true);
    const { rows } = await pool.query<{ number: string; facts: string; remark: string; pushed: string }>(
      `SELECT data ->> 'documentNumber' AS number, data ->> 'facts' AS facts, data ->> 'remark' AS remark, document ->> 'facts' AS pushed
       FROM subject_history_5 JOIN pushes USING (event_id) WHERE data ->> 'documentNumber' LIKE $1`,
      [`%第${kind}%`],
    );
    return new Map(rows.map(({ number, ...row }) => [number, row]));
  }

  /** What becomes of a text in a paper: its refusal, or how it stands in log, history and push. */
  const expectedOf = (text: string) => {
    const expected = folded(text);
    return storable.test(expected) ? 'text-not-storable' : { facts: expected, remark: expected, pushed: expected };
  };

  it('by JSON is refused at its field, or arrives in log, history and push as it reads when folded', async () => {
    const refused = new Map<string, string>();
    for (const [n, text] of texts.entries()) {
      const paper = { ...penalty, documentNumber: numberOf('1', n), facts: text, remark: text };
      const { status, text: said } = await post('/penalty-decisions', 'record-enforcement', paper);
      const problem = status === 201 ? undefined : (JSON.parse(said) as Problem);
      if (problem?.fields[0]?.field === 'facts') refused.set(numberOf('1', n), problem.code);
    }
    const found = await arrived('1');
    const became = texts.map((_, n) => refused.get(numberOf('1', n)) ?? found.get(numberOf('1', n)));
    expect(became).toEqual(texts.map(expectedOf));
    expect(found.size).toBeGreaterThan(60);
    expect(refused.size).toBeGreaterThan(15);
  });

  it('by CSV the same, row by row', async () => {
    // A file is bytes of UTF-8: what is no text cannot stand in it.
    const inFile = texts.filter((text) => text.isWellFormed());
    const row = (text: string, n: number) => {
      const paper: Readonly<Record<string, string>> = {
        ...penalty,
        documentNumber: numberOf('2', n),
        facts: text,
        remark: text,
      };
      return penalties.columns.map(({ property }) => `"${(paper[property] ?? '').replaceAll('"', '""')}"`);
    };
    const file = [penalties.columns.map(({ heading }) => heading), ...inFile.map(row)]
      .map((cells) => cells.join(','))
      .join('\r\n');
    const { text: said } = await post('/intake', 'record-enforcement', file, 'text/csv');
    const lines = said
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const refused = new Map(
      lines.flatMap(({ row: at, field, rule }) => (field === '违法事实' ? [[at, rule] as const] : [])),
    );
    const found = await arrived('2');
    const became = inFile.map((_, n) => refused.get(n + 1) ?? found.get(numberOf('2', n)));
    expect(became).toEqual(inFile.map(expectedOf));
    expect(lines.at(-1)).toMatchObject({ summary: { rows: inFile.length, rejected: refused.size } });
  });

  it('in the name of a bidder stands in its row, as it reads when folded', async () => {
    const bidders = texts.map((text) => ({ uscc, name: text }));
    const { status, text: said } = await post('/bidder-checks', 'check-bidders', { bidders });
    expect(status).toBe(200);
    const { rows } = JSON.parse(said) as { rows: { nameGiven: string; error: string | null }[] };
    for (const [n, text] of texts.entries()) {
      const bad = storable.test(folded(text)) || text.includes('\uFFFD');
      expect(rows[n]?.nameGiven.isWellFormed()).toBe(true);
      expect([text, rows[n]?.error === 'text-not-storable']).toEqual([text, bad]);
    }
  });

  it('has stopped nobody', async () => {
    expect((await pool.query('SELECT * FROM projection_stopped_subjects')).rows).toEqual([]);
    expect((await app.inject({ url: '/health/ready' })).statusCode).toBe(200);
  });
});
