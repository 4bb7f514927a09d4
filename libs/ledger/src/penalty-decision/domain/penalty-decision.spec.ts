import { specFor } from '../../../../../test/support/given-when-then';
import { penaltyDecision, record, type Revocation, revoke } from './penalty-decision';
import type { PenaltyDecisionRecorded, PenaltyDecisionRevoked } from './penalty-decision.events';

const { given } = specFor(penaltyDecision);

const decisionId = '5e2a8d10-0000-5000-8000-000000000001';
const recorded: PenaltyDecisionRecorded = {
  type: 'PenaltyDecisionRecorded',
  data: {
    decisionId,
    subjectId: '92131003MA9ANPJY55',
    subjectName: '广阳区鑫桥阳酒店店',
    subjectCategory: '个体工商户',
    legalRepresentative: '孙超磊',
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
    sourceName: '广阳区消防救援大队',
    sourceCode: '1113100358CBJ3JHX9',
    remark: null,
    severity: 'GENERAL',
    ruleSetId: 'langfang-2026-04-01',
  },
};
const revocation: Revocation = {
  decisionId,
  documentNumber: '廊消复决〔2026〕第2号',
  revokedOn: '2026-07-01',
  reason: '主要证据不足',
  authorityName: '廊坊市消防救援支队',
  authorityCode: '11131000FGJJTG2G5W',
};
const revoked: PenaltyDecisionRevoked = {
  type: 'PenaltyDecisionRevoked',
  data: {
    ...revocation,
    subjectId: '92131003MA9ANPJY55',
    decision: {
      subjectName: '广阳区鑫桥阳酒店店',
      documentNumber: '广消行罚决字〔2026〕第0005号',
      procedure: 'ordinary',
      penaltyKinds: ['罚款'],
      authorityName: '广阳区消防救援大队',
      authorityCode: '1113100358CBJ3JHX9',
      sourceName: '广阳区消防救援大队',
      sourceCode: '1113100358CBJ3JHX9',
    },
  },
};

const recording = (change: Partial<PenaltyDecisionRecorded['data']> = {}) => record({ ...recorded.data, ...change });
const revoking = (change: Partial<Revocation> = {}) => revoke({ ...revocation, ...change });

describe('recording a penalty decision', () => {
  it('records it', () => {
    given().when(recording()).then(recorded);
  });

  it('stays quiet when repeated', () => {
    given(recorded).when(recording()).thenNothing();
  });

  it('stays quiet when it stands in plain in the log, from before names were sealed', () => {
    const sealed = { ...recorded.data, legalRepresentative: 'pd1.a-token' };
    given(recorded).when(record(sealed, recorded.data)).thenNothing();
    given(recorded)
      .when(record(sealed, { ...recorded.data, legalRepresentative: '别人' }))
      .thenRefused('exists-with-different-content');
  });
  it('stays quiet when a revoked one is sent again: it does not come back', () => {
    given(recorded, revoked).when(recording()).thenNothing();
  });

  it.each<Partial<PenaltyDecisionRecorded['data']>>([
    { fineFen: 3_050_001 },
    { decidedOn: '2026-05-07' },
    { subjectId: '92131002MA5KRNR30H' },
    { penaltyKinds: ['罚款', '责令停产停业'] },
    { remark: '补正' },
  ])('refuses the same document with other content: %j', (change) => {
    given(recorded).when(recording(change)).thenRefused('exists-with-different-content', 'documentNumber');
    given(recorded, revoked).when(recording(change)).thenRefused('exists-with-different-content', 'documentNumber');
  });
});

describe('revoking a penalty decision', () => {
  it('revokes it, naming the decision to those who were told of it', () => {
    given(recorded).when(revoking()).then(revoked);
  });

  it('may happen on the day of the decision', () => {
    const sameDay = { revokedOn: '2026-05-06' };
    given(recorded)
      .when(revoking(sameDay))
      .then({ ...revoked, data: { ...revoked.data, ...sameDay } });
  });

  it('stays quiet when repeated', () => {
    given(recorded, revoked).when(revoking()).thenNothing();
  });

  it('refuses a decision nobody recorded', () => {
    given().when(revoking()).thenRefused('penalty-decision-not-found', undefined, { decisionId });
  });

  it('refuses one that another paper revoked', () => {
    given(recorded, revoked)
      .when(revoking({ documentNumber: '廊消复决〔2026〕第3号' }))
      .thenRefused('exists-with-different-content', 'documentNumber');
  });

  it('refuses a day before the decision', () => {
    given(recorded)
      .when(revoking({ revokedOn: '2026-05-05' }))
      .thenRefused('revoked-before-decided', 'revokedOn', { decidedOn: '2026-05-06' });
  });

  it('asks whether it was revoked before it looks at the day', () => {
    given(recorded, revoked)
      .when(revoking({ revokedOn: '2026-05-05' }))
      .thenRefused('exists-with-different-content');
  });
});

describe('the day an event became true', () => {
  it('is the day on its paper', () => {
    expect([recorded, revoked].map(penaltyDecision.occurredOn)).toEqual(['2026-05-06', '2026-07-01']);
  });
});
