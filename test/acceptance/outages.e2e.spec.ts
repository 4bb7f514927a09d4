import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { endsVerified } from '../support/ends-verified';
import { eventually } from '../support/eventually';
import { LedgerProcess } from '../support/ledger-process';

const subject = { subjectName: '廊坊固安演示物流有限公司', uscc: '91131022MA0Y00067B' };

const paperOf = (serial: number) => `廊消行罚决字〔2026〕第${String(serial).padStart(4, '0')}号`;
const authority = { authorityName: '廊坊市消防救援支队', authorityCode: '1113100001YMGCE72W' };

const aPenalty = (serial: number) => ({
  ...subject,
  subjectCategory: '法人及非法人组织',
  legalRepresentative: '王小明',
  documentNumber: paperOf(serial),
  violationType: '占用、堵塞、封闭消防车通道',
  facts: '检查发现消防车通道被占用。',
  legalBasis: '《中华人民共和国消防法》第六十条第一款第五项',
  penaltyKinds: '罚款',
  penaltyContent: '处罚款人民币8000元整',
  fineWan: '0.8',
  decidedOn: '2026-05-06',
  ...authority,
});

const aRevocation = (serial: number) => ({
  documentNumber: `廊消撤字〔2026〕第${String(serial).padStart(4, '0')}号`,
  revokedOn: '2026-06-01',
  reason: '经复查，处罚所据事实不成立',
  ...authority,
});

describe('outages delay, and never lose or double', () => {
  let ledger: LedgerProcess;
  beforeAll(async () => {
    ledger = await LedgerProcess.start();
  });
  afterAll(() => ledger.remove(), 30_000);

  const record = (serial: number) => ledger.post('officer', '/penalty-decisions', aPenalty(serial));
  const platform = async (path: string, init?: RequestInit): Promise<Record<string, unknown>> => {
    const response = await fetch(`${ledger.sandboxUrl}${path}`, {
      headers: { 'content-type': 'application/json' },
      ...init,
    });
    return (await response.json().catch(() => ({}))) as Record<string, unknown>;
  };
  const tell = (fault: object) => platform('/control/faults', { method: 'POST', body: JSON.stringify(fault) });
  const arrived = async (): Promise<{ kind: string; paper: string }[]> => {
    const { items } = await platform(`/records?uscc=${subject.uscc}&limit=100`);
    return (items as { kind: string; fields: Record<string, string> }[]).map(({ kind, fields }) => ({
      kind,
      paper: fields.CF_WSH ?? '',
    }));
  };
  const pushes = async () => {
    const { body } = await ledger.get('operator', `/pushes?uscc=${subject.uscc}&endpoint=credit-hebei&limit=100`);
    return body.pushes as { kind: string; status: string; attempts: number; position: number }[];
  };
  /** The same paper, and the body has it or has heard of it: nothing about it is on its way any more. */
  const settled = async (position: number) => {
    const about = (await pushes()).filter((push) => push.position >= position);
    return about.length === 4 && about.every(({ status }) => !['waiting', 'sent', 'processing'].includes(status));
  };

  let serial = 0;
  it.each([
    ['fails, and nothing happened', { mode: 'fail', times: 2 }],
    ['stores it, and the answer is lost', { mode: 'drop-answer', times: 2 }],
    ['answers twice', { mode: 'answer-twice', times: 2 }],
    ['takes its time', { mode: 'delay', times: 2, delayMs: 300 }],
  ])(
    'when the platform %s',
    async (_what, fault) => {
      await tell(fault);
      const first = await record(++serial);
      expect(first).toMatchObject({ status: 201 });
      const { id, position } = first.body as { id: string; position: number };
      // It is on its way, or there: what comes of it now must not get past it.
      await eventually(pushes, (found) => found.some((push) => push.position === position && push.attempts > 0));
      expect(await ledger.post('officer', `/penalty-decisions/${id}/revocation`, aRevocation(serial))).toMatchObject({
        status: 200,
      });
      for (let n = 0; n < 2; n++) expect(await record(++serial)).toMatchObject({ status: 201 });

      expect(
        await eventually(
          () => settled(position),
          (done) => done,
          20_000,
        ),
      ).toBe(true);
      const found = await arrived();
      const of = (number: number) => found.filter(({ paper }) => paper === paperOf(number)).map(({ kind }) => kind);
      // Each once. Papers wait for nobody but themselves (decision 0044): one that is tried again lets the others pass.
      expect([of(serial - 1), of(serial)]).toEqual([['penalty'], ['penalty']]);
      // Of one paper the withdrawal comes behind the penalty; or neither, when the penalty had not arrived before it was revoked.
      expect([[], ['penalty', 'penalty-withdrawal']]).toContainEqual(of(serial - 2));
    },
    40_000,
  );

  it('records the platform’s refusal as a fact, and goes on', async () => {
    const misnamed = { ...subject, subjectName: '不是这家单位的名称' };
    await platform('/control/registry', {
      method: 'PUT',
      body: JSON.stringify({ subjects: [{ uscc: subject.uscc, name: subject.subjectName }] }),
    });
    const other = await ledger.post('officer', '/penalty-decisions', { ...aPenalty(90), ...misnamed });
    expect(other.status).toBe(201);
    const refused = () => ledger.get('operator', `/pushes?uscc=${subject.uscc}&status=rejected`);
    expect((await eventually(refused, ({ body }) => body.pushes.length > 0)).body.pushes).toMatchObject([
      { refusalCode: '1001' },
    ]);
    const history = async () => {
      const { body } = await ledger.get('auditor', `/subjects/${subject.uscc}/history?limit=500`);
      return (body.events as { type: string }[]).map(({ type }) => type);
    };
    expect(await eventually(history, (types) => types.includes('PushRefused'))).toContain('PushRefused');
  });

  it('when the database is gone: nothing reads as clear, nothing is acknowledged, and all is there when it is back', async () => {
    // A log of its own, on EventStoreDB, goes on without the database: what is acknowledged is recorded there.
    const logGoesOn = process.env.EVENT_LOG === 'eventstoredb';
    const before = await ledger.get('department', `/subjects/${subject.uscc}/status`);
    const data = join(ledger.dataDir, 'postgres/cluster/data');
    process.kill(ledger.pids.postgres ?? 0, 'SIGKILL');
    renameSync(data, `${data}.away`); // or it would be back within a second

    const status = () => ledger.get('department', `/subjects/${subject.uscc}/status`);
    const gone = await eventually(status, (answer) => answer.status === 503);
    expect(gone).toMatchObject({ status: 503, body: { status: 'cannot-answer', score: null } });
    expect(await record(95)).toMatchObject(
      logGoesOn ? { status: 201 } : { status: 503, body: { code: 'ledger-unavailable' } },
    );
    const health = () => fetch(`${ledger.url}/health/ready`);
    expect((await eventually(health, ({ status }) => status === 503)).status).toBe(503);
    expect((await fetch(`${ledger.url}/health/live`)).status).toBe(200);

    renameSync(`${data}.away`, data);
    const ready = () => fetch(`${ledger.url}/health/ready`);
    expect(await eventually(ready, (answer) => answer.status === 200, 30_000)).toMatchObject({ status: 200 });
    const after = await status();
    expect(after.body).toMatchObject({ status: before.body.status, ...(!logGoesOn && { score: before.body.score }) });
    const outcome = logGoesOn ? 'already-recorded' : 'recorded';
    expect(await record(95)).toMatchObject({ body: { outcome } });
  });

  endsVerified(() => ledger);
});
