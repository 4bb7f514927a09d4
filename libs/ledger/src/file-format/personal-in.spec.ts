import { readCreditSubjectPaper } from '../credit-subject/domain/credit-subject-paper';
import { personalInRegistration } from '../credit-subject/domain/personal-content';
import { subjects } from '../credit-subject/subjects.format';
import { readPenaltyPaper } from '../penalty-decision/domain/penalty-paper';
import { personalInDecision } from '../penalty-decision/domain/personal-content';
import { penalties } from '../penalty-decision/penalties.format';
import { publishedRules } from '../rule-set';
import type { PersonalContent, SayPersonal } from '../shared';
import type { Format } from './format';

/** Text by field, every one of it another, so that a text found again tells where it stood. */
type Row = Readonly<Record<string, string>>;

const decision = {
  subjectName: '某店',
  subjectCategory: '个体工商户',
  uscc: '92131003MA9ANPJY55',
  legalRepresentative: '孙示例',
  documentNumber: '广消行罚决字〔2023〕第0005号',
  violationType: '占用、堵塞、封闭疏散通道、安全出口',
  facts: '擅自停用消防设施',
  legalBasis: '《中华人民共和国消防法》第六十条第一款第二项',
  penaltyKinds: '罚款',
  penaltyContent: '处罚款人民币30500元整',
  fineWan: '3.05',
  confiscatedWan: '1',
  licence: '某证001',
  decidedOn: '2023-11-16',
  effectiveUntil: '2024-11-16',
  publicUntil: '2024-11-17',
  authorityName: '广阳区消防救援大队',
  authorityCode: '1113100358CBJ3JHX9',
  sourceName: '数据中心',
  sourceCode: '1113100001YMGCE72W',
  remark: '备查',
  procedure: 'ordinary',
};
const identity = { identityType: '身份证', identityNumber: '13100219000101001X' };
const registration = {
  name: '某店',
  uscc: '92131003MA9ANPJY55',
  subjectType: '一般单位',
  legalRepresentative: '孙示例',
  areaCode: '131003',
  areaName: '广阳区',
};
const enterprise = { uscc: '91131002MA0EXAM4X5' };

/** The texts of a paper, once it is read, that are sealed. */
function sealedOf<Fields>(paper: Fields, { whose, said }: PersonalContent<Fields>): readonly string[] {
  const texts: string[] = [];
  const note: SayPersonal = (_, text) => {
    texts.push(text);
    return text;
  };
  if (whose(paper) !== null) said(paper, note);
  return texts;
}
const ofSomebody = () => 'person-00112233445566778899aabbccddeeff';
const sealedInDecision = (row: Row) =>
  sealedOf(readPenaltyPaper(publishedRules, row as typeof decision, '2026-11-23', ofSomebody), personalInDecision);
const sealedInRegistration = (row: Row) =>
  sealedOf(readCreditSubjectPaper(row as typeof registration, ofSomebody, '2026-11-23'), personalInRegistration);

const commandIdOf = (format: Format, row: Row): string =>
  format.read((heading) => row[format.columns.find((column) => column.heading === heading)?.property ?? ''] ?? '')
    .commandId;

/** The fields whose text, and no other, leaves the id of the command as it is. */
const leftOut = (format: Format, row: Row): string[] =>
  Object.keys(row).filter(
    (field) => commandIdOf(format, { ...row, [field]: `${row[field] ?? ''}变` }) === commandIdOf(format, row),
  );

/** What the capability seals of a paper, and what the file leaves out of the command's id, is one and the same. */
describe('what is sealed never enters the id of a command, and all else does', () => {
  it.each<[string, Format, Row, (row: Row) => readonly string[], number]>([
    ['a decision against a shop', penalties, decision, sealedInDecision, 1],
    [
      'a decision against an enterprise',
      penalties,
      { ...decision, ...enterprise, subjectCategory: '法人及非法人组织' },
      sealedInDecision,
      0,
    ],
    [
      'a decision against a person',
      penalties,
      { ...decision, ...identity, uscc: '', subjectCategory: '自然人', subjectName: '王示例' },
      sealedInDecision,
      7,
    ],
    ['the registration of a shop', subjects, registration, sealedInRegistration, 1],
    [
      'the registration of an enterprise',
      subjects,
      { ...registration, ...enterprise, subjectType: '公众聚集场所' },
      sealedInRegistration,
      0,
    ],
  ])('%s', (_what, format, row, sealedIn, count) => {
    const sealed = sealedIn(row);
    expect(sealed).toHaveLength(count);
    const holding = Object.keys(row).filter((field) => sealed.includes(row[field] ?? ''));
    expect(holding).toHaveLength(count);
    expect(leftOut(format, row).sort()).toEqual(
      [...new Set([...holding, ...Object.keys(row).filter((field) => field in identity)])].sort(),
    );
  });

  it('the registration of a person, whom nothing names that stays readable', () => {
    const row = { ...registration, ...identity, uscc: '', subjectType: '自然人', name: '王示例' };
    expect(sealedInRegistration(row)).toEqual(['孙示例', '王示例', '13100219000101001X']);
    expect(commandIdOf(subjects, row)[14]).toBe('4'); // drawn by lot: it follows from nothing
  });
});
