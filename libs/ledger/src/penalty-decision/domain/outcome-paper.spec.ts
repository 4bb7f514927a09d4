import { refusesInThisOrder } from '../../../../../test/support/paper';
import {
  type OutcomeFindingPaper,
  type PenaltyChangePaper,
  readOutcomeFinding,
  readPenaltyChange,
} from './outcome-paper';

const unit = '92131003MA9ANPJY55';
const person = 'person-00112233445566778899aabbccddeeff';
const today = '2026-11-23';
const named = '当事人（13100219000101001X）不是责任人';

describe('the paper that finds a decision unlawful, or void', () => {
  const good: OutcomeFindingPaper = {
    documentNumber: '（2026）冀10行终4号',
    foundOn: '2026年7月2日',
    reason: '程序轻微违法',
    authorityName: '廊坊市消防救援支队 ',
    authorityCode: '1113100001ymgce72w',
  };
  const readAbout = (subjectId: string) => (paper: OutcomeFindingPaper) => readOutcomeFinding(paper, today, subjectId);

  it('gives the finding, in one spelling', () => {
    expect(readAbout(unit)(good)).toMatchObject({
      foundOn: '2026-07-02',
      authorityName: '廊坊市消防救援支队',
      authorityCode: '1113100001YMGCE72W',
    });
  });

  it('lets the reason name a natural person whom the decision is about: it will be sealed', () => {
    expect(readAbout(person)({ ...good, reason: named }).reason).toBe(named);
  });

  refusesInThisOrder(readAbout(unit), good, [
    ['documentNumber', '', 'required'],
    ['foundOn', '无日期', 'date-invalid'],
    ['foundOn', '2026-11-24', 'date-in-future'],
    ['reason', '', 'required'],
    ['reason', named, 'citizen-number-in-text'],
    ['authorityName', '', 'required'],
    ['authorityCode', '', 'required'],
  ]);
});

describe('the paper that changes a decision', () => {
  const good: PenaltyChangePaper = {
    documentNumber: '廊消复决[2026]第3号',
    changedOn: '2026-06-10',
    reason: '处罚过重',
    authorityName: '廊坊市消防救援支队',
    authorityCode: '1113100001YMGCE72W',
    penaltyKinds: '罚款；责令停产停业',
    penaltyContent: '罚款1万元，责令停产停业',
    fineWan: '1.000000',
    effectiveUntil: '2026-09-10',
  };
  const readAbout = (subjectId: string) => (paper: PenaltyChangePaper) => readPenaltyChange(paper, today, subjectId);

  it('gives all that is imposed now, amounts in fen', () => {
    expect(readAbout(unit)(good)).toEqual({
      documentNumber: '廊消复决〔2026〕第3号',
      changedOn: '2026-06-10',
      reason: '处罚过重',
      authorityName: '廊坊市消防救援支队',
      authorityCode: '1113100001YMGCE72W',
      penaltyKinds: ['罚款', '责令停产停业'],
      penaltyContent: '罚款1万元，责令停产停业',
      fineFen: 1_000_000,
      confiscatedFen: null,
      effectiveUntil: '2026-09-10',
    });
  });

  it('lets reason and content name a natural person: they will be sealed', () => {
    expect(readAbout(person)({ ...good, reason: named, penaltyContent: named })).toMatchObject({
      reason: named,
      penaltyContent: named,
    });
  });

  refusesInThisOrder(readAbout(unit), good, [
    ['documentNumber', '', 'required'],
    ['changedOn', '2026-11-24', 'date-in-future'],
    ['reason', '', 'required'],
    ['authorityName', '', 'required'],
    ['authorityCode', '', 'required'],
    ['penaltyKinds', '斩首', 'code-unknown'],
    ['penaltyContent', named, 'citizen-number-in-text'],
    ['confiscatedWan', '很多', 'number-invalid'],
    ['effectiveUntil', '永远', 'date-invalid'],
    ['fineWan', '', 'required'],
  ]);
});
