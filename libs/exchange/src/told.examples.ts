import type { Kind, Told } from './kinds';
import type { ListEntryDocument } from './list-entry';
import type { ListRemovalDocument } from './list-removal';
import type { PenaltyDocument } from './penalty';
import type { PenaltyWithdrawalDocument } from './penalty-withdrawal';
import type { RepairResultDocument } from './repair-result';
import type { RepairRevocationDocument } from './repair-revocation';

/** Named, fixed examples for specs; all bodies are fictional. */
type ToldOf<K extends Kind> = Extract<Told, { readonly kind: K }>;

export const aPenalty = (changes: Partial<PenaltyDocument> = {}): ToldOf<'penalty'> => ({
  kind: 'penalty',
  document: {
    subjectName: '廊坊百达程酒店管理有限公司',
    uscc: '91131002MABBQNQG8X',
    legalRepresentative: '郭军丽',
    documentNumber: '廊消行罚决字〔2024〕第0001号',
    violationType: '占用、堵塞、封闭疏散通道、安全出口',
    facts: '2024-03-01检查发现，二层安全出口被货物堵塞。',
    legalBasis: '《中华人民共和国消防法》第六十条第一款第三项',
    penaltyKinds: ['罚款'],
    penaltyContent: '处罚款人民币20500元整',
    fineFen: 2_050_000,
    confiscatedFen: null,
    licence: null,
    decidedOn: '2024-03-05',
    effectiveUntil: null,
    publicUntil: '2025-03-05',
    authorityName: '廊坊市消防救援支队',
    authorityCode: '1113100001YMGCE72W',
    sourceName: '廊坊市消防救援支队',
    sourceCode: '1113100001YMGCE72W',
    remark: null,
    severity: 'general',
    ...changes,
  },
});

export const aPenaltyWithdrawal = (changes: Partial<PenaltyWithdrawalDocument> = {}): ToldOf<'penalty-withdrawal'> => ({
  kind: 'penalty-withdrawal',
  document: {
    subjectName: '廊坊百达程酒店管理有限公司',
    uscc: '91131002MABBQNQG8X',
    documentNumber: '廊消行罚决字〔2024〕第0001号',
    authorityName: '廊坊市消防救援支队',
    authorityCode: '1113100001YMGCE72W',
    withdrawnOn: '2024-06-11',
    reason: '行政复议决定撤销原处罚决定',
    withdrawalDocumentNumber: '廊政复决字〔2024〕12号',
    sourceName: '廊坊市消防救援支队',
    sourceCode: '1113100001YMGCE72W',
    ...changes,
  },
});

export const aListEntry = (changes: Partial<ListEntryDocument> = {}): ToldOf<'list-entry'> => ({
  kind: 'list-entry',
  document: {
    subjectName: '廊坊百达程酒店管理有限公司',
    uscc: '91131002MABBQNQG8X',
    legalRepresentative: '郭军丽',
    registeredAddress: '河北省廊坊市安次区',
    groundCode: 'commitment-seriously-false',
    groundLabel: '承诺严重失实',
    conductSummary: '告知承诺后经核查，承诺内容严重失实。',
    legalBasis: '《关于深化消防执法改革的若干措施》第七条',
    decisionNumber: '廊消列字〔2024〕第0003号',
    decisionBody: '廊坊市消防救援支队',
    decisionBodyCode: '1113100001YMGCE72W',
    listedOn: '2024-05-20',
    measures: ['列为重点监管对象', '限制参加政府采购'],
    removalDue: '2027-05-20',
    dataSource: '廊坊市消防救援支队',
    dataSourceCode: '1113100001YMGCE72W',
    ...changes,
  },
});

export const aListRemoval = (changes: Partial<ListRemovalDocument> = {}): ToldOf<'list-removal'> => ({
  kind: 'list-removal',
  document: {
    subjectName: '廊坊百达程酒店管理有限公司',
    uscc: '91131002MABBQNQG8X',
    decisionNumber: '廊消列字〔2024〕第0003号',
    decisionBody: '廊坊市消防救援支队',
    decisionBodyCode: '1113100001YMGCE72W',
    listedOn: '2024-05-20',
    removedOn: '2025-06-01',
    removalReason: '信用修复，提前移出',
    removalBody: '廊坊市消防救援支队',
    removalBodyCode: '1113100001YMGCE72W',
    dataSource: '廊坊市消防救援支队',
    dataSourceCode: '1113100001YMGCE72W',
    ...changes,
  },
});

export const aRepairResult = (changes: Partial<RepairResultDocument> = {}): ToldOf<'repair-result'> => ({
  kind: 'repair-result',
  document: {
    subjectName: '廊坊百达程酒店管理有限公司',
    uscc: '91131002MABBQNQG8X',
    documentNumber: '廊消行罚决字〔2024〕第0001号',
    authorityName: '廊坊市消防救援支队',
    authorityCode: '1113100001YMGCE72W',
    repairDecisionNumber: '廊消信修准〔2024〕第1号',
    repairedOn: '2024-09-10',
    reasons: '最短公示期已满，义务履行完毕，已作出信用承诺',
    sourceName: '廊坊市消防救援支队',
    sourceCode: '1113100001YMGCE72W',
    ...changes,
  },
});

/** The withdrawal that goes with `aRepairResult`. */
export const aWithdrawalByRepair = (): ToldOf<'penalty-withdrawal'> =>
  aPenaltyWithdrawal({
    withdrawnOn: '2024-09-10',
    reason: '信用修复',
    withdrawalDocumentNumber: '廊消信修准〔2024〕第1号',
  });

export const aRepairRevocation = (changes: Partial<RepairRevocationDocument> = {}): ToldOf<'repair-revocation'> => ({
  kind: 'repair-revocation',
  document: {
    subjectName: '廊坊百达程酒店管理有限公司',
    uscc: '91131002MABBQNQG8X',
    documentNumber: '廊消行罚决字〔2024〕第0001号',
    authorityName: '廊坊市消防救援支队',
    authorityCode: '1113100001YMGCE72W',
    repairDecisionNumber: '廊消信修准〔2024〕第1号',
    revocationDocumentNumber: '廊消信修撤〔2024〕第1号',
    revokedOn: '2024-11-12',
    reason: '缴款凭证系伪造',
    sourceName: '廊坊市消防救援支队',
    sourceCode: '1113100001YMGCE72W',
    ...changes,
  },
});
