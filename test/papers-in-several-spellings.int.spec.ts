import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { derivedId } from '../libs/ledger/src/shared';
import { WholeLedger } from './support/whole-ledger';

const caseFile = (name: string): string => readFileSync(join(__dirname, 'data/cases', name), 'utf8');
const authority = { authorityName: '廊坊市消防救援支队', authorityCode: '1113100001YMGCE72W' };
const unit = { subjectName: '廊坊市安次区示例宾馆有限公司', uscc: '91131002MA0CAA0422' };

let ledger: WholeLedger;
beforeAll(async () => {
  ledger = await WholeLedger.on('2026-11-28');
});
afterAll(() => ledger.stop());

const outcomesOf = async (papers: readonly object[], path: string, role: 'officer' | 'approver' = 'officer') => {
  const outcomes: unknown[] = [];
  for (const paper of papers) {
    const { status, body } = await ledger.ask(role, 'POST', path, paper);
    outcomes.push(status < 300 ? body.outcome : body.code);
  }
  return outcomes;
};
const recordedThenMet = (count: number) => ['recorded', ...Array.from({ length: count - 1 }, () => 'already-recorded')];

describe('one decision in three spellings', () => {
  it('is one decision: one score, one push, no candidate', async () => {
    const lines = await ledger.takeIn(caseFile('02-one-paper-several-spellings/penalties.csv'));
    expect(lines.at(-1)).toMatchObject({ summary: { rows: 3, recorded: 1, alreadyRecorded: 2, rejected: 0 } });
    expect(lines.filter(({ row }) => row !== undefined)).toEqual([
      { row: 2, sheetRow: 3, outcome: 'already-recorded', sameAsRow: 1 },
      { row: 3, sheetRow: 4, outcome: 'already-recorded', sameAsRow: 1 },
    ]);
    await ledger.allRead();
    const status = await ledger.ask('department', 'GET', `/subjects/${unit.uscc}/status`);
    expect(status.body).toMatchObject({ score: 90, contributions: [{ rule: 'base' }, { rule: 'penalty-fine' }] });
    const listings = await ledger.ask('officer', 'GET', `/blacklist/listings?uscc=${unit.uscc}`);
    expect(listings.body).toMatchObject({ listings: [] });
    const { rows } = await ledger.pool.query(`SELECT count(*)::integer AS pushes FROM pushes WHERE subject_id = $1`, [
      unit.uscc,
    ]);
    expect(rows).toEqual([{ pushes: 1 }]);
  });

  it('has the id that the usual spelling always gave', async () => {
    const { rows } = await ledger.pool.query<{ stream: string }>(`SELECT DISTINCT stream FROM ledger_events
      WHERE subject_id = '${unit.uscc}' AND type = 'PenaltyDecisionRecorded'`);
    const id = derivedId('penaltyDecision', authority.authorityCode, '廊消行罚决字〔2026〕第0201号');
    expect(rows).toEqual([{ stream: `penaltyDecision-${id}` }]);
  });
});

describe('any other paper in several spellings is one paper', () => {
  it('a hazard, with its closing', async () => {
    const aHazard = (hazardNumber: string, more: object = {}) => ({
      hazardNumber,
      ...unit,
      judgedOn: '2026-05-06',
      standard: 'GB 35181-2025',
      method: '直接判定',
      supervisionLevel: '市级',
      rectifyBy: '2026-12-06',
      ...more,
    });
    const numbers = ['131002ZD20260021', '131002ZD202621', '131002zd2026000021'];
    expect(
      await outcomesOf(
        numbers.map((number) => aHazard(number)),
        '/major-fire-hazards',
      ),
    ).toEqual(recordedThenMet(3));
    const closed = ['廊消隐〔2026〕9号', '廊消隐﹝2026﹞第0009号'].map((number) => aHazard(number));
    expect(await outcomesOf(closed, '/major-fire-hazards')).toEqual(recordedThenMet(2));
    const closing = aHazard('廊消隐[2026]第9号', { closedOn: '2026-07-01' });
    expect(await outcomesOf([closing, closing], '/major-fire-hazards')).toEqual(recordedThenMet(2));
  });

  it('a commitment, with its result', async () => {
    const aCommitment = (commitmentNumber: string, result = '未核查', verifiedOn = '') => ({
      commitmentNumber,
      ...unit,
      matter: '公众聚集场所投入使用、营业',
      madeOn: '2026-05-06',
      verificationDueOn: '2026-06-03',
      result,
      verifiedOn,
      serious: '否',
    });
    const spelled = ['131002CN202600003', '131002CN20263'].map((number) => aCommitment(number));
    expect(await outcomesOf(spelled, '/commitments')).toEqual(recordedThenMet(2));
    const verified = ['131002CN2026003', '131002CN202600003'].map((number) =>
      aCommitment(number, '符合', '2026-06-01'),
    );
    expect(await outcomesOf(verified, '/commitments')).toEqual(recordedThenMet(2));
  });

  it('the finding that none was made', async () => {
    const papers = ['广消责改〔2026〕第12号', '广消责改【2026】0012号', '广消责改〖2026〗第012号'].map(
      (documentNumber) => ({ ...unit, ...authority, documentNumber, foundOn: '2026-05-06' }),
    );
    expect(await outcomesOf(papers, '/missing-commitments')).toEqual(recordedThenMet(3));
  });

  it('a spot check', async () => {
    const aCheck = (planNumber: string, taskNumber: string) => ({
      planNumber,
      taskNumber,
      ...unit,
      checkedOn: '2026-05-06',
      authorityName: authority.authorityName,
      result: '未发现问题',
    });
    const papers = [aCheck('2026-SSJ-4', '2026-RW-1'), aCheck('2026-SSJ-04', '2026－RW－001')];
    expect(await outcomesOf(papers, '/spot-checks')).toEqual(recordedThenMet(2));
  });

  it('a revocation', async () => {
    const decision = {
      ...unit,
      ...authority,
      subjectCategory: '法人及非法人组织',
      legalRepresentative: '王示例',
      documentNumber: '廊消行罚决字〔2026〕第0202号',
      violationType: '占用防火间距',
      facts: '占用防火间距',
      legalBasis: '《中华人民共和国消防法》第六十条',
      penaltyKinds: '罚款',
      penaltyContent: '罚款人民币20500元',
      fineWan: '2.05',
      decidedOn: '2026-05-06',
    };
    const { body } = await ledger.ask('officer', 'POST', '/penalty-decisions', decision);
    const revocations = ['廊消复决〔2026〕第2号', '廊消复决﹝2026﹞0002号'].map((documentNumber) => ({
      ...authority,
      documentNumber,
      revokedOn: '2026-07-01',
      reason: '主要证据不足',
    }));
    const id = String(body.id);
    expect(await outcomesOf(revocations, `/penalty-decisions/${id}/revocation`)).toEqual(recordedThenMet(2));
  });

  it('a listing case, its notice, and its decision', async () => {
    const reports = ['廊消火调字〔2026〕第0301号', '廊消火调字（2026）301号'].map((reportNumber) => ({
      ...unit,
      reportNumber,
      reportedOn: '2026-06-01',
    }));
    expect(await outcomesOf(reports, '/blacklist/listings')).toEqual(recordedThenMet(2));
    const { body } = await ledger.ask('officer', 'POST', '/blacklist/listings', reports[1]);
    const id = String(body.id);
    const notices = ['廊消列告字〔2026〕第0301号', '廊消列告字〔2026〕301号'].map((noticeNumber) => ({
      noticeNumber,
      servedOn: '2026-06-10',
      reasons: '事故责任',
      legalBasis: '演示依据',
    }));
    expect(await outcomesOf(notices, `/blacklist/listings/${id}/notice`)).toEqual(recordedThenMet(2));
    const decision = JSON.parse(caseFile('03-listed-unit-without-a-name/3-decision.json')) as object;
    const decisions = ['廊消列决字〔2026〕第0301号', '廊消列决字〔2026〕第301号'].map((decisionNumber) => ({
      ...decision,
      decisionNumber,
    }));
    expect(await outcomesOf(decisions, `/blacklist/listings/${id}/decision`, 'approver')).toEqual(recordedThenMet(2));
  });
});

describe('numbers of earlier years, and another pair of brackets', () => {
  it('are read', async () => {
    const lines = await ledger.takeIn(caseFile('20-document-numbers-of-earlier-years/penalties.csv'));
    expect(lines.at(-1)).toMatchObject({ summary: { rows: 3, recorded: 3, rejected: 0 } });
    const { rows } = await ledger.pool.query<{ number: string }>(
      `SELECT convert_from(data, 'utf8')::json->>'documentNumber' AS number FROM ledger_events
       WHERE type = 'PenaltyDecisionRecorded' ORDER BY position DESC LIMIT 3`,
    );
    expect(rows.map(({ number }) => number).reverse()).toEqual([
      '廊安公（消）行罚决字〔2018〕0015号',
      '廊安公（消）行罚决字〔2018〕第0016号',
      '廊消行罚决字〔2026〕第2003号',
    ]);
  });
});
