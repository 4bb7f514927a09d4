import { eventually } from '../support/eventually';
import { type Answer, LedgerProcess, type Role } from '../support/ledger-process';

const uscc = '91131003MA0Y000328';
const name = '廊坊广阳演示商场有限公司';
const authority = { authorityName: '廊坊市消防救援支队', authorityCode: '1113100001YMGCE72W' };

const aPenalty = (serial: number) => ({
  subjectName: name,
  subjectCategory: '法人及非法人组织',
  uscc,
  legalRepresentative: '王小明',
  documentNumber: `廊消行罚决字〔2026〕第${String(serial).padStart(4, '0')}号`,
  violationType: '占用、堵塞、封闭疏散通道、安全出口',
  facts: '检查发现安全出口被占用。',
  legalBasis: '《中华人民共和国消防法》第六十条第一款第三项',
  penaltyKinds: '罚款',
  penaltyContent: '处罚款人民币20000元整',
  fineWan: '2.000000',
  decidedOn: '2026-05-06',
  ...authority,
});

describe('acts that take back or mend what was recorded', () => {
  let ledger: LedgerProcess;
  beforeAll(async () => {
    ledger = await LedgerProcess.start();
  });
  afterAll(() => ledger.remove(), 30_000);

  const points = async (position: unknown, day: string): Promise<string[]> => {
    const asked = await ledger.get(
      'officer',
      `/subjects/${uscc}/status?minPosition=${String(position)}&validAt=${day}`,
    );
    expect(asked.status).toBe(200);
    return (asked.body.contributions as { rule: string; points: number }[])
      .filter(({ rule }) => rule !== 'base')
      .map(({ rule, points }) => `${rule} ${points}`);
  };

  describe('a penalty decision', () => {
    let decisionId = '';
    const outcome = (path: string, body: object, role: Role = 'approver'): Promise<Answer> =>
      ledger.post(role, `/penalty-decisions/${decisionId}/${path}`, body);
    const change = {
      documentNumber: '廊政复决字〔2026〕8号',
      changedOn: '2026-06-10',
      reason: '处罚过重',
      authorityName: '廊坊市人民政府',
      authorityCode: authority.authorityCode,
      penaltyKinds: '罚款',
      penaltyContent: '处罚款人民币5000元整',
      fineWan: '0.500000',
    };
    const finding = {
      documentNumber: '（2026）冀10行终4号',
      foundOn: '2026-07-02',
      reason: '程序轻微违法',
      authorityName: '廊坊市中级人民法院',
      authorityCode: authority.authorityCode,
    };

    it('is changed on appeal: from that day on it weighs less', async () => {
      decisionId = (await ledger.post('officer', '/penalty-decisions', aPenalty(1))).body.id as string;
      expect(await outcome('change', change, 'officer')).toMatchObject({ status: 403 });
      const { status, body } = await outcome('change', change);
      expect(status).toBe(200);
      expect(await points(body.position, '2026-06-09')).toEqual(['penalty-fine -10']);
      expect(await points(body.position, '2026-06-10')).toEqual(['penalty-fine -5']);
      expect(await outcome('change', change)).toMatchObject({ body: { outcome: 'already-recorded' } });
    });

    it('is found unlawful by a court: it weighs nothing any more, and stays in the history', async () => {
      const { body } = await outcome('unlawfulness', finding);
      expect(await points(body.position, '2026-07-01')).toEqual(['penalty-fine -5']);
      expect(await points(body.position, '2026-07-02')).toEqual([]);
      expect(await outcome('voidness', finding)).toMatchObject({
        status: 422,
        body: { code: 'penalty-decision-ended', facts: { outcome: '被确认违法' } },
      });
      const history = await eventually(
        () => ledger.get('auditor', `/subjects/${uscc}/history`),
        (answer) =>
          (answer.body.events as { type: string }[]).some(({ type }) => type === 'PenaltyDecisionFoundUnlawful'),
      );
      const types = (history.body.events as { type: string }[]).map(({ type }) => type);
      expect(types.filter((type) => type.startsWith('PenaltyDecision'))).toEqual([
        'PenaltyDecisionRecorded',
        'PenaltyDecisionChanged',
        'PenaltyDecisionFoundUnlawful',
      ]);
    });
  });

  it('the platform is told of each outcome, and shows the decision no longer', async () => {
    const onPlatform = async () =>
      (await (await fetch(`${ledger.sandboxUrl}/subjects/${uscc}`)).json()) as {
        penalties: { state: string; amendedBy: object | null; endedBy: object | null }[];
      };
    const shown = await eventually(onPlatform, ({ penalties }) => penalties[0]?.state === 'withdrawn');
    expect(shown.penalties).toMatchObject([
      {
        amendedBy: { BG_WSH: '廊政复决字〔2026〕8号', CF_NR: '处罚款人民币5000元整' },
        endedBy: { WF_WSH: '〔2026〕冀10行终4号', WF_YY: '程序轻微违法' },
      },
    ]);
  });

  describe('a spot-check result', () => {
    const result = (found: string) => ({
      planNumber: '2026-SSJ-4',
      taskNumber: '2026-RW-1',
      subjectName: name,
      uscc,
      checkedOn: '2026-05-20',
      authorityName: authority.authorityName,
      result: found,
    });
    const record = (found: string) => ledger.post('officer', '/spot-checks', result(found));

    it('is withdrawn, and another takes its place; the history shows which one no longer speaks', async () => {
      const { id } = (await record('发现问题待后续处理')).body as { id: string };
      expect(await record('未发现问题')).toMatchObject({
        status: 409,
        body: { code: 'exists-with-different-content' },
      });
      const withdrawal = { documentNumber: '广消抽撤〔2026〕第0001号', withdrawnOn: '2026-06-03', reason: '录入有误' };
      const withdraw = () => ledger.post('officer', `/spot-checks/${id}/withdrawal`, withdrawal);
      expect(await withdraw()).toMatchObject({ status: 200, body: { outcome: 'recorded', id } });
      expect(await withdraw()).toMatchObject({ body: { outcome: 'already-recorded' } });
      expect(await record('发现问题待后续处理')).toMatchObject({ body: { outcome: 'already-recorded' } });
      expect(await record('未发现问题')).toMatchObject({ status: 201, body: { outcome: 'recorded', id } });

      const history = await eventually(
        () => ledger.get('auditor', `/subjects/${uscc}/history`),
        (answer) => (answer.body.events as { type: string }[]).some(({ type }) => type === 'SpotCheckResultReplaced'),
      );
      const entries = history.body.events as {
        type: string;
        position: number;
        takenBackAt: number | null;
        data: { replaces?: object };
      }[];
      const of = (type: string) => entries.find((entry) => entry.type === type);
      expect(of('SpotCheckRecorded')?.takenBackAt).toBe(of('SpotCheckResultWithdrawn')?.position);
      expect(of('SpotCheckResultReplaced')).toMatchObject({
        takenBackAt: null,
        data: { replaces: { result: '发现问题待后续处理', withdrawalNumber: withdrawal.documentNumber } },
      });
      expect(of('PenaltyDecisionRecorded')?.takenBackAt).toBe(of('PenaltyDecisionFoundUnlawful')?.position);
    });
  });
});
