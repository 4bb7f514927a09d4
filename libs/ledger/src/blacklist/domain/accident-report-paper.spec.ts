import { refusesInThisOrder } from '../../../../../test/support/paper';
import { type AccidentReportPaper, readAccidentReport } from './accident-report-paper';
import { listingIdOf } from './blacklist-listing';

const today = '2026-11-23';
const good: AccidentReportPaper = {
  uscc: '91131003MAX1MKP799',
  subjectName: '廊坊顺航桥娱乐有限责任公司',
  reportNumber: '廊消调字〔2026〕第3号',
  reportedOn: '2026-11-02',
};

describe('the report on a fire accident', () => {
  it('proposes the party, on the paper itself', () => {
    expect(readAccidentReport(good, today)).toEqual({
      listingId: listingIdOf('91131003MAX1MKP799', 'ACCIDENT_LIABILITY', '廊消调字〔2026〕第3号'),
      subjectId: '91131003MAX1MKP799',
      subjectName: '廊坊顺航桥娱乐有限责任公司',
      ground: 'ACCIDENT_LIABILITY',
      evidence: [{ eventId: null, document: '廊消调字〔2026〕第3号', occurredOn: '2026-11-02' }],
      proposedOn: today,
    });
  });

  it('is the same case however it is spelled, and another one about somebody else', () => {
    const idOf = (change: Partial<AccidentReportPaper>) => readAccidentReport({ ...good, ...change }, today).listingId;
    expect(idOf({ uscc: '91131003max1mkp799 ', reportNumber: '廊消调字[2026]第3号' })).toBe(idOf({}));
    expect(idOf({ uscc: '92131003MA9ANPJY55' })).not.toBe(idOf({}));
  });

  refusesInThisOrder((paper: AccidentReportPaper) => readAccidentReport(paper, today), good, [
    ['uscc', '', 'required'],
    ['subjectName', ' ', 'required'],
    ['subjectName', '店'.repeat(201), 'text-too-long'],
    ['reportNumber', '', 'required'],
    ['reportNumber', '——', 'document-number-invalid'],
    ['reportedOn', '2026-02-30', 'date-invalid'],
    ['reportedOn', '2026-11-24', 'date-in-future'],
  ]);
});
