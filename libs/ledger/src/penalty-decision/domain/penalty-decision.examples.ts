import { type Examples, naturalPerson, ruleSetId, subjectId, subjectName } from '../../../../../test/support/examples';
import type { PenaltyDecisionEvent } from './penalty-decision.events';

/** Who decided, and about what. */
const outcome = {
  decisionId: 'decision-1',
  subjectId,
  authorityName: '廊坊市消防救援支队',
  authorityCode: '11131000FGJJTG2G5W',
};

export const examples: Examples<PenaltyDecisionEvent> = {
  PenaltyDecisionRecorded: {
    decisionId: 'decision-1',
    subjectId,
    subjectName,
    subjectCategory: '个体工商户',
    legalRepresentative: '孙超磊',
    person: null,
    documentNumber: '广消行罚决字〔2026〕第0005号',
    procedure: 'ordinary',
    violationType: '损坏、挪用或者擅自拆除、停用消防设施、器材',
    violationCode: 'FPL-60-1-2',
    facts: '2026-05-06检查发现擅自停用消防设施。',
    legalBasis: '《中华人民共和国消防法》第六十条第一款第二项',
    penaltyKinds: ['罚款'],
    penaltyContent: '处罚款人民币30500元整',
    fineFen: 3_050_000,
    confiscatedFen: null,
    licence: null,
    decidedOn: '2026-05-06',
    effectiveUntil: null,
    publicUntil: null,
    authorityName: '广阳区消防救援大队',
    authorityCode: '1113100358CBJ3JHX9',
    sourceName: '廊坊市消防救援支队',
    sourceCode: '11131000FGJJTG2G5W',
    remark: null,
    severity: 'GENERAL',
    ruleSetId,
  },
  PenaltyDecisionRevoked: {
    decisionId: 'decision-1',
    subjectId,
    documentNumber: '廊消复决〔2026〕第2号',
    revokedOn: '2026-07-01',
    reason: '主要证据不足',
    authorityName: '廊坊市消防救援支队',
    authorityCode: '11131000FGJJTG2G5W',
    decision: {
      subjectName,
      documentNumber: '广消行罚决字〔2026〕第0005号',
      procedure: 'ordinary',
      penaltyKinds: ['罚款'],
      authorityName: '广阳区消防救援大队',
      authorityCode: '1113100358CBJ3JHX9',
      sourceName: '廊坊市消防救援支队',
      sourceCode: '11131000FGJJTG2G5W',
    },
  },
  PenaltyDecisionChanged: {
    ...outcome,
    documentNumber: '廊消复决〔2026〕第3号',
    changedOn: '2026-06-10',
    reason: '处罚过重',
    penaltyKinds: ['罚款'],
    penaltyContent: '处罚款人民币10000元整',
    fineFen: 1_000_000,
    confiscatedFen: null,
    effectiveUntil: null,
    severity: 'GENERAL',
  },
  PenaltyDecisionFoundUnlawful: {
    ...outcome,
    documentNumber: '（2026）冀10行终4号',
    foundOn: '2026-07-02',
    reason: '程序轻微违法',
  },
  PenaltyDecisionFoundVoid: {
    ...outcome,
    documentNumber: '（2026）冀10行终5号',
    foundOn: '2026-07-03',
    reason: '没有法定依据',
  },
};

export const ofNaturalPersons: Partial<Examples<PenaltyDecisionEvent>> = {
  PenaltyDecisionRecorded: {
    ...examples.PenaltyDecisionRecorded,
    ...naturalPerson,
    subjectCategory: '自然人',
    facts: 'pd1.text',
    penaltyContent: 'pd1.text',
  },
};
