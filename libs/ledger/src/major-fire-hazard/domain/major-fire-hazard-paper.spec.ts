import { refusalOf } from '../../../../../test/support/given-when-then';
import { type FeedName, feedRows } from '../../../../../test/support/intake-feed';
import { publishedRules as rules } from '../../rule-set';
import { majorFireHazard, type MajorFireHazardState, record } from './major-fire-hazard';
import { type MajorFireHazardPaper, readMajorFireHazardPaper } from './major-fire-hazard-paper';

const today = '2026-11-23';

const aPaper = (change: Partial<MajorFireHazardPaper> = {}): MajorFireHazardPaper => ({
  hazardNumber: '131003ZD20260002',
  subjectName: '廊坊顺航桥娱乐有限责任公司',
  uscc: '91131003MAX1MKP799',
  judgedOn: '2026-02-03',
  standard: 'GB 35181-2025',
  method: '直接判定',
  supervisionLevel: '县级',
  rectifyBy: '2026-06-16',
  closedOn: '2026-07-01',
  ...change,
});

describe('the paper of a major fire hazard', () => {
  it('gives the judgement, the supervision and the closing', () => {
    const hazard = {
      hazardId: 'e4c1fa8d-25bf-5402-bcb1-029babb9baa4',
      subjectId: '91131003MAX1MKP799',
      hazardNumber: '131003ZD20260002',
      recordingAuthority: null,
    };
    expect(readMajorFireHazardPaper(rules, aPaper(), today)).toEqual({
      judged: {
        ...hazard,
        subjectName: '廊坊顺航桥娱乐有限责任公司',
        judgedOn: '2026-02-03',
        standardEdition: '2025',
        method: '直接判定',
        rectifyBy: '2026-06-16',
        ruleSetId: 'langfang-2023-05-01',
      },
      supervision: { ...hazard, level: '县级', listedOn: '2026-02-03' },
      rectified: { ...hazard, closedOn: '2026-07-01', documentNumber: null },
    });
  });

  it('gives no closing while the hazard is open', () => {
    expect(readMajorFireHazardPaper(rules, aPaper({ closedOn: ' ' }), today).rectified).toBeNull();
  });

  it.each(['gb 35181-2025', 'GB35181—2025', ' ＧＢ 35181－２０２５'])(
    'reads the standard written as %s',
    (standard) => {
      expect(readMajorFireHazardPaper(rules, aPaper({ standard }), today).judged.standardEdition).toBe('2025');
    },
  );

  it('reads the same paper however it is spelled', () => {
    const spelled = aPaper({
      hazardNumber: '131003zd２０２６0002 ',
      subjectName: ' 廊坊顺航桥娱乐有限责任公司\u3000',
      uscc: '91131003max1mkp799',
      judgedOn: '2026年2月3日',
      closedOn: '2026/7/1',
    });
    expect(readMajorFireHazardPaper(rules, spelled, today)).toEqual(readMajorFireHazardPaper(rules, aPaper(), today));
  });

  it.each([
    ['2025-10-31', 'GB 35181-2017', '2017'],
    ['2025-11-01', 'GB 35181-2025', '2025'],
  ])('on %s a hazard is judged by %s', (judgedOn, standard, edition) => {
    expect(readMajorFireHazardPaper(rules, aPaper({ judgedOn, standard }), today).judged.standardEdition).toBe(edition);
  });

  it.each([
    ['2025-10-31', 'GB 35181-2025', 'GB 35181-2017'],
    ['2025-11-01', 'GB 35181-2017', 'GB 35181-2025'],
  ])('on %s a hazard is not judged by %s', (judgedOn, standard, inForce) => {
    const refused = refusalOf(() => readMajorFireHazardPaper(rules, aPaper({ judgedOn, standard }), today));
    expect(refused).toMatchObject({ code: 'standard-not-in-force', field: 'standard', facts: { inForce } });
  });

  const refusals: readonly (readonly [string, string, Partial<MajorFireHazardPaper>])[] = [
    ['required', 'hazardNumber', { hazardNumber: '' }],
    ['document-number-invalid', 'hazardNumber', { hazardNumber: '…' }],
    ['required', 'subjectName', { subjectName: '' }],
    ['natural-person-not-accepted', 'uscc', { uscc: '13100219000101001x' }],
    ['uscc-length', 'uscc', { uscc: '91131003' }],
    ['date-invalid', 'judgedOn', { judgedOn: '2026-02-30' }],
    ['date-in-future', 'judgedOn', { judgedOn: '2026-11-24' }],
    ['required', 'standard', { standard: '' }],
    ['code-unknown', 'standard', { standard: 'GA 653-2006' }],
    ['required', 'method', { method: '' }],
    ['code-unknown', 'method', { method: '会商判定' }],
    ['required', 'supervisionLevel', { supervisionLevel: '' }],
    ['code-unknown', 'supervisionLevel', { supervisionLevel: '村级' }],
    ['required', 'rectifyBy', { rectifyBy: '' }],
    ['rectify-by-before-judged', 'rectifyBy', { rectifyBy: '2026-02-02' }],
    ['date-invalid', 'closedOn', { closedOn: '已销案' }],
    ['date-in-future', 'closedOn', { closedOn: '2026-11-24' }],
    ['closed-before-judged', 'closedOn', { closedOn: '2026-02-02' }],
  ];
  it.each(refusals)('refuses %s of %s: %j', (code, field, change) => {
    expect(refusalOf(() => readMajorFireHazardPaper(rules, aPaper(change), today))).toMatchObject({ code, field });
  });

  it('names the first column at fault when there are several', () => {
    const wrong = aPaper({ closedOn: '?', method: '?', uscc: '?' });
    expect(refusalOf(() => readMajorFireHazardPaper(rules, wrong, today))).toMatchObject({
      code: 'uscc-length',
      field: 'uscc',
    });
  });
});

describe.each<FeedName>(['clean', 'dirty'])('the %s feed', (feed) => {
  const papers = feedRows(feed, 'major-hazards.csv').map((row): MajorFireHazardPaper => ({
    hazardNumber: row['隐患编号'] ?? '',
    subjectName: row['单位名称'] ?? '',
    uscc: row['统一社会信用代码'] ?? '',
    judgedOn: row['判定日期'] ?? '',
    standard: row['判定标准'] ?? '',
    method: row['判定方式'] ?? '',
    supervisionLevel: row['挂牌督办级别'] ?? '',
    rectifyBy: row['整改期限'] ?? '',
    closedOn: row['销案日期'],
  }));

  it('is recorded row by row, and quiet the second time', () => {
    const ledger = new Map<string, MajorFireHazardState>();
    const take = (paper: MajorFireHazardPaper): number => {
      const wanted = readMajorFireHazardPaper(rules, paper, today);
      const state = ledger.get(wanted.judged.hazardId) ?? majorFireHazard.initial;
      const events = record(wanted)(state);
      ledger.set(wanted.judged.hazardId, events.reduce(majorFireHazard.evolve, state));
      return events.length;
    };
    expect(papers).toHaveLength(feed === 'clean' ? 45 : 20);
    expect(papers.map(take)).toEqual(papers.map(({ closedOn }) => (closedOn === '' ? 2 : 3)));
    expect(papers.map(take)).toEqual(papers.map(() => 0));
  });
});
