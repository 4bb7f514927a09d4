import type { PenaltyDecisionRecorded } from './penalty-decision.events';
import { personalInChange, personalInDecision, personalInOutcome } from './personal-content';

const decision: PenaltyDecisionRecorded['data'] = {
  decisionId: '5e2a8d10-0000-5000-8000-000000000001',
  subjectId: '91131002MA0EXAM4X5',
  subjectName: '廊坊市安次区示例宾馆有限公司',
  subjectCategory: '法人及非法人组织',
  legalRepresentative: '王示例',
  person: null,
  documentNumber: '廊消行罚决字〔2026〕第0001号',
  procedure: 'ordinary',
  violationType: '占用、堵塞、封闭疏散通道、安全出口',
  violationCode: null,
  facts: '检查发现安全出口被堵塞',
  legalBasis: '《中华人民共和国消防法》第六十条',
  penaltyKinds: ['罚款'],
  penaltyContent: '罚款人民币500元',
  fineFen: 50_000,
  confiscatedFen: null,
  licence: '某证',
  decidedOn: '2026-05-06',
  effectiveUntil: null,
  publicUntil: null,
  authorityName: '廊坊市消防救援支队',
  authorityCode: '1113100001YMGCE72W',
  sourceName: '廊坊市消防救援支队',
  sourceCode: '1113100001YMGCE72W',
  remark: null,
  severity: 'GENERAL',
  ruleSetId: 'langfang-2026-04-01',
};
const subjectId = 'person-00112233445566778899aabbccddeeff';
const ofPerson: PenaltyDecisionRecorded['data'] = {
  ...decision,
  subjectId,
  subjectName: '李示例',
  subjectCategory: '自然人',
  legalRepresentative: null,
  person: { identityType: '身份证', identityNumber: '13100219000101001X' },
};
const sealed = (field: string, text: string) => `<${field}:${text}>`;

describe('a decision', () => {
  it.each(['91131002MA0EXAM4X5', '93131002MA0EXAM4X5'])('leaves the public name of a representative: %s', (uscc) => {
    expect(personalInDecision.whose({ ...decision, subjectId: uscc })).toBeNull();
  });

  it.each(['92131003MA9ANPJY55', '52131000MJ0123456X', '12131000401234567X'])(
    'seals a representative whom no enterprise register publishes: %s',
    (uscc) => {
      const found = { ...decision, subjectId: uscc };
      expect(personalInDecision.whose(found)).toEqual({ kind: 'representative', subjectId: uscc, name: '王示例' });
      expect(personalInDecision.said(found, sealed)).toEqual({
        ...found,
        legalRepresentative: '<representative:王示例>',
      });
      expect(personalInDecision.whose({ ...found, legalRepresentative: null })).toBeNull();
    },
  );

  it('seals everything that could tell who a natural person is, and nothing else', () => {
    expect(personalInDecision.whose(ofPerson)).toEqual({ kind: 'person', subjectId });
    expect(personalInDecision.said(ofPerson, sealed)).toEqual({
      ...ofPerson,
      subjectName: '<name:李示例>',
      facts: '<text:检查发现安全出口被堵塞>',
      penaltyContent: '<text:罚款人民币500元>',
      licence: '<text:某证>',
      person: { identityType: '身份证', identityNumber: '<identity-number:13100219000101001X>' },
    });
  });
});

describe('a change', () => {
  it('seals its reason and what is imposed when it is about a natural person', () => {
    const change = { subjectId, reason: '李示例有困难', penaltyContent: '对李示例处警告' };
    expect(personalInChange.whose(change)).toEqual({ kind: 'person', subjectId });
    expect(personalInChange.said(change, sealed)).toEqual({
      subjectId,
      reason: '<text:李示例有困难>',
      penaltyContent: '<text:对李示例处警告>',
    });
    expect(personalInChange.whose({ ...change, subjectId: '91131002MA0EXAM4X5' })).toBeNull();
  });
});

describe('another outcome', () => {
  it('seals its reason when it is about a natural person', () => {
    const revocation = { subjectId, reason: '李示例另案处理' };
    expect(personalInOutcome.whose(revocation)).toEqual({ kind: 'person', subjectId });
    expect(personalInOutcome.said(revocation, sealed).reason).toBe('<text:李示例另案处理>');
    expect(personalInOutcome.whose({ ...revocation, subjectId: '91131002MA0EXAM4X5' })).toBeNull();
  });
});
