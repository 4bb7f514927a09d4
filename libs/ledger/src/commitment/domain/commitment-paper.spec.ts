import { refusalOf } from '../../../../../test/support/given-when-then';
import { type FeedName, feedRows } from '../../../../../test/support/intake-feed';
import { publishedRules as rules } from '../../rule-set';
import { Refusal } from '../../shared';
import { commitment, type CommitmentState, record } from './commitment';
import { type CommitmentPaper, readCommitmentPaper } from './commitment-paper';

const today = '2026-11-23';

const aPaper = (change: Partial<CommitmentPaper> = {}): CommitmentPaper => ({
  commitmentNumber: '131003CN202600001',
  subjectName: '广阳区鑫桥阳酒店店',
  uscc: '92131003MA9ANPJY55',
  matter: '公众聚集场所投入使用、营业前消防安全检查',
  madeOn: '2026-05-06',
  verificationDueOn: '2026-06-03',
  verifiedOn: '2026-05-20',
  result: '失实',
  falseDetail: '疏散通道与承诺不符',
  serious: '是',
  ...change,
});
const notVerified = { verifiedOn: '', result: '未核查', falseDetail: null, serious: '否' };
const fits = { result: '符合', falseDetail: '', serious: '否' };

describe('the paper of a commitment', () => {
  it('gives the commitment and the finding, judged by the rule set of its day', () => {
    expect(readCommitmentPaper(rules, aPaper(), today)).toEqual({
      made: {
        commitmentId: 'f4867609-bbd7-5e2f-933b-14cff50a3ecb',
        subjectId: '92131003MA9ANPJY55',
        subjectName: '广阳区鑫桥阳酒店店',
        commitmentNumber: '131003CN202600001',
        matter: '公众聚集场所投入使用、营业前消防安全检查',
        madeOn: '2026-05-06',
        verificationDueOn: '2026-06-03',
        recordingAuthority: null,
      },
      verification: {
        type: 'FalseCommitmentFound',
        data: {
          commitmentId: 'f4867609-bbd7-5e2f-933b-14cff50a3ecb',
          subjectId: '92131003MA9ANPJY55',
          commitmentNumber: '131003CN202600001',
          foundOn: '2026-05-20',
          detail: '疏散通道与承诺不符',
          serious: true,
          severity: 'SERIOUS',
          ruleSetId: 'langfang-2026-04-01',
          recordingAuthority: null,
        },
      },
    });
  });

  it('tells a serious finding from another one', () => {
    expect(readCommitmentPaper(rules, aPaper({ serious: '否' }), today).verification).toMatchObject({
      data: { serious: false, severity: 'GENERAL' },
    });
  });

  it('judges an older finding by the rule set of its day', () => {
    const older = aPaper({ madeOn: '2026-03-02', verificationDueOn: '2026-03-30', verifiedOn: '2026-03-31' });
    expect(readCommitmentPaper(rules, older, today).verification).toMatchObject({
      data: { ruleSetId: 'langfang-2023-05-01' },
    });
  });

  it('gives no result when nobody verified yet, and no finding when all was true', () => {
    expect(readCommitmentPaper(rules, aPaper(notVerified), today).verification).toBeNull();
    expect(readCommitmentPaper(rules, aPaper(fits), today).verification).toMatchObject({
      type: 'CommitmentVerified',
      data: { verifiedOn: '2026-05-20' },
    });
  });

  it('reads the same paper however it is spelled', () => {
    const spelled = aPaper({
      commitmentNumber: ' １３１００３ｃｎ２０２６００００１',
      subjectName: '\u3000广阳区鑫桥阳酒店店 ',
      uscc: '92131003ma9anpjy55',
      madeOn: '2026年5月6日',
      verificationDueOn: '2026/6/3',
      verifiedOn: '20260520',
    });
    expect(readCommitmentPaper(rules, spelled, today)).toEqual(readCommitmentPaper(rules, aPaper(), today));
  });

  const refusals: readonly (readonly [string, string, Partial<CommitmentPaper>])[] = [
    ['required', 'commitmentNumber', { commitmentNumber: ' ' }],
    ['document-number-invalid', 'commitmentNumber', { commitmentNumber: '---' }],
    ['required', 'subjectName', { subjectName: '' }],
    ['required', 'uscc', { uscc: '' }],
    ['natural-person-not-accepted', 'uscc', { uscc: '13100219000101001x' }],
    ['uscc-check-character', 'uscc', { uscc: '92131003MA9ANPJY56' }],
    ['required', 'matter', { matter: '' }],
    ['date-invalid', 'madeOn', { madeOn: '2026-02-30' }],
    ['date-in-future', 'madeOn', { madeOn: '2026-11-24' }],
    ['required', 'verificationDueOn', { verificationDueOn: '' }],
    ['verification-due-before-made', 'verificationDueOn', { verificationDueOn: '2026-05-05' }],
    ['date-invalid', 'verifiedOn', { verifiedOn: '五月' }],
    ['date-in-future', 'verifiedOn', { verifiedOn: '2026-11-24' }],
    ['verified-before-made', 'verifiedOn', { verifiedOn: '2026-05-05' }],
    ['required', 'result', { result: '' }],
    ['code-unknown', 'result', { result: '基本符合' }],
    ['required', 'serious', { serious: '' }],
    ['code-unknown', 'serious', { serious: '也许' }],
    ['required', 'verifiedOn', { verifiedOn: null }],
    ['required', 'verifiedOn', { ...fits, verifiedOn: ' ' }],
    ['required', 'falseDetail', { falseDetail: '' }],
    ['contradicts-result', 'verifiedOn', { ...notVerified, verifiedOn: '2026-05-20' }],
    ['contradicts-result', 'falseDetail', { ...fits, falseDetail: '疏散通道与承诺不符' }],
    ['contradicts-result', 'serious', { ...notVerified, serious: '是' }],
  ];
  it.each(refusals)('refuses %s of %s: %j', (code, field, change) => {
    expect(refusalOf(() => readCommitmentPaper(rules, aPaper(change), today))).toMatchObject({ code, field });
  });

  it('names the first column at fault when there are several', () => {
    const wrong = aPaper({ serious: '', madeOn: '', subjectName: '', uscc: '0' });
    expect(() => readCommitmentPaper(rules, wrong, today)).toThrow(new Refusal('required', {}, 'subjectName'));
  });
});

describe.each<FeedName>(['clean', 'dirty'])('the %s feed', (feed) => {
  const papers = feedRows(feed, 'commitments.csv').map((row): CommitmentPaper => ({
    commitmentNumber: row['承诺书编号'] ?? '',
    subjectName: row['场所名称'] ?? '',
    uscc: row['统一社会信用代码'] ?? '',
    matter: row['承诺事项'] ?? '',
    madeOn: row['承诺日期'] ?? '',
    verificationDueOn: row['核查期限'] ?? '',
    verifiedOn: row['核查日期'],
    result: row['核查结果'] ?? '',
    falseDetail: row['失实情形'],
    serious: row['是否情节严重'] ?? '',
  }));

  it('is recorded row by row, and quiet the second time', () => {
    const ledger = new Map<string, CommitmentState>();
    const take = (paper: CommitmentPaper): number => {
      const wanted = readCommitmentPaper(rules, paper, today);
      const state = ledger.get(wanted.made.commitmentId) ?? commitment.initial;
      const events = record(wanted)(state);
      ledger.set(wanted.made.commitmentId, events.reduce(commitment.evolve, state));
      return events.length;
    };
    expect(papers).toHaveLength(feed === 'clean' ? 248 : 84);
    expect(papers.map(take)).toEqual(papers.map(({ result }) => (result === '未核查' ? 1 : 2)));
    expect(papers.map(take)).toEqual(papers.map(() => 0));
  });
});
