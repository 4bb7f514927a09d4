import { afterMonthsAsCountedToday } from '../support/counted-today';
import { endsVerified } from '../support/ends-verified';
import { eventually } from '../support/eventually';
import { type Answer, LedgerProcess } from '../support/ledger-process';

const authority = { authorityName: '廊坊市消防救援支队', authorityCode: '1113100001YMGCE72W' };
const uscc = '91131003MA0Y000328';

const aPenalty = (documentNumber: string, decidedOn: string, changes: object = {}) => ({
  subjectName: '廊坊广阳演示商场有限公司',
  subjectCategory: '法人及非法人组织',
  uscc,
  legalRepresentative: '王小明',
  documentNumber,
  violationType: '占用、堵塞、封闭疏散通道、安全出口',
  facts: '检查发现安全出口被占用。',
  legalBasis: '《中华人民共和国消防法》第六十条第一款第三项',
  penaltyKinds: '罚款',
  penaltyContent: '处罚款人民币20000元整',
  fineWan: '2.000000',
  decidedOn,
  ...authority,
  ...changes,
});
const shown = { proof: '罚款缴纳凭证；整改复查意见书' };

describe('credit repair, from the application to the last confirmation', () => {
  let ledger: LedgerProcess;
  beforeAll(async () => {
    ledger = await LedgerProcess.start();
  });
  afterAll(() => ledger.remove(), 30_000);

  const status = async (): Promise<Answer['body']> => (await ledger.get('department', `/subjects/${uscc}/status`)).body;
  const documents = async () =>
    ((await status()).contributions as { document: string | null }[]).flatMap(({ document }) => document ?? []);
  const record = async (...paper: Parameters<typeof aPenalty>): Promise<string> => {
    const { status: code, body } = await ledger.post('officer', '/penalty-decisions', aPenalty(...paper));
    expect(code).toBe(201);
    return (body as { id: string }).id;
  };
  const apply = (recordId: string, applicationNumber: string, appliedOn: string, papers: object = shown) =>
    ledger.post('officer', '/credit-repairs', {
      ...{ recordKind: 'penalty-decision', recordId, applicationNumber, channel: 'credit-china', appliedOn },
      ...papers,
    });
  const step = (role: 'officer' | 'approver', repairId: string, route: string, body: object) =>
    ledger.post(role, `/credit-repairs/${repairId}/${route}`, body);
  const repair = (repairId: string) => ledger.get('auditor', `/credit-repairs/${repairId}`);
  const penaltiesOnPlatform = async () => {
    const response = await fetch(`${ledger.sandboxUrl}/subjects/${uscc}`);
    return ((await response.json()) as { penalties: { state: string; restoredBy: object | null }[] }).penalties;
  };
  /** Everything up to the decision; the days are those of the procedure. */
  const carryTo = async (
    recordId: string,
    number: string,
    on: { applied: string; accepted: string; verified: string },
  ) => {
    const applied = await apply(recordId, number, on.applied, { ...shown, commitmentOn: on.applied });
    expect(applied).toMatchObject({ status: 201, body: { outcome: 'recorded' } });
    const { id } = applied.body as { id: string };
    expect(await step('officer', id, 'acceptance', { acceptedOn: on.accepted })).toMatchObject({ status: 200 });
    const verified = { verifiedOn: on.verified, corrected: true, findings: '罚款已缴清，安全出口已恢复畅通' };
    expect(await step('officer', id, 'verifications', verified)).toMatchObject({ status: 200 });
    return id;
  };

  const fine = '廊消行罚决字〔2026〕第0601号';
  let decisionId = '';
  let repairId = '';

  it('says from the first day of a record when it can be repaired, and on what basis', async () => {
    decisionId = await record(fine, '2026-05-06');
    const answer = await eventually(status, ({ repairs }) => repairs?.length === 1);
    expect(answer.repairs).toEqual([
      {
        eventId: expect.any(String) as string,
        document: fine,
        repairable: 'from',
        eligibleOn: '2026-08-07',
        basis: '信用修复管理办法 发改委令第36号 (S30)',
      },
    ]);
    await eventually(penaltiesOnPlatform, (held) => held.length === 1);
  });

  it('takes an application, gives its clocks, and stands in due work', async () => {
    const applied = await apply(decisionId, 'XYXF202608070001', '2026-08-07');
    expect(applied).toMatchObject({ status: 201, body: { outcome: 'recorded' } });
    repairId = (applied.body as { id: string }).id;
    expect(await apply(decisionId, 'XYXF202608070001', '2026-08-07')).toMatchObject({
      body: { outcome: 'already-recorded', id: repairId },
    });
    expect(await apply(decisionId, 'XYXF202608070002', '2026-08-07')).toMatchObject({
      status: 409,
      body: { code: 'repair-under-way' },
    });
    const found = await eventually(
      () => repair(repairId),
      (answer) => answer.status === 200,
    );
    expect(found.body).toMatchObject({
      status: 'applied',
      documentNumber: fine,
      acceptanceDueOn: '2026-08-12',
      answerDueOn: '2026-08-21',
    });
    const due = await eventually(
      () => ledger.get('officer', `/due-work?uscc=${uscc}`),
      (answer) => JSON.stringify(answer.body).includes('repair-acceptance'),
    );
    expect(JSON.stringify(due.body)).toContain('2026-08-12');
  });

  it('lets nobody but the authority carry it, and only an approver decide', async () => {
    expect(await ledger.post('department', '/credit-repairs', {})).toMatchObject({ status: 403 });
    expect(await step('officer', repairId, 'approval', {})).toMatchObject({ status: 403 });
    expect(await ledger.get('procurement', `/credit-repairs/${repairId}`)).toMatchObject({ status: 403 });
  });

  it('goes back once to be completed, and its clocks begin anew', async () => {
    const back = { returnedOn: '2026-08-10', missing: '缺少信用承诺书' };
    expect(await step('officer', repairId, 'returns', back)).toMatchObject({ status: 200 });
    const complete = { completedOn: '2026-08-14', ...shown, commitmentOn: '2026-08-13' };
    expect(await step('officer', repairId, 'completions', complete)).toMatchObject({ status: 200 });
    expect(await step('officer', repairId, 'returns', { ...back, returnedOn: '2026-08-17' })).toMatchObject({
      status: 422,
      body: { code: 'already-returned' },
    });
  });

  it('is not approved while a condition is unmet, and says which', async () => {
    await step('officer', repairId, 'acceptance', { acceptedOn: '2026-08-17' });
    const open = { verifiedOn: '2026-08-18', corrected: true, openDuties: '罚款尚欠5000元', findings: '部分缴纳' };
    expect(await step('officer', repairId, 'verifications', open)).toMatchObject({ status: 200 });
    const approval = { documentNumber: '廊消信修准〔2026〕第1号', approvedOn: '2026-08-19', reasons: '条件具备' };
    expect(await step('approver', repairId, 'approval', approval)).toMatchObject({
      status: 422,
      body: { code: 'repair-conditions-unmet', facts: { unmet: ['义务尚未履行完毕：罚款尚欠5000元'] } },
    });
  });

  it('is approved when all are met: the record leaves the score at once', async () => {
    const done = { verifiedOn: '2026-08-20', corrected: true, findings: '罚款已缴清' };
    expect(await step('officer', repairId, 'verifications', done)).toMatchObject({ status: 200 });
    const approval = { documentNumber: '廊消信修准〔2026〕第1号', approvedOn: '2026-08-20', reasons: '条件具备' };
    expect(await step('approver', repairId, 'approval', approval)).toMatchObject({ status: 200 });
    expect(await step('approver', repairId, 'approval', approval)).toMatchObject({
      body: { outcome: 'already-recorded' },
    });
    const answer = await eventually(status, ({ score }) => score === 100);
    expect(answer).toMatchObject({ score: 100, repairs: [] });
    expect(await documents()).toEqual([]);
  });

  it('is complete when the platform that was told has confirmed; its history stays', async () => {
    const found = await eventually(
      () => repair(repairId),
      (answer) => answer.body.status === 'completed',
    );
    expect(found.body).toMatchObject({ bodies: ['credit-hebei'], confirmed: ['credit-hebei'] });
    // The history is another read model, and may come after.
    const { body } = await eventually(
      () => ledger.get('auditor', `/subjects/${uscc}/history`),
      (answer) => JSON.stringify(answer.body).includes('CreditRepairCompleted'),
    );
    const types = JSON.stringify(body);
    for (const type of ['PenaltyDecisionRecorded', 'CreditRepairApproved', 'CreditRepairCompleted']) {
      expect(types).toContain(type);
    }
    expect(await penaltiesOnPlatform()).toMatchObject([
      { state: 'repaired', repairedBy: { XF_WSH: '廊消信修准〔2026〕第1号' }, endedBy: { CH_YY: '信用修复' } },
    ]);
  });

  it('is revoked for fraud: the record counts again, and a bar begins', async () => {
    const revocation = { documentNumber: '廊消信修撤〔2026〕第1号', revokedOn: '2026-10-09', reason: '缴款凭证系伪造' };
    expect(await step('approver', repairId, 'revocation', revocation)).toMatchObject({ status: 200 });
    await eventually(documents, (found) => found.includes(fine));
    const again = await apply(decisionId, 'XYXF202610120001', '2026-10-12', { ...shown, commitmentOn: '2026-10-12' });
    expect(again).toMatchObject({ status: 201, body: { outcome: 'recorded', id: repairId } });
    await step('officer', repairId, 'acceptance', { acceptedOn: '2026-10-13' });
    await step('officer', repairId, 'verifications', { verifiedOn: '2026-10-14', corrected: true, findings: '已履行' });
    const rejection = { documentNumber: '廊消信修不准〔2026〕第1号', rejectedOn: '2026-10-15', reasons: '处于限制期' };
    expect(await step('approver', repairId, 'rejection', rejection)).toMatchObject({ status: 200 });
    const found = await eventually(
      () => repair(repairId),
      (answer) => answer.body.status === 'rejected',
    );
    const detail = afterMonthsAsCountedToday('2026-10-09', 12);
    expect(found.body.steps.rejection.unmet).toEqual([{ condition: 'barred-until', detail }]);
    const shownAgain = await eventually(penaltiesOnPlatform, ([held]) => (held?.restoredBy ?? null) !== null);
    expect(shownAgain).toMatchObject([{ state: 'shown', endedBy: null }]);
  });

  const another = (number: string) => ({
    uscc: '91131022MA0Y00067B',
    subjectName: '廊坊演示仓储有限公司',
    documentNumber: number,
  });

  it('is judged by 令58 for a record and an application of its time: a year', async () => {
    const number = '廊消行罚决字〔2025〕第0310号';
    const id = await record(number, '2025-03-10', another(number));
    const early = await carryTo(id, 'XYXF202601050001', {
      applied: '2026-01-05',
      accepted: '2026-01-06',
      verified: '2026-01-07',
    });
    const approval = (approvedOn: string) => ({
      documentNumber: '廊消信修准〔2026〕第2号',
      approvedOn,
      reasons: '条件具备',
    });
    expect(await step('approver', early, 'approval', approval('2026-01-09'))).toMatchObject({
      status: 422,
      body: { code: 'repair-conditions-unmet', facts: { unmet: ['最短公示期未满，自2026-03-11起方可修复'] } },
    });
    expect(await step('approver', early, 'approval', approval('2026-03-11'))).toMatchObject({ status: 200 });
  });

  it('has the shorter of both terms across the change of the law', async () => {
    const number = '廊消行罚决字〔2025〕第1110号';
    const id = await record(number, '2025-11-10', another(number));
    const across = await carryTo(id, 'XYXF202604070001', {
      applied: '2026-04-07',
      accepted: '2026-04-08',
      verified: '2026-04-09',
    });
    const approval = { documentNumber: '廊消信修准〔2026〕第3号', approvedOn: '2026-04-10', reasons: '条件具备' };
    expect(await step('approver', across, 'approval', approval)).toMatchObject({ status: 200 });
  });

  it('suspends a record while a plan of reorganisation runs, and restores it when the plan fails', async () => {
    const number = '廊消行罚决字〔2026〕第0602号';
    const id = await record(number, '2026-06-02');
    await eventually(documents, (found) => found.includes(number));
    const suspended = await ledger.post('approver', '/record-suspensions', {
      ...{ recordKind: 'penalty-decision', recordId: id, court: '廊坊市中级人民法院' },
      ...{ rulingNumber: '（2026）冀10破3号', suspendedOn: '2026-07-01', plan: '重整计划执行期两年' },
    });
    expect(suspended).toMatchObject({ status: 201 });
    await eventually(documents, (found) => !found.includes(number));
    const end = { documentNumber: '（2026）冀10破3号之二', endedOn: '2026-11-02', outcome: 'plan-failed' };
    const { id: suspensionId } = suspended.body as { id: string };
    expect(await ledger.post('approver', `/record-suspensions/${suspensionId}/end`, end)).toMatchObject({
      status: 200,
    });
    await eventually(documents, (found) => found.includes(number));
  });

  endsVerified(() => ledger);
});
