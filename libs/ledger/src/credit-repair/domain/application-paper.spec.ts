import { refusesInThisOrder } from '../../../../../test/support/paper';
import {
  type ApplicationPaper,
  type CompletionPaper,
  readApplication,
  readCompletion,
  readNonAcceptance,
  readReturn,
} from './application-paper';
import { repairIdOf } from './credit-repair';

const today = '2026-11-23';
const good: ApplicationPaper = {
  recordKind: 'penalty-decision',
  recordId: 'decision-1',
  applicationNumber: 'XYXF202608070001',
  channel: 'credit-china',
  appliedOn: '2026年8月7日',
  proof: ' 罚款缴纳凭证 ',
  commitmentOn: '2026/8/7',
};

describe('the paper of an application', () => {
  const read = (paper: ApplicationPaper) => readApplication(paper, today);

  it('names the repair by its record, and gives the application in one spelling', () => {
    expect(read(good)).toEqual({
      kind: 'penalty-decision',
      recordId: 'decision-1',
      wanted: {
        repairId: repairIdOf('penalty-decision', 'decision-1'),
        applicationNumber: 'XYXF202608070001',
        channel: 'credit-china',
        appliedOn: '2026-08-07',
        papers: { proof: '罚款缴纳凭证', commitmentOn: '2026-08-07' },
      },
    });
  });

  it('may come without proof and commitment: they are asked for', () => {
    const bare = { ...good, proof: null, commitmentOn: undefined };
    expect(read(bare).wanted.papers).toEqual({ proof: null, commitmentOn: null });
  });

  refusesInThisOrder(read, good, [
    ['recordId', '', 'required'],
    ['applicationNumber', '', 'required'],
    ['appliedOn', '无日期', 'date-invalid'],
    ['appliedOn', '2026-11-24', 'date-in-future'],
    ['proof', '甲'.repeat(4_001), 'text-too-long'],
    ['commitmentOn', '2026-11-24', 'date-in-future'],
  ]);
});

describe('the paper of a completion', () => {
  const complete: CompletionPaper = { completedOn: '2026-08-14', proof: '凭证', commitmentOn: '2026-08-13' };

  it('gives all papers as they are now', () => {
    expect(readCompletion(complete, today)).toEqual({
      completedOn: '2026-08-14',
      papers: { proof: '凭证', commitmentOn: '2026-08-13' },
    });
  });
  refusesInThisOrder((paper: CompletionPaper) => readCompletion(paper, today), complete, [
    ['completedOn', '2026-11-24', 'date-in-future'],
    ['commitmentOn', '无日期', 'date-invalid'],
  ]);
});

describe('the papers that send an application back', () => {
  const back = { returnedOn: '2026-08-10', missing: '缺少信用承诺书' };
  refusesInThisOrder((paper: typeof back) => readReturn(paper, today), back, [
    ['returnedOn', '2026-11-24', 'date-in-future'],
    ['missing', ' ', 'required'],
  ]);

  const refusal = { documentNumber: '廊消信修不受〔2026〕第1号', notAcceptedOn: '2026-08-11', reasons: '不是被处罚人' };
  refusesInThisOrder((paper: typeof refusal) => readNonAcceptance(paper, today), refusal, [
    ['documentNumber', '', 'required'],
    ['notAcceptedOn', '2026-11-24', 'date-in-future'],
    ['reasons', '', 'required'],
  ]);
});
