import { refusesInThisOrder } from '../../../../../test/support/paper';
import { readApproval, readExtension, readRejection, readRepairRevocation, readVerification } from './decision-paper';
import { readSuspension, readSuspensionEnd, type SuspensionEndPaper, type SuspensionPaper } from './suspension-paper';

const today = '2026-11-23';

describe('the paper of a verification', () => {
  const good = { verifiedOn: '2026-08-14', corrected: true, findings: '罚款已缴清' };
  const read = (paper: typeof good) => readVerification(paper, today);

  it('says what was found; no open duty is none', () => {
    expect(read(good)).toEqual({ ...good, openDuties: null });
  });
  refusesInThisOrder(read, good, [
    ['verifiedOn', '2026-11-24', 'date-in-future'],
    ['findings', '', 'required'],
  ]);
});

describe('the papers of the decision', () => {
  const extension = { extendedOn: '2026-08-20', reason: '需向法院核实' };
  refusesInThisOrder((paper: typeof extension) => readExtension(paper, today), extension, [
    ['extendedOn', '无日期', 'date-invalid'],
    ['reason', '', 'required'],
  ]);

  const approval = { documentNumber: '廊消信修准[2026]第1号', approvedOn: '2026-08-18', reasons: '条件具备' };
  it('name it in one spelling', () => {
    expect(readApproval(approval, today).documentNumber).toBe('廊消信修准〔2026〕第1号');
  });
  refusesInThisOrder((paper: typeof approval) => readApproval(paper, today), approval, [
    ['documentNumber', '。', 'document-number-invalid'],
    ['approvedOn', '2026-11-24', 'date-in-future'],
    ['reasons', '', 'required'],
  ]);

  const rejection = { documentNumber: '廊消信修不准〔2026〕第1号', rejectedOn: '2026-08-18', reasons: '义务未履行' };
  refusesInThisOrder((paper: typeof rejection) => readRejection(paper, today), rejection, [
    ['documentNumber', '', 'required'],
    ['rejectedOn', '2026-11-24', 'date-in-future'],
    ['reasons', '', 'required'],
  ]);

  const revocation = { documentNumber: '廊消信修撤〔2026〕第1号', revokedOn: '2026-10-09', reason: '凭证系伪造' };
  refusesInThisOrder((paper: typeof revocation) => readRepairRevocation(paper, today), revocation, [
    ['documentNumber', '', 'required'],
    ['revokedOn', '2026-11-24', 'date-in-future'],
    ['reason', '', 'required'],
  ]);
});

describe('the ruling on a reorganisation', () => {
  const good: SuspensionPaper = {
    recordKind: 'penalty-decision',
    recordId: 'decision-1',
    court: '廊坊市中级人民法院',
    rulingNumber: '（2026）冀10破3号',
    suspendedOn: '2026-07-01',
    plan: '重整计划执行期两年',
  };
  const read = (paper: SuspensionPaper) => readSuspension(paper, today);

  it('is said of one record; the same ruling about another record is another suspension', () => {
    const other = read({ ...good, recordId: 'decision-2' });
    expect(read(good)).toMatchObject({ kind: 'penalty-decision', recordId: 'decision-1' });
    expect(other.wanted.suspensionId).not.toBe(read(good).wanted.suspensionId);
  });
  refusesInThisOrder(read, good, [
    ['recordId', '', 'required'],
    ['court', '', 'required'],
    ['rulingNumber', '', 'required'],
    ['suspendedOn', '2026-11-24', 'date-in-future'],
    ['plan', '', 'required'],
  ]);

  const end: SuspensionEndPaper = {
    documentNumber: '（2026）冀10破3号之二',
    endedOn: '2026-11-02',
    outcome: 'plan-failed',
  };
  refusesInThisOrder((paper: SuspensionEndPaper) => readSuspensionEnd(paper, today), end, [
    ['documentNumber', '', 'required'],
    ['endedOn', '2026-11-24', 'date-in-future'],
  ]);
});
