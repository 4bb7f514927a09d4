import { refusesInThisOrder } from '../../../../../test/support/paper';
import { readRemoval, type RemovalPaper } from './removal-paper';

const today = '2030-11-23';
const good: RemovalPaper = {
  reason: 'early',
  removedOn: '2027年6月1日',
  decisionNumber: '廊消移决字[2027]第2号',
  removalBody: '廊坊市消防救援支队 ',
  removalBodyCode: '1113100001YMGCE72W',
  explanation: '已经改正',
};
const read = (paper: RemovalPaper) => readRemoval(paper, today);

describe('the paper of a removal', () => {
  it('gives the removal, in one spelling', () => {
    expect(read(good)).toEqual({
      reason: 'early',
      removedOn: '2027-06-01',
      decisionNumber: '廊消移决字〔2027〕第2号',
      removalBody: '廊坊市消防救援支队',
      removalBodyCode: '1113100001YMGCE72W',
      explanation: '已经改正',
    });
  });

  it.each([undefined, null, ' '])('needs no decision number at the end of the period: %j', (decisionNumber) => {
    expect(read({ ...good, reason: 'expiry', decisionNumber }).decisionNumber).toBeNull();
  });

  it('keeps the number at the end of the period where there is one', () => {
    expect(read({ ...good, reason: 'expiry' }).decisionNumber).toBe('廊消移决字〔2027〕第2号');
  });

  refusesInThisOrder(read, good, [
    ['removedOn', '无日期', 'date-invalid'],
    ['removedOn', '2030-11-24', 'date-in-future'],
    ['decisionNumber', undefined, 'required'],
    ['decisionNumber', '。', 'document-number-invalid'],
    ['removalBody', '', 'required'],
    ['removalBodyCode', '', 'required'],
    ['explanation', '', 'required'],
  ]);

  it('refuses a revocation without a decision number, too', () => {
    expect(() => read({ ...good, reason: 'revoked', decisionNumber: null })).toThrow('required');
  });
});
