import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointIn, openNote, provesConsistency, provesInclusion, sha256Rfc6962 } from '@app/sealing';
import { Client } from 'pg';
import { endsVerified } from '../support/ends-verified';
import { eventually } from '../support/eventually';
import { LedgerProcess, type Role } from '../support/ledger-process';

/** Two people who do not exist, named so that nothing else can be taken for them. */
const person = { name: '欧阳虚构之', identityType: '身份证', identityNumber: '131003190102030024' };
const operator = '司徒杜撰辛';
const shop = { name: '永清县示例养老店', uscc: '92131023MAEYP68J25' };
const secrets = [person.name, person.identityNumber, operator];

const erased = '［个人信息已删除］';
const withheld = '［个人信息不显示］';

/** Old enough that its publicity is over. */
const aPenalty = (serial: number, change: object = {}) => ({
  subjectName: shop.name,
  subjectCategory: '个体工商户',
  uscc: shop.uscc,
  legalRepresentative: operator,
  documentNumber: `廊消行罚决字〔2021〕第${String(serial).padStart(4, '0')}号`,
  violationType: '占用、堵塞、封闭疏散通道、安全出口',
  facts: '检查发现安全出口被货物堵塞',
  legalBasis: '《中华人民共和国消防法》第六十条第一款第三项',
  penaltyKinds: '罚款',
  penaltyContent: '罚款人民币500元',
  fineWan: '0.05',
  decidedOn: '2021-03-01',
  authorityName: '廊坊市消防救援支队',
  authorityCode: '1113100001YMGCE72W',
  ...change,
});
const ofPerson = (serial: number, change: object = {}) =>
  aPenalty(serial, {
    subjectName: person.name,
    subjectCategory: '自然人',
    uscc: undefined,
    legalRepresentative: undefined,
    identityType: person.identityType,
    identityNumber: person.identityNumber,
    facts: `${person.name}（${person.identityNumber}）锁闭安全出口`,
    penaltyContent: `对${person.name}罚款人民币500元`,
    ...change,
  });
const order = (serial: number, whose: object) => ({
  ...whose,
  ground: 'retention-expired',
  documentNumber: `廊消信删〔2026〕第${serial}号`,
  erasedOn: '2026-01-05',
  authorityName: '廊坊市消防救援支队',
  authorityCode: '1113100001YMGCE72W',
});

interface InclusionAnswer {
  readonly entry: number;
  readonly leafHash: string;
  readonly hashes: string[];
  readonly checkpoint: string;
}

describe('a natural person', () => {
  let ledger: LedgerProcess;
  let database: Client;
  const said: string[] = [];
  beforeAll(async () => {
    process.env.LOG_LEVEL = 'trace';
    process.env.ACCESS_LOG = 'on';
    ledger = await LedgerProcess.start();
    database = await connected();
  });
  afterAll(async () => {
    delete process.env.LOG_LEVEL;
    delete process.env.ACCESS_LOG;
    await database.end();
    await ledger.remove();
  });

  const connected = async () => {
    const client = new Client(readFileSync(join(ledger.dataDir, 'database-url'), 'utf8'));
    client.on('error', () => undefined); // the server stops before the test does
    await client.connect();
    return client;
  };
  const record = (body: object) => ledger.post('officer', '/penalty-decisions', body);
  const statusOf = (role: Role, identityNumber: string, minPosition: number) =>
    ledger.post(role, '/persons/status', {
      identityType: '身份证',
      identityNumber,
      minPosition,
      purpose: '招标资格审查',
    });
  const held = async (): Promise<{ fields: Record<string, string> }[]> => {
    const response = await fetch(`${ledger.sandboxUrl}/records?uscc=${shop.uscc}&limit=100`);
    return ((await response.json()) as { items: { fields: Record<string, string> }[] }).items;
  };
  const platform = (fault: object | null) =>
    fetch(`${ledger.sandboxUrl}/control/faults`, {
      method: fault === null ? 'DELETE' : 'POST',
      headers: { 'content-type': 'application/json' },
      ...(fault !== null && { body: JSON.stringify(fault) }),
    });
  const logBytes = async (): Promise<string[]> => {
    const { rows } = await database.query<{ row: string }>(
      'SELECT e::text AS row FROM ledger_events e ORDER BY position',
    );
    return rows.map(({ row }) => row);
  };

  /** What an auditor took away before the erasure. */
  let signedBefore: string;
  let proofBefore: InclusionAnswer;
  const checkpoint = async (): Promise<string> => {
    const headers = { authorization: `Bearer ${ledger.key('auditor')}` };
    return (await fetch(`${ledger.url}/seals/checkpoints`, { method: 'POST', headers })).text();
  };
  const proofAt = async (position: number) =>
    (await ledger.get('auditor', `/seals/inclusion-proof?position=${position}`)).body as InclusionAnswer;

  /** Every value of every column of every table, as text; bytes also as what they spell. */
  async function everyRow(): Promise<string> {
    const { rows: tables } = await database.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
       WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'`,
    );
    expect(tables.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'public.ledger_events',
        'public.pushes',
        'public.push_attempts',
        'public.subject_history_5',
      ]),
    );
    const found: string[] = [];
    for (const { name } of tables.filter(({ name: one }) => one !== 'public.ledger_migrations')) {
      const { rows } = await database.query<Record<string, unknown>>(`SELECT * FROM ${name}`);
      for (const row of rows) {
        for (const value of Object.values(row)) {
          found.push(Buffer.isBuffer(value) ? value.toString('utf8') : JSON.stringify(value));
        }
      }
    }
    return found.join('\n');
  }

  /** Every file of the database server: tables, indexes, its own log of changes. */
  function* databaseFiles(): Generator<Buffer> {
    const folder = join(ledger.dataDir, 'postgres');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(500);
    for (const file of files) yield readFileSync(join(file.parentPath, file.name));
  }

  /** Looks for the secrets everywhere; and for what is no secret, so that looking in the wrong place is noticed. */
  async function findsNothing(): Promise<void> {
    const metrics = await (await fetch(`${ledger.url}/metrics`)).text();
    const places = { rows: await everyRow(), output: [...said, ledger.output].join('\n'), metrics };
    const known = { rows: shop.name, output: '"route":"/penalty-decisions"', metrics: 'ledger_pushes' };
    for (const place of ['rows', 'output', 'metrics'] as const) {
      expect({ place, found: places[place].includes(known[place]) }).toEqual({ place, found: true });
      for (const secret of secrets) {
        expect({ place, found: places[place].includes(secret) }).toEqual({ place, found: false });
      }
    }
    const files = [...databaseFiles()];
    const inFiles = [shop.name, ...secrets].filter((text) => files.some((bytes) => bytes.includes(text)));
    expect(inFiles).toEqual([shop.name]);
  }

  let subjectId: string;
  let last: number;

  it('is registered and penalised over HTTP and by file, each paper once', async () => {
    const registration = { subjectType: '自然人', areaCode: '131023', areaName: '永清县', ...person };
    const command = { 'idempotency-key': randomUUID() };
    const first = await ledger.post('officer', '/subjects', registration, command);
    expect(first).toMatchObject({ status: 201, body: { outcome: 'recorded' } });
    const { id, position } = first.body as { id: string; position: number };
    for (const headers of [command, {}] as Record<string, string>[]) {
      expect(await ledger.post('officer', '/subjects', registration, headers)).toMatchObject({
        body: { outcome: 'already-recorded', id, position },
      });
    }

    expect(await record(ofPerson(1))).toMatchObject({ status: 201, body: { outcome: 'recorded' } });
    expect(await record(ofPerson(1))).toMatchObject({ status: 201, body: { outcome: 'already-recorded' } });
    expect(await record(ofPerson(1, { identityNumber: '13100219000101001X' }))).toMatchObject({ status: 409 });
    expect(await record(ofPerson(9, { identityNumber: '131003190102030025' }))).toMatchObject({
      status: 400,
      body: { code: 'citizen-number-invalid', fields: [{ field: 'identityNumber' }] },
    });

    const headings = readFileSync(join(__dirname, '../data/intake/clean/penalties.csv'), 'utf8').split('\r\n')[0] ?? '';
    const row = (serial: number, number: string) =>
      `${person.name},自然人,,,廊消行罚决字〔2021〕第000${serial}号,占用、堵塞、封闭疏散通道、安全出口,${person.name}锁闭安全出口,` +
      `《中华人民共和国消防法》第六十条第一款第三项,罚款,罚款人民币500元,0.05,,,2021-03-02,,,廊坊市消防救援支队,` +
      `1113100001YMGCE72W,,,,身份证,${number}`;
    const file = [`${headings},证件类型,证件号码`, row(2, person.identityNumber), row(3, '131003190102030025')].join(
      '\r\n',
    );
    const response = await fetch(`${ledger.url}/intake`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ledger.key('officer')}`, 'content-type': 'text/csv' },
      body: file,
    });
    const lines = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toContainEqual(
      expect.objectContaining({ row: 2, outcome: 'rejected', field: '证件号码', rule: 'citizen-number-invalid' }),
    );
    const summary = lines.at(-1)?.summary as { recorded: number; rejected: number; position: number };
    expect(summary).toMatchObject({ recorded: 1, rejected: 1 });
    last = summary.position;
  });

  it('is asked for by a body, and is named to those who may see it', async () => {
    const officer = await statusOf('officer', person.identityNumber, last);
    expect(officer).toMatchObject({ status: 200, body: { status: 'not-listed', name: person.name } });
    subjectId = (officer.body as { uscc: string }).uscc;
    expect(subjectId).toMatch(/^person-[0-9a-f]{32}$/);
    expect(await statusOf('department', person.identityNumber, last)).toMatchObject({
      status: 200,
      body: { status: 'not-listed', name: withheld, uscc: subjectId },
    });
    expect(JSON.stringify(officer.body)).not.toContain('pd1.'); // opened wherever it stands, or not put there
    expect(await statusOf('officer', '13100219000101001X', last)).toMatchObject({
      body: { status: 'subject-unknown' },
    });
    expect(await statusOf('officer', '131002190001010011', last)).toMatchObject({ status: 400 });
    expect(await ledger.get('operator', `/subjects/${subjectId}/status`)).toMatchObject({ status: 403 });

    const history = await ledger.get('auditor', `/subjects/${subjectId}/history`);
    const events = history.body.events as { type: string; data: Record<string, unknown> }[];
    expect(events.map(({ type }) => type)).toEqual([
      'CreditSubjectRegistered',
      'PenaltyDecisionRecorded',
      'PenaltyDecisionRecorded',
    ]);
    expect(events[1]?.data).toMatchObject({
      subjectName: person.name,
      facts: `${person.name}（${person.identityNumber}）锁闭安全出口`,
      person: { identityType: '身份证', identityNumber: person.identityNumber },
    });
  });

  it('is not in an address that is written down, nor in a request id that is', async () => {
    expect(await ledger.get('officer', `/subjects/${person.identityNumber}/status`)).toMatchObject({ status: 400 });
    const headers = { 'x-request-id': person.identityNumber };
    expect(await ledger.post('officer', '/penalty-decisions', ofPerson(1), headers)).toMatchObject({ status: 201 });
    const bidders = [{ uscc: person.identityNumber, name: person.name }, { uscc: `${person.identityNumber}0` }];
    const checked = await ledger.post('procurement', '/bidder-checks', { bidders });
    expect(checked.body.rows).toMatchObject([
      {
        status: 'cannot-answer',
        uscc: '［疑为证件号码，未保存］',
        nameGiven: '［未保存］',
        error: 'uscc-citizen-number',
      },
      { status: 'cannot-answer', uscc: '［疑为证件号码，未保存］', error: 'uscc-length' },
    ]);
    expect(await record(aPenalty(8, { facts: `负责人${person.identityNumber}在场` }))).toMatchObject({
      status: 400,
      body: { code: 'citizen-number-in-text' },
    });
  });

  it('the operator of a shop is named to the platform, and nowhere on the way', async () => {
    expect(await record(aPenalty(11))).toMatchObject({ status: 201 });
    const arrived = await eventually(held, (found) => found.length > 0);
    expect(arrived[0]?.fields).toMatchObject({ CF_XDR_MC: shop.name, CF_FRDB: operator });
  });

  it('stands nowhere in plain: no table, no file of the database, no output, no metric', async () => {
    await platform({ mode: 'fail', times: 1_000 });
    const waiting = await record(aPenalty(12));
    expect(waiting).toMatchObject({ status: 201 });
    const attempted = () => database.query('SELECT FROM push_attempts WHERE outcome = $1', ['failed']);
    expect((await eventually(attempted, ({ rowCount }) => rowCount !== 0)).rowCount).not.toBe(0);
    await findsNothing();
    expect(statSync(join(ledger.dataDir, 'personal-master-key')).mode & 0o777).toBe(0o600);
  });

  it('is erased by an approver, on a paper, not while a penalty is public', async () => {
    const before = await logBytes();
    signedBefore = await checkpoint();
    proofBefore = await proofAt(last);
    const whose = { identityType: person.identityType, identityNumber: person.identityNumber };
    expect(await ledger.post('officer', '/personal-data/erasures', order(1, whose))).toMatchObject({ status: 403 });
    const recent = { documentNumber: '廊消行罚决字〔2026〕第0001号', decidedOn: '2026-05-06' };
    const other = {
      identityNumber: '13100219000101001X',
      subjectName: '李示例',
      facts: '锁闭',
      penaltyContent: '罚款',
    };
    expect(await record(ofPerson(1, { ...recent, ...other }))).toMatchObject({ status: 201 });
    const theirs = { identityType: '身份证', identityNumber: other.identityNumber };
    expect(await ledger.post('approver', '/personal-data/erasures', order(2, theirs))).toMatchObject({
      status: 422,
      body: { code: 'erasure-while-public' },
    });

    const done = await ledger.post('approver', '/personal-data/erasures', order(1, whose));
    expect(done).toMatchObject({ status: 201, body: { outcome: 'recorded' } });
    expect(await ledger.post('approver', '/personal-data/erasures', order(1, { subjectId }))).toMatchObject({
      status: 201,
      body: { outcome: 'already-recorded', id: done.body.id as string },
    });
    const shopOperator = { subjectId: shop.uscc, representative: operator };
    expect(await ledger.post('approver', '/personal-data/erasures', order(3, shopOperator))).toMatchObject({
      status: 201,
    });
    expect((await logBytes()).slice(0, before.length)).toEqual(before);
  });

  it('cannot be read any more, anywhere, and what was decided still can', async () => {
    const answer = await statusOf('officer', person.identityNumber, last);
    expect(answer).toMatchObject({ status: 200, body: { status: 'not-listed', name: erased, uscc: subjectId } });
    const history = await ledger.get('auditor', `/subjects/${subjectId}/history`);
    expect(JSON.stringify(history.body)).not.toMatch(new RegExp(secrets.join('|')));
    expect(history.body.events[1].data).toMatchObject({
      subjectName: erased,
      facts: erased,
      person: { identityType: '身份证', identityNumber: erased },
      penaltyKinds: ['罚款'],
      fineFen: 50_000,
      legalBasis: '《中华人民共和国消防法》第六十条第一款第三项',
    });
    const shopHistory = await ledger.get('officer', `/subjects/${shop.uscc}/history`);
    expect(shopHistory.body.events[0].data).toMatchObject({ subjectName: shop.name, legalRepresentative: erased });
  });

  it('leaves every proof as good as before: the same leaf, under a tree that only grew', async () => {
    const signedAfter = await eventually(checkpoint, (note) => note !== signedBefore);
    const proofAfter = await proofAt(last);
    const [from, to] = [signedBefore, signedAfter].map((note) => checkpointIn(openNote(note, []).text));
    const grown = await ledger.get('auditor', `/seals/consistency-proof?from=${from?.size}&to=${to?.size}`);
    const bytes = (base64: string) => Buffer.from(base64, 'base64');

    expect(proofAfter.leafHash).toBe(proofBefore.leafHash);
    for (const { entry, leafHash, hashes, checkpoint: note } of [proofBefore, proofAfter]) {
      const { size, root } = checkpointIn(openNote(note, []).text);
      const claim = { entry, size, leaf: bytes(leafHash), root, proof: hashes.map(bytes) };
      expect(provesInclusion(sha256Rfc6962, claim)).toBe(true);
    }
    const none = Buffer.alloc(0);
    const proof = (grown.body.hashes as string[]).map(bytes);
    const sizes = { from: from?.size ?? -1, to: to?.size ?? -1 };
    const claim = { ...sizes, fromRoot: from?.root ?? none, toRoot: to?.root ?? none, proof };
    expect(provesConsistency(sha256Rfc6962, claim)).toBe(true);
  });

  it('a push that waited with an erased name is not sent, and says why', async () => {
    await platform(null);
    const refused = () => ledger.get('officer', `/pushes?uscc=${shop.uscc}&status=rejected`);
    const found = await eventually(refused, ({ body }) => body.pushes.length > 0);
    expect(found.body.pushes).toMatchObject([{ status: 'rejected', refusalCode: 'personal-data-erased' }]);
    expect((await held()).map(({ fields }) => fields.CF_WSH)).toEqual(['廊消行罚决字〔2021〕第0011号']);
  });

  it('is not brought back by the same paper; a new one is taken in', async () => {
    expect(await record(ofPerson(1))).toMatchObject({ status: 409, body: { code: 'personal-data-erased' } });
    expect(await record(aPenalty(11))).toMatchObject({ status: 409, body: { code: 'personal-data-erased' } });
    const next = await record(ofPerson(20));
    expect(next).toMatchObject({ status: 201, body: { outcome: 'recorded' } });
    expect(await record(ofPerson(20))).toMatchObject({ status: 201, body: { outcome: 'already-recorded' } });
    expect(await statusOf('officer', person.identityNumber, next.body.position as number)).toMatchObject({
      body: { name: person.name, formerNames: [erased] },
    });
    const history = await ledger.get('auditor', `/subjects/${subjectId}/history`);
    const names = (history.body.events as { type: string; data: { subjectName?: string } }[]).map(({ type, data }) => [
      type,
      data.subjectName,
    ]);
    expect(names).toEqual([
      ['CreditSubjectRegistered', erased],
      ['PenaltyDecisionRecorded', erased],
      ['PenaltyDecisionRecorded', erased],
      ['PersonalDataErased', undefined],
      ['PenaltyDecisionRecorded', person.name],
    ]);
  });

  it('stays erased, and the same person, after a pulled plug', async () => {
    said.push(ledger.output);
    await database.end();
    await ledger.kill();
    await ledger.start();
    database = await connected();
    expect(await statusOf('officer', person.identityNumber, last)).toMatchObject({
      status: 200,
      body: { uscc: subjectId },
    });
    expect(await record(ofPerson(1))).toMatchObject({ status: 409, body: { code: 'personal-data-erased' } });
    await findsNothing();
  });

  endsVerified(() => ledger);
});
