import { Refusal } from '../../shared';
import { specFor } from '../../../../../test/support/given-when-then';
import { publishedRules } from '../../rule-set';
import {
  type Change,
  change,
  correct,
  correctedDecision,
  type Correction,
  findUnlawful,
  findVoid,
  penaltyDecision,
  record,
  type Revocation,
  revoke,
  type Unlawfulness,
} from './penalty-decision';
import type {
  PenaltyDecisionChanged,
  PenaltyDecisionCorrected,
  PenaltyDecisionFoundUnlawful,
  PenaltyDecisionFoundVoid,
  PenaltyDecisionRecorded,
  PenaltyDecisionRevoked,
} from './penalty-decision.events';

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

const changing: Change = {
  decisionId,
  documentNumber: '廊消复决〔2026〕第3号',
  changedOn: '2026-06-10',
  reason: '处罚过重',
  authorityName: '廊坊市消防救援支队',
  authorityCode: '11131000FGJJTG2G5W',
  penaltyKinds: ['警告'],
  penaltyContent: '警告',
  fineFen: null,
  confiscatedFen: null,
  effectiveUntil: null,
};
const changed: PenaltyDecisionChanged = {
  type: 'PenaltyDecisionChanged',
  data: { ...changing, subjectId: '92131003MA9ANPJY55', severity: 'MINOR' },
};
const finding: Unlawfulness = {
  decisionId,
  documentNumber: '（2026）冀10行终4号',
  foundOn: '2026-07-02',
  reason: '程序轻微违法',
  authorityName: '廊坊市中级人民法院',
  authorityCode: '1113100358CBJ3JHX9',
};
const unlawful: PenaltyDecisionFoundUnlawful = {
  type: 'PenaltyDecisionFoundUnlawful',
  data: { ...finding, subjectId: '92131003MA9ANPJY55' },
};
const voided: PenaltyDecisionFoundVoid = {
  type: 'PenaltyDecisionFoundVoid',
  data: { ...finding, subjectId: '92131003MA9ANPJY55' },
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

  it('refuses one that fell otherwise, and a day before it was changed', () => {
    given(recorded, unlawful).when(revoking()).thenRefused('penalty-decision-ended', undefined, {
      outcome: '被确认违法',
      documentNumber: finding.documentNumber,
    });
    given(recorded, changed)
      .when(revoking({ revokedOn: '2026-06-09' }))
      .thenRefused('outcome-before-change', 'revokedOn', { changedOn: '2026-06-10' });
  });
});

describe('changing a penalty decision', () => {
  const changeTo = (other: Partial<Change> = {}) => change(publishedRules, { ...changing, ...other });
  const halved = { penaltyKinds: ['罚款'], penaltyContent: '罚款15250元', fineFen: 1_525_000 } as const;

  it('says what is imposed from its day on, and how grave that is', () => {
    given(recorded).when(changeTo()).then(changed);
    given(recorded)
      .when(changeTo(halved))
      .then({ ...changed, data: { ...changed.data, ...halved, severity: 'GENERAL' } });
  });

  it('leaves a decision of the simple procedure as light as it was', () => {
    given({ ...recorded, data: { ...recorded.data, procedure: 'simple', severity: 'MINOR' } })
      .when(changeTo(halved))
      .then({ ...changed, data: { ...changed.data, ...halved, severity: 'MINOR' } });
  });

  it('may be changed again by another paper, not by one of an earlier day', () => {
    const again = { documentNumber: '（2026）冀10行终4号', changedOn: '2026-06-10', ...halved };
    given(recorded, changed)
      .when(changeTo(again))
      .then({ ...changed, data: { ...changed.data, ...again, severity: 'GENERAL' } });
    given(recorded, changed)
      .when(changeTo({ ...again, changedOn: '2026-06-09' }))
      .thenRefused('outcome-before-change', 'changedOn', { changedOn: '2026-06-10' });
  });

  it('stays quiet when repeated, also when it fell afterwards', () => {
    given(recorded, changed).when(changeTo()).thenNothing();
    given(recorded, changed, revoked).when(changeTo()).thenNothing();
  });

  it('leaves the paper of the decision as it was: sent again, it is quiet', () => {
    given(recorded, changed).when(recording()).thenNothing();
  });

  it('is refused in this order', () => {
    given().when(changeTo()).thenRefused('penalty-decision-not-found', undefined, { decisionId });
    given(recorded, changed, revoked)
      .when(changeTo({ reason: '另有理由' }))
      .thenRefused('exists-with-different-content', 'documentNumber');
    given(recorded, revoked)
      .when(changeTo({ changedOn: '2026-05-05' }))
      .thenRefused('penalty-decision-ended', undefined, {
        outcome: '被撤销',
        documentNumber: revocation.documentNumber,
      });
    given(recorded)
      .when(changeTo({ changedOn: '2026-05-05', effectiveUntil: '2026-05-01' }))
      .thenRefused('outcome-before-decided', 'changedOn', { decidedOn: '2026-05-06' });
    given(recorded)
      .when(changeTo({ effectiveUntil: '2026-05-05', fineFen: 1 }))
      .thenRefused('date-before-decision', 'effectiveUntil', { decidedOn: '2026-05-06' });
    given(recorded)
      .when(changeTo({ fineFen: 1 }))
      .thenRefused('amount-without-kind', 'fineWan', { kind: '罚款' });
    const { penaltyKinds, penaltyContent, fineFen } = recorded.data;
    given(recorded)
      .when(changeTo({ penaltyKinds, penaltyContent, fineFen }))
      .thenRefused('change-changes-nothing', 'penaltyContent');
  });
});

describe('correcting what was recorded of a penalty decision', () => {
  const nothing = {
    subjectName: null,
    legalRepresentative: null,
    violationType: null,
    facts: null,
    legalBasis: null,
    licence: null,
    authorityName: null,
    sourceName: null,
    remark: null,
  };
  const correction: Correction = {
    ...nothing,
    decisionId,
    correctedOn: '2026-05-12',
    reason: '录入有误',
    legalRepresentative: '孙超垒',
    facts: '2026-05-06检查发现擅自停用消防设施一处。',
  };
  const correctTo = (changes: Partial<Correction> = {}) => correct({ ...correction, ...changes });
  const corrected: PenaltyDecisionCorrected = {
    type: 'PenaltyDecisionCorrected',
    data: { ...correction, subjectId: recorded.data.subjectId },
  };
  const foldOf = (...events: readonly Parameters<typeof penaltyDecision.evolve>[1][]) => {
    const state = events.reduce(penaltyDecision.evolve, penaltyDecision.initial);
    if (state.status === 'absent') throw new Error('it is there');
    return state;
  };

  it('says what the paper says, also after a change', () => {
    given(recorded).when(correctTo()).then(corrected);
    given(recorded, changed).when(correctTo()).then(corrected);
    expect(correctedDecision(foldOf(recorded, corrected))).toEqual({
      ...recorded.data,
      legalRepresentative: '孙超垒',
      facts: '2026-05-06检查发现擅自停用消防设施一处。',
    });
  });

  it('may be said again with another field, and the last word on each counts', () => {
    const second = { ...corrected, data: { ...corrected.data, facts: null, legalRepresentative: '孙超雷' } };
    given(recorded, corrected)
      .when(correctTo({ facts: null, legalRepresentative: '孙超雷' }))
      .then(second);
    expect(correctedDecision(foldOf(recorded, corrected, second))).toMatchObject({
      legalRepresentative: '孙超雷',
      facts: '2026-05-06检查发现擅自停用消防设施一处。',
    });
  });

  it('stays quiet when repeated, on another day too, and when the decision fell afterwards', () => {
    given(recorded, corrected).when(correctTo()).thenNothing();
    given(recorded, corrected)
      .when(correctTo({ correctedOn: '2026-05-20' }))
      .thenNothing();
    given(recorded, corrected, revoked).when(correctTo()).thenNothing();
  });

  it('leaves the paper on record, as it was written down and as it is right', () => {
    given(recorded, corrected).when(recording()).thenNothing();
    given(recorded, corrected)
      .when(
        record({ ...recorded.data, legalRepresentative: '孙超垒', facts: '2026-05-06检查发现擅自停用消防设施一处。' }),
      )
      .thenNothing();
  });

  it('is what a revocation names', () => {
    const renamed = { ...corrected, data: { ...corrected.data, subjectName: '广阳区鑫桥阳酒店' } };
    const [revocationOfIt] = revoke(revocation)(foldOf(recorded, renamed));
    expect(revocationOfIt?.data).toMatchObject({ decision: { subjectName: '广阳区鑫桥阳酒店' } });
  });

  it('is refused in this order', () => {
    given().when(correctTo()).thenRefused('penalty-decision-not-found', undefined, { decisionId });
    given(recorded, revoked)
      .when(correctTo({ ...nothing }))
      .thenRefused('penalty-decision-ended', undefined, {
        outcome: '被撤销',
        documentNumber: revocation.documentNumber,
      });
    const otherName = new Refusal('name-of-another-unit', { registered: '别的单位' }, 'subjectName');
    given(recorded)
      .when(correct({ ...correction, ...nothing, facts: recorded.data.facts }, otherName))
      .thenRefused('correction-changes-nothing', 'reason');
    given(recorded)
      .when(correct(correction, otherName))
      .thenRefused('name-of-another-unit', 'subjectName', { registered: '别的单位' });
  });
});

describe.each([
  ['unlawful', findUnlawful, unlawful, '被确认违法'],
  ['void', findVoid, voided, '被确认无效'],
] as const)('finding a penalty decision %s', (_, find, found, outcome) => {
  it('finds it, also after a change and on the day of the decision', () => {
    given(recorded).when(find(finding)).then(found);
    given(recorded, changed).when(find(finding)).then(found);
    given(recorded)
      .when(find({ ...finding, foundOn: '2026-05-06' }))
      .then({ ...found, data: { ...found.data, foundOn: '2026-05-06' } });
  });

  it('stays quiet when repeated', () => {
    given(recorded, found).when(find(finding)).thenNothing();
  });

  it('is refused in this order', () => {
    given().when(find(finding)).thenRefused('penalty-decision-not-found', undefined, { decisionId });
    given(recorded, found)
      .when(find({ ...finding, reason: '另有理由' }))
      .thenRefused('exists-with-different-content', 'documentNumber');
    given(recorded, revoked)
      .when(find({ ...finding, foundOn: '2026-05-05' }))
      .thenRefused('penalty-decision-ended');
    given(recorded, changed)
      .when(find({ ...finding, foundOn: '2026-05-05' }))
      .thenRefused('outcome-before-decided', 'foundOn', { decidedOn: '2026-05-06' });
    given(recorded, changed)
      .when(find({ ...finding, foundOn: '2026-06-09' }))
      .thenRefused('outcome-before-change', 'foundOn', { changedOn: '2026-06-10' });
  });

  it('ends it: nothing else can be decided, and the decision does not come back', () => {
    const documentNumber = '别的文号';
    given(recorded, found)
      .when(change(publishedRules, { ...changing, documentNumber, changedOn: '2026-08-01' }))
      .thenRefused('penalty-decision-ended', undefined, { outcome, documentNumber: finding.documentNumber });
    given(recorded, found).when(recording()).thenNothing();
  });
});

describe('the day an event became true', () => {
  it('is the day on its paper', () => {
    expect([recorded, revoked, changed, unlawful, voided].map(penaltyDecision.occurredOn)).toEqual([
      '2026-05-06',
      '2026-07-01',
      '2026-06-10',
      '2026-07-02',
      '2026-07-02',
    ]);
  });
});
