import { refusesInThisOrder } from '../../../../../test/support/paper';
import { type FindingWithdrawalPaper, readFindingWithdrawal } from './finding-withdrawal-paper';

const good: FindingWithdrawalPaper = {
  documentNumber: '广消撤字[2026]第1号',
  withdrawnOn: '2026年6月1日',
  reason: ' 复核后认定承诺属实 ',
};
const read = (paper: FindingWithdrawalPaper) => readFindingWithdrawal(paper, '2026-11-23');

describe('the paper that withdraws a finding', () => {
  it('gives the withdrawal, in one spelling', () => {
    expect(read(good)).toEqual({
      documentNumber: '广消撤字〔2026〕第1号',
      withdrawnOn: '2026-06-01',
      reason: '复核后认定承诺属实',
    });
  });

  refusesInThisOrder(read, good, [
    ['documentNumber', '', 'required'],
    ['documentNumber', '。', 'document-number-invalid'],
    ['withdrawnOn', '无日期', 'date-invalid'],
    ['withdrawnOn', '2026-11-24', 'date-in-future'],
    ['reason', '', 'required'],
  ]);
});
