import { refusesInThisOrder } from '../../../../../test/support/paper';
import { readRevocation, type RevocationPaper } from './revocation-paper';

const unit = '92131003MA9ANPJY55';
const person = 'person-00112233445566778899aabbccddeeff';
const good: RevocationPaper = {
  documentNumber: '廊消复决[2026]第2号',
  revokedOn: '2026年7月1日',
  reason: '主要证据不足',
  authorityName: '廊坊市消防救援支队 ',
  authorityCode: '1113100001ymgce72w',
};
const readAbout = (subjectId: string) => (paper: RevocationPaper) => readRevocation(paper, '2026-11-23', subjectId);

describe('the paper of a revocation', () => {
  it('gives the revocation, in one spelling', () => {
    expect(readAbout(unit)(good)).toEqual({
      documentNumber: '廊消复决〔2026〕第2号',
      revokedOn: '2026-07-01',
      reason: '主要证据不足',
      authorityName: '廊坊市消防救援支队',
      authorityCode: '1113100001YMGCE72W',
    });
  });

  const reason = '当事人（13100219000101001X）不是责任人';
  it('lets the reason name a natural person whom the decision is about: it will be sealed', () => {
    expect(readAbout(person)({ ...good, reason }).reason).toBe(reason);
  });

  describe.each([
    ['about a unit', unit],
    ['about no decision that is known', ''],
  ])('%s', (_which, subjectId) => {
    refusesInThisOrder(readAbout(subjectId), good, [
      ['documentNumber', '', 'required'],
      ['documentNumber', '。', 'document-number-invalid'],
      ['revokedOn', '无日期', 'date-invalid'],
      ['revokedOn', '2026-11-24', 'date-in-future'],
      ['reason', '', 'required'],
      ['reason', reason, 'citizen-number-in-text'],
      ['authorityName', '', 'required'],
      ['authorityCode', '', 'required'],
    ]);
  });
});
