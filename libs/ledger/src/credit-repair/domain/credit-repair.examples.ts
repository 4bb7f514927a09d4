import type { Examples } from '../../../../../test/support/examples';
import type {
  CreditRepairAccepted,
  CreditRepairApplicationCompleted,
  CreditRepairAppliedFor,
  CreditRepairApproved,
  CreditRepairAnswerExtended,
  CreditRepairCompleted,
  CreditRepairConfirmed,
  CreditRepairEvent,
  CreditRepairNotAccepted,
  CreditRepairRejected,
  CreditRepairReturned,
  CreditRepairRevoked,
  CreditRepairTermDated,
  CreditRepairVerified,
  RecordName,
  RepairedRecord,
} from './credit-repair.events';

// One story, in words and days that everybody knows: a fine of 6 May 2026, three months, then the repair.

export const repairId = 'c7e0d1f2-0000-5000-8000-000000000001';
export const subjectId = '92131003MA9ANPJY55';

export const aRecord = (change: Partial<RepairedRecord> = {}): RepairedRecord => ({
  kind: 'penalty-decision',
  id: 'decision-1',
  documentNumber: '广消行罚决字〔2026〕第0005号',
  foundOn: '2026-05-06',
  severity: 'GENERAL',
  procedure: 'ordinary',
  penaltyKinds: ['罚款'],
  effectUntil: null,
  ruleSetId: 'langfang-2026-04-01',
  subjectName: '广阳区鑫桥阳酒店店',
  authorityName: '廊坊市广阳区消防救援大队',
  authorityCode: '1113100001YMGCE72W',
  ...change,
});

/** The record, as single events name it. */
export const recordName: RecordName = {
  kind: 'penalty-decision',
  id: 'decision-1',
  documentNumber: '广消行罚决字〔2026〕第0005号',
};

export const papers = { proof: '罚款缴纳凭证、整改复查意见书', commitmentOn: '2026-08-07' };

export const anApplication = (change: Partial<CreditRepairAppliedFor['data']> = {}): CreditRepairAppliedFor => ({
  type: 'CreditRepairAppliedFor',
  data: {
    repairId,
    subjectId,
    applicationNumber: 'XYXF202608070001',
    channel: 'credit-china',
    appliedOn: '2026-08-07',
    record: aRecord(),
    papers,
    acceptanceDue: { dueOn: '2026-08-12', dueOpen: null },
    answerDue: { dueOn: '2026-08-21', dueOpen: null },
    ruleSetId: 'langfang-2026-04-01',
    ...change,
  },
});

export const aReturn = (change: Partial<CreditRepairReturned['data']> = {}): CreditRepairReturned => ({
  type: 'CreditRepairReturned',
  data: { repairId, subjectId, returnedOn: '2026-08-10', missing: '缺少信用承诺书', ...change },
});

export const aCompletion = (
  change: Partial<CreditRepairApplicationCompleted['data']> = {},
): CreditRepairApplicationCompleted => ({
  type: 'CreditRepairApplicationCompleted',
  data: {
    repairId,
    subjectId,
    completedOn: '2026-08-14',
    papers: { ...papers, commitmentOn: '2026-08-13' },
    acceptanceDue: { dueOn: '2026-08-19', dueOpen: null },
    answerDue: { dueOn: '2026-08-28', dueOpen: null },
    ...change,
  },
});

export const aNonAcceptance = (change: Partial<CreditRepairNotAccepted['data']> = {}): CreditRepairNotAccepted => ({
  type: 'CreditRepairNotAccepted',
  data: {
    repairId,
    subjectId,
    documentNumber: '廊消信修不受〔2026〕第1号',
    notAcceptedOn: '2026-08-11',
    reasons: '申请人不是被处罚人',
    ...change,
  },
});

export const anAcceptance = (change: Partial<CreditRepairAccepted['data']> = {}): CreditRepairAccepted => ({
  type: 'CreditRepairAccepted',
  data: { repairId, subjectId, acceptedOn: '2026-08-11', ...change },
});

export const aVerification = (change: Partial<CreditRepairVerified['data']> = {}): CreditRepairVerified => ({
  type: 'CreditRepairVerified',
  data: {
    repairId,
    subjectId,
    verifiedOn: '2026-08-14',
    openDuties: null,
    corrected: true,
    findings: '罚款已缴清，疏散指示标志已修复',
    ...change,
  },
});

export const anExtension = (change: Partial<CreditRepairAnswerExtended['data']> = {}): CreditRepairAnswerExtended => ({
  type: 'CreditRepairAnswerExtended',
  data: {
    repairId,
    subjectId,
    extendedOn: '2026-08-20',
    reason: '需向法院核实执行情况',
    answerDue: { dueOn: '2026-09-04', dueOpen: null },
    ...change,
  },
});

export const anApproval = (change: Partial<CreditRepairApproved['data']> = {}): CreditRepairApproved => ({
  type: 'CreditRepairApproved',
  data: {
    repairId,
    subjectId,
    documentNumber: '廊消信修准〔2026〕第1号',
    approvedOn: '2026-08-18',
    reasons: '最短公示期已满，义务履行完毕，已作出信用承诺',
    record: recordName,
    bodies: ['credit-hebei'],
    confirmationDue: { dueOn: '2026-08-21', dueOpen: null },
    ...change,
  },
});

export const aRejection = (change: Partial<CreditRepairRejected['data']> = {}): CreditRepairRejected => ({
  type: 'CreditRepairRejected',
  data: {
    repairId,
    subjectId,
    documentNumber: '廊消信修不准〔2026〕第1号',
    rejectedOn: '2026-08-18',
    unmet: [{ condition: 'duty-open', detail: '罚款尚欠5000元' }],
    reasons: '义务尚未履行完毕',
    ...change,
  },
});

export const aConfirmation = (change: Partial<CreditRepairConfirmed['data']> = {}): CreditRepairConfirmed => ({
  type: 'CreditRepairConfirmed',
  data: {
    repairId,
    subjectId,
    body: 'credit-hebei',
    confirmedOn: '2026-08-19',
    receipt: 'XYZG-20260819-000001',
    ...change,
  },
});

export const anEnd = (change: Partial<CreditRepairCompleted['data']> = {}): CreditRepairCompleted => ({
  type: 'CreditRepairCompleted',
  data: { repairId, subjectId, completedOn: '2026-08-19', ...change },
});

export const aRepairRevocation = (change: Partial<CreditRepairRevoked['data']> = {}): CreditRepairRevoked => ({
  type: 'CreditRepairRevoked',
  data: {
    repairId,
    subjectId,
    documentNumber: '廊消信修撤〔2026〕第1号',
    revokedOn: '2026-10-09',
    reason: '缴款凭证系伪造',
    record: recordName,
    barredUntil: '2027-10-09',
    ruleSetId: 'langfang-2026-04-01',
    ...change,
  },
});

export const aTermDated = (change: Partial<CreditRepairTermDated['data']> = {}): CreditRepairTermDated => ({
  type: 'CreditRepairTermDated',
  data: { repairId, subjectId, term: 'answer', dueOn: '2027-01-08', datedOn: '2026-12-20', ...change },
});

export const examples: Examples<CreditRepairEvent> = {
  CreditRepairAppliedFor: anApplication().data,
  CreditRepairReturned: aReturn().data,
  CreditRepairApplicationCompleted: aCompletion().data,
  CreditRepairNotAccepted: aNonAcceptance().data,
  CreditRepairAccepted: anAcceptance().data,
  CreditRepairVerified: aVerification({ openDuties: '罚款尚欠5000元' }).data,
  CreditRepairAnswerExtended: anExtension().data,
  CreditRepairApproved: anApproval().data,
  CreditRepairRejected: aRejection().data,
  CreditRepairConfirmed: aConfirmation().data,
  CreditRepairCompleted: anEnd().data,
  CreditRepairRevoked: aRepairRevocation().data,
  CreditRepairTermDated: aTermDated().data,
};
