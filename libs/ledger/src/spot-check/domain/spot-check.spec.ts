import { refusalOf, specFor } from '../../../../../test/support/given-when-then';
import { type FeedName, feedRows } from '../../../../../test/support/intake-feed';
import { refusesInThisOrder } from '../../../../../test/support/paper';
import { readResultWithdrawal, type ResultWithdrawalPaper } from './result-withdrawal-paper';
import { record, type ResultWithdrawal, spotCheck, type SpotCheckState, withdraw } from './spot-check';
import {
  SPOT_CHECK_RESULTS,
  type SpotCheckRecorded,
  type SpotCheckResultReplaced,
  type SpotCheckResultWithdrawn,
} from './spot-check.events';
import { readSpotCheckPaper, type SpotCheckPaper } from './spot-check-paper';

const today = '2026-11-23';
const aPaper = (change: Partial<SpotCheckPaper> = {}): SpotCheckPaper => ({
  planNumber: '2023-SSJ-2',
  taskNumber: '2023-RW-2',
  subjectName: '廊坊华程餐饮服务有限公司',
  uscc: '91131002MAJBY9D71C',
  checkedOn: '2023-03-15',
  authorityName: '安次区消防救援大队',
  result: '发现问题待后续处理',
  ...change,
});
const check = (change: Partial<SpotCheckPaper> = {}) => readSpotCheckPaper(aPaper(change), today);
const recorded: SpotCheckRecorded = {
  type: 'SpotCheckRecorded',
  data: {
    spotCheckId: 'db7cbf41-1247-5d3d-9e99-36314f21c6e8',
    subjectId: '91131002MAJBY9D71C',
    subjectName: '廊坊华程餐饮服务有限公司',
    planNumber: '2023-SSJ-2',
    taskNumber: '2023-RW-2',
    checkedOn: '2023-03-15',
    authorityName: '安次区消防救援大队',
    result: '发现问题待后续处理',
    recordingAuthority: null,
  },
};

const { given } = specFor(spotCheck);

describe('recording a spot check', () => {
  it('records it, as of the day of the check', () => {
    given().when(record(check())).then(recorded);
    expect(spotCheck.occurredOn(recorded)).toBe('2023-03-15');
  });

  it('stays quiet when the same paper comes again, however it is spelled', () => {
    const spelled = check({ planNumber: ' ２０２３-ssj-2', uscc: '91131002majby9d71c', checkedOn: '2023年3月15日' });
    given(recorded).when(record(spelled)).thenNothing();
  });

  it('refuses the same check with another result', () => {
    given(recorded)
      .when(record(check({ result: '未发现问题' })))
      .thenRefused('exists-with-different-content', 'taskNumber');
  });

  it('knows two units of one task apart', () => {
    const other = check({ subjectName: '广阳区宏麦医院店', uscc: '92131003MAMRWY1560' });
    expect(other.spotCheckId).not.toBe(recorded.data.spotCheckId);
  });
});

const withdrawal: ResultWithdrawal = {
  spotCheckId: recorded.data.spotCheckId,
  documentNumber: '安消抽撤〔2023〕第0001号',
  withdrawnOn: '2023-04-03',
  reason: '检查结果录入有误',
};
const withdrawn: SpotCheckResultWithdrawn = {
  type: 'SpotCheckResultWithdrawn',
  data: { ...withdrawal, subjectId: recorded.data.subjectId, recordingAuthority: null },
};
const replaced: SpotCheckResultReplaced = {
  type: 'SpotCheckResultReplaced',
  data: {
    ...recorded.data,
    result: '未发现问题',
    replaces: {
      checkedOn: '2023-03-15',
      result: '发现问题待后续处理',
      withdrawalNumber: withdrawal.documentNumber,
      withdrawnOn: '2023-04-03',
    },
  },
};
const withdrawing = (change: Partial<ResultWithdrawal> = {}) => withdraw({ ...withdrawal, ...change });

describe('withdrawing a result', () => {
  it('withdraws it, also on the day of the check', () => {
    given(recorded).when(withdrawing()).then(withdrawn);
    given(recorded)
      .when(withdrawing({ withdrawnOn: '2023-03-15' }))
      .then({ ...withdrawn, data: { ...withdrawn.data, withdrawnOn: '2023-03-15' } });
    expect([withdrawn, replaced].map(spotCheck.occurredOn)).toEqual(['2023-04-03', '2023-03-15']);
  });

  it('stays quiet when repeated, also when another result has taken its place', () => {
    given(recorded, withdrawn).when(withdrawing()).thenNothing();
    given(recorded, withdrawn, replaced).when(withdrawing()).thenNothing();
  });

  it('may be said of the result that took its place, by another paper', () => {
    const again = { documentNumber: '安消抽撤〔2023〕第0002号' };
    given(recorded, withdrawn, replaced)
      .when(withdrawing(again))
      .then({ ...withdrawn, data: { ...withdrawn.data, ...again } });
  });

  it('is refused in this order', () => {
    const { spotCheckId } = withdrawal;
    given().when(withdrawing()).thenRefused('spot-check-not-found', undefined, { spotCheckId });
    given(recorded, withdrawn, replaced)
      .when(withdrawing({ reason: '另有理由' }))
      .thenRefused('exists-with-different-content', 'documentNumber');
    given(recorded, withdrawn)
      .when(withdrawing({ documentNumber: '别的文号', withdrawnOn: '2023-03-14' }))
      .thenRefused('exists-with-different-content', 'documentNumber');
    given(recorded)
      .when(withdrawing({ withdrawnOn: '2023-03-14' }))
      .thenRefused('withdrawn-before-checked', 'withdrawnOn', { checkedOn: '2023-03-15' });
  });
});

describe('recording a result after one was withdrawn', () => {
  it('takes its place, and names it', () => {
    given(recorded, withdrawn)
      .when(record(check({ result: '未发现问题' })))
      .then(replaced);
  });

  it('stays quiet when the withdrawn paper comes again: it does not come back', () => {
    given(recorded, withdrawn).when(record(check())).thenNothing();
    given(recorded, withdrawn, replaced).when(record(check())).thenNothing();
  });

  it('refuses a third result while the second stands', () => {
    given(recorded, withdrawn, replaced)
      .when(record(check({ result: '发现问题已责令改正' })))
      .thenRefused('exists-with-different-content', 'taskNumber');
  });
});

describe('the paper that withdraws a result', () => {
  const good: ResultWithdrawalPaper = withdrawal;
  refusesInThisOrder((paper: ResultWithdrawalPaper) => readResultWithdrawal(paper, today), good, [
    ['documentNumber', '', 'required'],
    ['withdrawnOn', '2026-11-24', 'date-in-future'],
    ['reason', '', 'required'],
  ]);
});

describe('the paper of a spot check', () => {
  it.each(SPOT_CHECK_RESULTS)('knows the result %s', (result) => {
    expect(check({ result }).result).toBe(result);
  });

  it('reads a result with half-width brackets', () => {
    expect(check({ result: '通过登记的住所(经营场所)无法联系' }).result).toBe('通过登记的住所（经营场所）无法联系');
  });

  const refusals: readonly (readonly [string, string, Partial<SpotCheckPaper>])[] = [
    ['required', 'planNumber', { planNumber: '' }],
    ['document-number-invalid', 'planNumber', { planNumber: '--' }],
    ['required', 'taskNumber', { taskNumber: ' ' }],
    ['required', 'subjectName', { subjectName: '' }],
    ['natural-person-not-accepted', 'uscc', { uscc: '13100219000101001X' }],
    ['uscc-check-character', 'uscc', { uscc: '91131002MAJBY9D71D' }],
    ['date-invalid', 'checkedOn', { checkedOn: '2023-02-29' }],
    ['date-in-future', 'checkedOn', { checkedOn: '2026-11-24' }],
    ['required', 'authorityName', { authorityName: '' }],
    ['required', 'result', { result: '' }],
    ['code-unknown', 'result', { result: '还行' }],
  ];
  it.each(refusals)('refuses %s of %s: %j', (code, field, change) => {
    expect(refusalOf(() => check(change))).toMatchObject({ code, field });
  });

  it('names the first column at fault when there are several', () => {
    expect(refusalOf(() => check({ result: '?', checkedOn: '?', taskNumber: '' }))).toMatchObject({
      code: 'required',
      field: 'taskNumber',
    });
  });
});

describe.each<FeedName>(['clean', 'dirty'])('the %s feed', (feed) => {
  const papers = feedRows(feed, 'spot-checks.csv').map((row): SpotCheckPaper => ({
    planNumber: row['抽查计划编号'] ?? '',
    taskNumber: row['抽查任务编号'] ?? '',
    subjectName: row['单位名称'] ?? '',
    uscc: row['统一社会信用代码'] ?? '',
    checkedOn: row['检查日期'] ?? '',
    authorityName: row['检查机关'] ?? '',
    result: row['检查结果'] ?? '',
  }));

  it('is recorded row by row, and quiet the second time', () => {
    const ledger = new Map<string, SpotCheckState>();
    const take = (paper: SpotCheckPaper): number => {
      const wanted = readSpotCheckPaper(paper, today);
      const state = ledger.get(wanted.spotCheckId) ?? spotCheck.initial;
      const events = record(wanted)(state);
      ledger.set(wanted.spotCheckId, events.reduce(spotCheck.evolve, state));
      return events.length;
    };
    expect(papers).toHaveLength(feed === 'clean' ? 597 : 187);
    expect(papers.map(take)).toEqual(papers.map(() => 1));
    expect(papers.map(take)).toEqual(papers.map(() => 0));
  });
});
