import identifiers from '../../../../../test/data/identifiers.json';
import { refusalOf } from '../../../../../test/support/given-when-then';
import { type FeedName, feedRows } from '../../../../../test/support/intake-feed';
import { AREAS } from './area-code';
import { creditSubject, type CreditSubjectState, register } from './credit-subject';
import { type CreditSubjectPaper, readCreditSubjectPaper } from './credit-subject-paper';
import { SUBJECT_TYPES } from './credit-subject.events';

const aPaper = (change: Partial<CreditSubjectPaper> = {}): CreditSubjectPaper => ({
  name: '永清县瑞诚养老店',
  uscc: '92131023MAF3HKUX5M',
  subjectType: '人员密集场所',
  legalRepresentative: '孙杰洋',
  areaCode: '131023',
  areaName: '永清县',
  ...change,
});

const personId = 'person-00112233445566778899aabbccddeeff';
const subjectIdOf = () => personId;
const read = (change: Partial<CreditSubjectPaper> = {}) =>
  readCreditSubjectPaper(aPaper(change), subjectIdOf, '2026-11-23');

describe('the paper of a credit subject', () => {
  it('gives the subject with its kind', () => {
    expect(read()).toEqual({
      subjectId: '92131023MAF3HKUX5M',
      subjectName: '永清县瑞诚养老店',
      subjectType: '人员密集场所',
      subjectKind: 'UNIT_PERSON',
      legalRepresentative: '孙杰洋',
      person: null,
      areaCode: '131023',
      areaName: '永清县',
    });
  });

  it('reads the same paper however it is spelled', () => {
    const spelled = { name: '\u3000永清县 瑞诚养老店', uscc: '92131023maf3hkux5m ', areaCode: '１３１０２３' };
    expect(read(spelled)).toEqual(read());
  });

  const units = Object.entries(SUBJECT_TYPES).filter(([type]) => type !== '自然人');
  it.each(units)('knows %s as %s', (subjectType, subjectKind) => {
    expect(read({ subjectType })).toMatchObject({ subjectType, subjectKind });
  });

  it('knows every area of the list but the placeholder, historical ones too', () => {
    const places = identifiers.areaCodes.filter(({ level }) => level !== 'placeholder');
    expect(Object.keys(AREAS).sort()).toEqual(places.map(({ code }) => code).sort());
    for (const areaCode of Object.keys(AREAS)) {
      expect(read({ areaCode }).areaCode).toBe(areaCode);
    }
  });

  it('needs no legal representative', () => {
    expect(read({ legalRepresentative: null }).legalRepresentative).toBeNull();
  });

  const refusals: readonly (readonly [string, string, Partial<CreditSubjectPaper>])[] = [
    ['required', 'name', { name: ' ' }],
    ['required', 'uscc', { uscc: '' }],
    ['natural-person-not-accepted', 'uscc', { uscc: '13100219000101001x' }],
    ['uscc-check-character', 'uscc', { uscc: '92131023MAF3HKUX5N' }],
    ['required', 'subjectType', { subjectType: '' }],
    ['natural-person-not-accepted', 'subjectType', { subjectType: '注册消防工程师' }],
    ['code-unknown', 'subjectType', { subjectType: 'toString' }],
    ['text-too-long', 'legalRepresentative', { legalRepresentative: '长'.repeat(51) }],
    ['required', 'areaCode', { areaCode: '' }],
    ['code-unknown', 'areaCode', { areaCode: '131001' }],
    ['code-unknown', 'areaCode', { areaCode: '110101' }],
    ['required', 'areaName', { areaName: '' }],
  ];
  it.each(refusals)('refuses %s of %s: %j', (code, field, change) => {
    expect(refusalOf(() => read(change))).toMatchObject({ code, field });
  });

  it('names the first column at fault when there are several', () => {
    const wrong = { areaName: '', areaCode: '?', subjectType: '?' };
    expect(refusalOf(() => read(wrong))).toMatchObject({
      code: 'code-unknown',
      field: 'subjectType',
    });
  });
});

describe('the paper of a natural person', () => {
  const ofPerson: Partial<CreditSubjectPaper> = {
    name: '王示例',
    uscc: null,
    subjectType: '自然人',
    identityType: '居民身份证',
    identityNumber: '131002 19000101 001x',
    legalRepresentative: null,
  };

  it('names the person by a document; the id comes from outside', () => {
    expect(read(ofPerson)).toEqual({
      subjectId: personId,
      subjectName: '王示例',
      subjectType: '自然人',
      subjectKind: 'OTHER',
      legalRepresentative: null,
      areaCode: '131023',
      areaName: '永清县',
      person: { identityType: '身份证', identityNumber: '13100219000101001X' },
    });
  });

  it.each<[string, string, Partial<CreditSubjectPaper>]>([
    ['uscc-not-for-person', 'uscc', { uscc: '13100219000101001X' }],
    ['identity-type-unknown', 'identityType', { identityType: '驾驶证' }],
    ['citizen-number-invalid', 'identityNumber', { identityNumber: '13100219000101002X' }],
    ['natural-person-not-accepted', 'uscc', { subjectType: '注册消防工程师', uscc: '13100219000101001X' }],
    ['identity-only-for-person', 'identityNumber', { subjectType: '一般单位', uscc: '92131023MAF3HKUX5M' }],
  ])('is refused with %s at %s, and no number is repeated', (code, field, change) => {
    const refused = refusalOf(() => read({ ...ofPerson, ...change }));
    expect(refused).toMatchObject({ code, field });
    expect(JSON.stringify(refused)).not.toContain('131002');
  });
});

describe.each<FeedName>(['clean', 'dirty'])('the %s feed', (feed) => {
  const papers = feedRows(feed, 'subjects.csv').map((row): CreditSubjectPaper => ({
    name: row['名称'] ?? '',
    uscc: row['统一社会信用代码'] ?? '',
    subjectType: row['主体类别'] ?? '',
    legalRepresentative: row['法定代表人'],
    areaCode: row['行政区划代码'] ?? '',
    areaName: row['行政区划'] ?? '',
  }));

  it('is recorded row by row, and quiet the second time', () => {
    const ledger = new Map<string, CreditSubjectState>();
    const take = (paper: CreditSubjectPaper, today: string): number => {
      const wanted = readCreditSubjectPaper(paper, subjectIdOf, today);
      const state = ledger.get(wanted.subjectId) ?? creditSubject.initial;
      const events = register(wanted, today)(state);
      ledger.set(wanted.subjectId, events.reduce(creditSubject.evolve, state));
      return events.length;
    };
    expect(papers).toHaveLength(feed === 'clean' ? 1_200 : 400);
    expect(papers.map((paper) => take(paper, '2026-11-23'))).toEqual(papers.map(() => 1));
    expect(papers.map((paper) => take(paper, '2026-11-24'))).toEqual(papers.map(() => 0));
  });
});
