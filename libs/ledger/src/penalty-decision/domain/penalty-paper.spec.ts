import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refusalOf } from '../../../../../test/support/given-when-then';
import { type FeedName, feedRows } from '../../../../../test/support/intake-feed';
import { publishedRules as rules } from '../../rule-set';
import { faultsIn, Refusal } from '../../shared';
import { penaltyDecision, type PenaltyDecisionState, record } from './penalty-decision';
import { type PenaltyPaper, readPenaltyPaper } from './penalty-paper';

const today = '2026-11-23';

const aPaper = (change: Partial<PenaltyPaper> = {}): PenaltyPaper => ({
  subjectName: '广阳区鑫桥阳酒店店',
  subjectCategory: '个体工商户',
  uscc: '92131003MA9ANPJY55',
  legalRepresentative: '孙超磊',
  documentNumber: '广消行罚决字〔2023〕第0005号',
  violationType: '损坏、挪用或者擅自拆除、停用消防设施、器材',
  facts: '2023-11-16检查发现，擅自停用消防设施。',
  legalBasis: '《中华人民共和国消防法》第六十条第一款第二项',
  penaltyKinds: '罚款',
  penaltyContent: '处罚款人民币30500元整',
  fineWan: '3.050000',
  decidedOn: '2023-11-16',
  authorityName: '广阳区消防救援大队',
  authorityCode: '1113100358CBJ3JHX9',
  remark: 'FPL-60-1-2',
  ...change,
});
const personId = 'person-00112233445566778899aabbccddeeff';
const subjectIdOf = () => personId;
const read = (change: Partial<PenaltyPaper> = {}) => readPenaltyPaper(rules, aPaper(change), today, subjectIdOf);

describe('the paper of a penalty decision', () => {
  it('gives the decision, judged by the rule set of its date', () => {
    expect(read()).toEqual({
      decisionId: '717065cc-1169-5550-bed2-e285ec4b1cfc',
      subjectId: '92131003MA9ANPJY55',
      subjectName: '广阳区鑫桥阳酒店店',
      subjectCategory: '个体工商户',
      legalRepresentative: '孙超磊',
      person: null,
      documentNumber: '广消行罚决字〔2023〕第0005号',
      procedure: 'ordinary',
      violationType: '损坏、挪用或者擅自拆除、停用消防设施、器材',
      violationCode: 'FPL-60-1-2',
      facts: '2023-11-16检查发现，擅自停用消防设施。',
      legalBasis: '《中华人民共和国消防法》第六十条第一款第二项',
      penaltyKinds: ['罚款'],
      penaltyContent: '处罚款人民币30500元整',
      fineFen: 3_050_000,
      confiscatedFen: null,
      licence: null,
      decidedOn: '2023-11-16',
      effectiveUntil: null,
      publicUntil: null,
      authorityName: '广阳区消防救援大队',
      authorityCode: '1113100358CBJ3JHX9',
      sourceName: '广阳区消防救援大队',
      sourceCode: '1113100358CBJ3JHX9',
      remark: 'FPL-60-1-2',
      severity: 'GENERAL',
      ruleSetId: 'langfang-2023-05-01',
    });
  });

  it('is one paper by authority and number, whoever it is about', () => {
    expect(read({ uscc: '92131002MA5KRNR30H' }).decisionId).toBe(read().decisionId);
    expect(read({ authorityCode: '11131000FGJJTG2G5W' }).decisionId).not.toBe(read().decisionId);
    expect(read({ documentNumber: '广消行罚决字〔2023〕第0006号' }).decisionId).not.toBe(read().decisionId);
  });

  it('takes the authority as source when the paper names none', () => {
    const { sourceName, sourceCode } = read({ sourceName: '廊坊市消防救援支队', sourceCode: '11131000FGJJTG2G5W' });
    expect({ sourceName, sourceCode }).toEqual({ sourceName: '廊坊市消防救援支队', sourceCode: '11131000FGJJTG2G5W' });
    expect(read({ sourceName: ' ', sourceCode: null }).sourceCode).toBe('1113100358CBJ3JHX9');
  });

  it('names the violation by the remark, else by its wording, else not at all', () => {
    expect(read({ remark: 'fpl-60-1-3' }).violationCode).toBe('FPL-60-1-3');
    expect(read({ remark: '' }).violationCode).toBe('FPL-60-1-2');
    expect(read({ remark: '', violationType: '违反其他法律的行为' }).violationCode).toBeNull();
  });

  it('needs an amount for a fine only', () => {
    expect(read({ penaltyKinds: '警告', fineWan: '' }).fineFen).toBeNull();
    expect(read({ penaltyKinds: '没收违法所得', fineWan: null, confiscatedWan: '1.5' })).toMatchObject({
      fineFen: null,
      confiscatedFen: 1_500_000,
    });
  });
});

describe('what the dirty feed spells otherwise', () => {
  it.each<[string, Partial<PenaltyPaper>]>([
    ['surrounding spaces, also ideographic ones', { subjectName: ' 广阳区鑫桥阳酒店店\u3000' }],
    ['a code in lower case', { uscc: '92131003ma9anpjy55' }],
    ['other brackets and full-width digits', { documentNumber: '广消行罚决字[２０２３]第０００５号' }],
    ['round brackets and stray spaces', { documentNumber: '广消行罚决字（ 2023 ） 第0005号' }],
    ['a date with slashes', { decidedOn: '2023/11/16' }],
    ['a date in Chinese', { decidedOn: '2023年11月16日' }],
    ['an amount without its zeros', { fineWan: '３.05' }],
    ['a kind named twice', { penaltyKinds: '罚款；罚款' }],
    ['empty text for nothing', { licence: '', publicUntil: ' ', confiscatedWan: '', procedure: '' }],
  ])('%s is the same paper', (_, change) => {
    expect(read(change)).toEqual(read());
  });
});

describe('natural persons', () => {
  const ofPerson = (change: Partial<PenaltyPaper> = {}) =>
    read({
      subjectName: '王示例',
      subjectCategory: ' 自然人 ',
      uscc: '',
      identityType: '身份证',
      identityNumber: '１３１００２１９０００１０１００１x',
      legalRepresentative: null,
      facts: '王示例（13100219000101001X）擅自停用消防设施。',
      ...change,
    });

  it('are named by a document; the id comes from outside, and no part of it shows the number', () => {
    expect(ofPerson()).toMatchObject({
      subjectId: personId,
      subjectName: '王示例',
      subjectCategory: '自然人',
      person: { identityType: '身份证', identityNumber: '13100219000101001X' },
    });
  });

  it.each<[string, string, Partial<PenaltyPaper>]>([
    ['uscc-not-for-person', 'uscc', { uscc: '92131003MA9ANPJY55' }],
    ['required', 'identityType', { identityType: '' }],
    ['identity-type-unknown', 'identityType', { identityType: '13100219000101001X' }],
    ['required', 'identityNumber', { identityNumber: ' ' }],
    ['citizen-number-invalid', 'identityNumber', { identityNumber: '131002190001010011' }],
    ['identity-number-invalid', 'identityNumber', { identityType: '护照', identityNumber: 'E1' }],
    ['personal-data-in-plain-field', 'violationType', { violationType: '王示例擅自停用消防设施' }],
    ['citizen-number-in-text', 'legalBasis', { legalBasis: '见13100219000101001X' }],
    ['citizen-number-in-text', 'subjectName', { subjectName: '王示例13100219000101001X' }],
  ])('are refused with %s at %s, and what was written is not repeated', (code, field, change) => {
    const refused = refusalOf(() => ofPerson(change));
    expect(refused).toMatchObject({ code, field });
    expect(JSON.stringify(refused)).not.toMatch(/13100219|王示例/);
  });

  it('are refused by a code that reads as a citizen number, and the number is not repeated', () => {
    const refused = refusalOf(() => read({ uscc: '13100219000101001X' }));
    expect(refused).toEqual(new Refusal('natural-person-not-accepted', {}, 'uscc'));
    expect(JSON.stringify(refused)).not.toContain('13100219000101001X');
  });

  it('leave a unit its own fields: no document of a person, and no citizen number in its prose', () => {
    expect(refusalOf(() => read({ identityNumber: 'E12345678' }))).toMatchObject({ code: 'identity-only-for-person' });
    expect(refusalOf(() => read({ facts: '店长13100219000101001X在场' }))).toMatchObject({
      code: 'citizen-number-in-text',
      field: 'facts',
    });
  });
});

describe('the simple procedure', () => {
  const simple = (change: Partial<PenaltyPaper>) => read({ procedure: 'simple', ...change });

  it.each<[string, Partial<PenaltyPaper>]>([
    ['a warning', { penaltyKinds: '警告', fineWan: '' }],
    ['a fine up to the amount of the rule set', { fineWan: '0.3' }],
    ['a warning with a small fine', { penaltyKinds: '警告;罚款', fineWan: '0.1' }],
  ])('fits %s, which is a minor matter then', (_, change) => {
    expect(simple(change)).toMatchObject({ procedure: 'simple', severity: 'MINOR' });
  });

  it.each<[string, Partial<PenaltyPaper>]>([
    ['a larger fine', { fineWan: '0.300001' }],
    ['an order to stop', { penaltyKinds: '责令停产停业', fineWan: '' }],
    ['a small fine with another kind beside it', { penaltyKinds: '罚款;责令停止使用', fineWan: '0.1' }],
  ])('does not fit %s', (_, change) => {
    const refused = refusalOf(() => simple(change));
    expect(refused).toEqual(new Refusal('simple-procedure-not-applicable', { fineMaxFen: 300_000 }, 'procedure'));
  });

  it('is a word of a closed list', () => {
    const refused = refusalOf(() => read({ procedure: '简易' }));
    expect(refused).toEqual(new Refusal('code-unknown', { unknown: '简易' }, 'procedure'));
  });
});

/** In the order of the columns: the first one at fault is named. */
const refusals: readonly (readonly [string, keyof PenaltyPaper, Partial<PenaltyPaper>])[] = [
  ['required', 'subjectName', { subjectName: ' ' }],
  ['text-too-long', 'subjectName', { subjectName: '长'.repeat(201) }],
  ['required', 'subjectCategory', { subjectCategory: '' }],
  ['code-unknown', 'subjectCategory', { subjectCategory: '法人' }],
  ['required', 'uscc', { uscc: '' }],
  ['uscc-length', 'uscc', { uscc: '92131081MAJQNM9E' }],
  ['uscc-character', 'uscc', { uscc: '92131003MA9ANPJYO5' }],
  ['uscc-department', 'uscc', { uscc: 'B2131003MA9ANPJY55' }],
  ['uscc-category', 'uscc', { uscc: '97131003MA9ANPJY55' }],
  ['uscc-area-code', 'uscc', { uscc: '92991003MA9ANPJY55' }],
  ['uscc-check-character', 'uscc', { uscc: '91131081MA4UEWYCXB' }],
  ['text-too-long', 'legalRepresentative', { legalRepresentative: '长'.repeat(51) }],
  ['required', 'documentNumber', { documentNumber: '' }],
  ['document-number-invalid', 'documentNumber', { documentNumber: '第0001号' }],
  ['required', 'violationType', { violationType: '' }],
  ['required', 'facts', { facts: '' }],
  ['required', 'legalBasis', { legalBasis: '' }],
  ['required', 'penaltyKinds', { penaltyKinds: ';' }],
  ['code-unknown', 'penaltyKinds', { penaltyKinds: '口头批评' }],
  ['required', 'penaltyContent', { penaltyContent: '' }],
  ['required', 'fineWan', { fineWan: '' }],
  ['number-invalid', 'fineWan', { fineWan: '五万元' }],
  ['number-invalid', 'confiscatedWan', { confiscatedWan: '-1' }],
  ['text-too-long', 'licence', { licence: '长'.repeat(201) }],
  ['required', 'decidedOn', { decidedOn: '' }],
  ['date-invalid', 'decidedOn', { decidedOn: '2023-02-30' }],
  ['date-in-future', 'decidedOn', { decidedOn: '2026-11-24' }],
  ['date-invalid', 'effectiveUntil', { effectiveUntil: '长期有效' }],
  ['date-before-decision', 'effectiveUntil', { effectiveUntil: '2023-11-15' }],
  ['date-before-decision', 'publicUntil', { publicUntil: '2023-11-15' }],
  ['required', 'authorityName', { authorityName: '' }],
  ['required', 'authorityCode', { authorityCode: '' }],
  ['uscc-check-character', 'authorityCode', { authorityCode: '1113100358CBJ3JHX8' }],
  ['text-too-long', 'sourceName', { sourceName: '长'.repeat(201) }],
  ['uscc-length', 'sourceCode', { sourceCode: '1113' }],
  ['text-too-long', 'remark', { remark: '长'.repeat(4_001) }],
  ['code-unknown', 'procedure', { procedure: 'short' }],
];

describe('refusals', () => {
  it.each(refusals)('%s of %s', (code, field, change) => {
    expect(refusalOf(() => read(change))).toMatchObject({ code, field });
  });

  it('name the first column at fault', () => {
    for (const [index, [code, field, change]] of refusals.entries()) {
      const later = refusals.slice(index + 1).filter((other) => other[1] !== field);
      const wrong = later.reduce<Partial<PenaltyPaper>>((all, other) => ({ ...all, ...other[2] }), {});
      expect(refusalOf(() => read({ ...wrong, ...change }))).toMatchObject({ code, field });
    }
  });

  it('let the last days through', () => {
    expect(read({ decidedOn: today, effectiveUntil: today, publicUntil: today }).publicUntil).toBe(today);
  });
});

const HEADINGS: Record<keyof PenaltyPaper, string> = {
  subjectName: '行政相对人名称',
  subjectCategory: '行政相对人类别',
  uscc: '行政相对人代码_1(统一社会信用代码)',
  legalRepresentative: '法定代表人',
  documentNumber: '行政处罚决定书文号',
  violationType: '违法行为类型',
  facts: '违法事实',
  legalBasis: '处罚依据',
  penaltyKinds: '处罚类别',
  penaltyContent: '处罚内容',
  fineWan: '罚款金额(万元)',
  confiscatedWan: '没收违法所得、没收非法财物的金额(万元)',
  licence: '暂扣或吊销证照名称及编号',
  decidedOn: '处罚决定日期',
  effectiveUntil: '处罚有效期',
  publicUntil: '公示截止期',
  authorityName: '处罚机关',
  authorityCode: '处罚机关统一社会信用代码',
  sourceName: '数据来源单位',
  sourceCode: '数据来源单位统一社会信用代码',
  remark: '备注',
  procedure: '程序',
  identityType: '证件类型',
  identityNumber: '证件号码',
};

const FIELDS = Object.keys(HEADINGS) as (keyof PenaltyPaper)[];

interface Exception {
  readonly row: number;
  readonly outcome: string;
  readonly field?: string;
  readonly rule?: string;
}

describe.each<FeedName>(['clean', 'dirty'])('the %s feed', (feed) => {
  const rows = feedRows(feed, 'penalties.csv');
  const expected = JSON.parse(
    readFileSync(join(__dirname, '../../../../../test/data/intake', feed, 'penalties.expected.json'), 'utf8'),
  ) as { readonly rows: number; readonly exceptions: readonly Exception[] };

  const take = (ledger: Map<string, PenaltyDecisionState>, row: Readonly<Record<string, string>>): string => {
    const paper = { ...HEADINGS };
    for (const field of FIELDS) paper[field] = row[HEADINGS[field]] ?? '';
    try {
      const wanted = readPenaltyPaper(rules, paper, today, subjectIdOf);
      const state = ledger.get(wanted.decisionId) ?? penaltyDecision.initial;
      const events = record(wanted)(state);
      ledger.set(wanted.decisionId, events.reduce(penaltyDecision.evolve, state));
      return events.length > 0 ? 'recorded' : 'already-recorded';
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const field = FIELDS.find((one) => one === error.field);
      return `rejected ${field ? HEADINGS[field] : ''} ${error.code}`;
    }
  };

  it('row by row comes out as its expected file says, and sent again records nothing', () => {
    const outcomes = rows.map(() => 'recorded');
    for (const { row, outcome, field, rule } of expected.exceptions) {
      outcomes[row - 1] = outcome === 'rejected' ? `rejected ${field ?? ''} ${rule ?? ''}` : outcome;
    }
    const ledger = new Map<string, PenaltyDecisionState>();
    expect(rows).toHaveLength(expected.rows);
    expect(rows.map((row) => take(ledger, row))).toEqual(outcomes);
    const again = outcomes.map((outcome) => (outcome === 'recorded' ? 'already-recorded' : outcome));
    expect(rows.map((row) => take(ledger, row))).toEqual(again);
  });
});

describe('a paper with several faults', () => {
  it('is told all of them, also when neither the unit nor its representative can be read', () => {
    const paper = aPaper({
      uscc: '1',
      legalRepresentative: '王'.repeat(60),
      documentNumber: '',
      decidedOn: '2023-13-01',
    });
    const faults = faultsIn(() => readPenaltyPaper(rules, paper, today, () => personId));
    expect(faults.map(({ field, code }) => [field, code])).toEqual([
      ['uscc', 'uscc-length'],
      ['legalRepresentative', 'text-too-long'],
      ['documentNumber', 'required'],
      ['decidedOn', 'date-invalid'],
    ]);
  });
});
