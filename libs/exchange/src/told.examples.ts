import type { CommitmentDocument } from './commitment';
import type { CommitmentRepairDocument } from './commitment-repair';
import type { CommitmentRepairRevocationDocument } from './commitment-repair-revocation';
import type { Kind, Told } from './kinds';
import type { ListCorrectionDocument } from './list-correction';
import type { ListEntryDocument } from './list-entry';
import type { ListRemovalDocument } from './list-removal';
import type { PenaltyDocument } from './penalty';
import type { PenaltyChangeDocument } from './penalty-change';
import type { PenaltyUnlawfulDocument } from './penalty-unlawful';
import type { PenaltyVoidDocument } from './penalty-void';
import type { PenaltyCorrectionDocument } from './penalty-correction';
import type { PenaltyWithdrawalDocument } from './penalty-withdrawal';
import type { Publicity } from './publicity';
import type { RepairResultDocument } from './repair-result';
import type { RepairRevocationDocument } from './repair-revocation';
import type { SpotCheckDocument } from './spot-check';
import type { SpotCheckWithdrawalDocument } from './spot-check-withdrawal';

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

/** Of the penalty in `aPenalty`: its representative was written wrongly. */
export const aPenaltyCorrection = (changes: Partial<PenaltyCorrectionDocument> = {}): ToldOf<'penalty-correction'> => ({
  kind: 'penalty-correction',
  document: {
    ...aPenalty().document,
    legalRepresentative: '郭军莉',
    correctedOn: '2024-03-08',
    correctionReason: '录入有误',
    ...changes,
  },
});

export const aPenaltyChange = (changes: Partial<PenaltyChangeDocument> = {}): ToldOf<'penalty-change'> => ({
  kind: 'penalty-change',
  document: {
    subjectName: '廊坊百达程酒店管理有限公司',
    uscc: '91131002MABBQNQG8X',
    documentNumber: '廊消行罚决字〔2024〕第0001号',
    authorityName: '廊坊市消防救援支队',
    authorityCode: '1113100001YMGCE72W',
    changedOn: '2024-05-10',
    reason: '处罚过重',
    changeDocumentNumber: '廊政复决字〔2024〕8号',
    changeBody: '廊坊市人民政府',
    changeBodyCode: '1113100001YMGCE72W',
    penaltyKinds: ['罚款'],
    penaltyContent: '处罚款人民币10000元整',
    fineFen: 1_000_000,
    confiscatedFen: null,
    effectiveUntil: null,
    publicUntil: '2025-03-05',
    severity: 'general',
    sourceName: '廊坊市消防救援支队',
    sourceCode: '1113100001YMGCE72W',
    ...changes,
  },
});

export const aPenaltyFoundUnlawful = (changes: Partial<PenaltyUnlawfulDocument> = {}): ToldOf<'penalty-unlawful'> => ({
  kind: 'penalty-unlawful',
  document: {
    subjectName: '廊坊百达程酒店管理有限公司',
    uscc: '91131002MABBQNQG8X',
    documentNumber: '廊消行罚决字〔2024〕第0001号',
    authorityName: '廊坊市消防救援支队',
    authorityCode: '1113100001YMGCE72W',
    foundOn: '2024-06-12',
    reason: '程序轻微违法',
    findingDocumentNumber: '（2024）冀10行终4号',
    findingBody: '廊坊市中级人民法院',
    findingBodyCode: '1113100001YMGCE72W',
    sourceName: '廊坊市消防救援支队',
    sourceCode: '1113100001YMGCE72W',
    ...changes,
  },
});

export const aPenaltyFoundVoid = (changes: Partial<PenaltyVoidDocument> = {}): ToldOf<'penalty-void'> => ({
  kind: 'penalty-void',
  document: {
    subjectName: '廊坊百达程酒店管理有限公司',
    uscc: '91131002MABBQNQG8X',
    documentNumber: '廊消行罚决字〔2024〕第0001号',
    authorityName: '廊坊市消防救援支队',
    authorityCode: '1113100001YMGCE72W',
    foundOn: '2024-06-12',
    reason: '没有法定依据',
    findingDocumentNumber: '（2024）冀10行终5号',
    findingBody: '廊坊市中级人民法院',
    findingBodyCode: '1113100001YMGCE72W',
    sourceName: '廊坊市消防救援支队',
    sourceCode: '1113100001YMGCE72W',
    ...changes,
  },
});

export const aListCorrection = (changes: Partial<ListCorrectionDocument> = {}): ToldOf<'list-correction'> => ({
  kind: 'list-correction',
  document: {
    subjectName: '廊坊百达程酒店管理有限公司',
    uscc: '91131002MABBQNQG8X',
    decisionNumber: '廊消列字〔2024〕第0003号',
    decisionBody: '廊坊市消防救援支队',
    decisionBodyCode: '1113100001YMGCE72W',
    listedOn: '2024-05-20',
    correctionNumber: '廊消更字〔2024〕第0001号',
    correctedOn: '2024-05-28',
    correctionBody: '廊坊市消防救援支队',
    correctionBodyCode: '1113100001YMGCE72W',
    field: 'conductSummary',
    fieldLabel: '失信行为简况',
    oldValue: '告知承诺后经核查，承诺内容严重失实。',
    newValue: '告知承诺后经核查，疏散设施的承诺内容严重失实。',
    reason: '漏写失实的内容',
    dataSource: '廊坊市消防救援支队',
    dataSourceCode: '1113100001YMGCE72W',
    ...changes,
  },
});

export const aCommitment = (changes: Partial<CommitmentDocument> = {}): ToldOf<'commitment'> => ({
  kind: 'commitment',
  document: {
    subjectName: '廊坊百达程酒店管理有限公司',
    uscc: '91131002MABBQNQG8X',
    commitmentNumber: '131002CN202400002',
    matter: '公众聚集场所投入使用、营业前消防安全检查',
    madeOn: '2024-08-01',
    verificationDueOn: '2024-08-29',
    state: 'found-false',
    stateOn: '2024-08-17',
    falseDetail: '疏散通道与承诺不符',
    serious: true,
    withdrawalNumber: null,
    withdrawalReason: null,
    authorityName: '安次区消防救援大队',
    authorityCode: '1113100001YMGCE72W',
    sourceName: '廊坊市消防救援支队',
    sourceCode: '1113100001YMGCE72W',
    ...changes,
  },
});

/** Of the commitment in `aCommitment`. */
export const aCommitmentRepair = (changes: Partial<CommitmentRepairDocument> = {}): ToldOf<'commitment-repair'> => ({
  kind: 'commitment-repair',
  document: {
    subjectName: '廊坊百达程酒店管理有限公司',
    uscc: '91131002MABBQNQG8X',
    commitmentNumber: '131002CN202400002',
    authorityName: '安次区消防救援大队',
    authorityCode: '1113100001YMGCE72W',
    repairDecisionNumber: '廊消信修准〔2025〕第2号',
    repairedOn: '2025-03-10',
    reasons: '已整改到位，作出信用承诺',
    sourceName: '安次区消防救援大队',
    sourceCode: '1113100001YMGCE72W',
    ...changes,
  },
});

/** Of the repair in `aCommitmentRepair`. */
export const aCommitmentRepairRevocation = (
  changes: Partial<CommitmentRepairRevocationDocument> = {},
): ToldOf<'commitment-repair-revocation'> => ({
  kind: 'commitment-repair-revocation',
  document: {
    subjectName: '廊坊百达程酒店管理有限公司',
    uscc: '91131002MABBQNQG8X',
    commitmentNumber: '131002CN202400002',
    authorityName: '安次区消防救援大队',
    authorityCode: '1113100001YMGCE72W',
    repairDecisionNumber: '廊消信修准〔2025〕第2号',
    revocationDocumentNumber: '廊消信修撤〔2025〕第2号',
    revokedOn: '2025-05-12',
    reason: '整改照片系伪造',
    sourceName: '安次区消防救援大队',
    sourceCode: '1113100001YMGCE72W',
    ...changes,
  },
});

export const aSpotCheck = (changes: Partial<SpotCheckDocument> = {}): ToldOf<'spot-check'> => ({
  kind: 'spot-check',
  document: {
    subjectName: '廊坊百达程酒店管理有限公司',
    uscc: '91131002MABBQNQG8X',
    planNumber: '2024-SSJ-2',
    taskNumber: '2024-RW-2',
    checkedOn: '2024-03-15',
    result: '发现问题待后续处理',
    checkedBy: '安次区消防救援大队',
    authorityName: '廊坊市消防救援支队',
    authorityCode: '1113100001YMGCE72W',
    replaces: null,
    sourceName: '廊坊市消防救援支队',
    sourceCode: '1113100001YMGCE72W',
    ...changes,
  },
});

export const aSpotCheckWithdrawal = (
  changes: Partial<SpotCheckWithdrawalDocument> = {},
): ToldOf<'spot-check-withdrawal'> => ({
  kind: 'spot-check-withdrawal',
  document: {
    subjectName: '廊坊百达程酒店管理有限公司',
    uscc: '91131002MABBQNQG8X',
    planNumber: '2024-SSJ-2',
    taskNumber: '2024-RW-2',
    checkedOn: '2024-03-15',
    result: '发现问题待后续处理',
    checkedBy: '安次区消防救援大队',
    authorityName: '廊坊市消防救援支队',
    authorityCode: '1113100001YMGCE72W',
    withdrawnOn: '2024-04-03',
    reason: '检查结果录入有误',
    withdrawalNumber: '安消抽撤〔2024〕第0001号',
    sourceName: '廊坊市消防救援支队',
    sourceCode: '1113100001YMGCE72W',
    ...changes,
  },
});

/** One of each kind; with `publicity`, where a body that shows them is told of it. */
export const aToldOfEach = (publicity?: Publicity): readonly Told[] => {
  const shown = publicity ? { publicity } : {};
  return [
    aPenalty(shown),
    aPenaltyWithdrawal(),
    aPenaltyChange(shown),
    aPenaltyCorrection(shown),
    aPenaltyFoundUnlawful(),
    aPenaltyFoundVoid(),
    aListEntry(),
    aListCorrection(),
    aListRemoval(),
    aRepairResult(),
    aRepairRevocation(),
    aCommitment(),
    aCommitmentRepair(),
    aCommitmentRepairRevocation(),
    aSpotCheck(shown),
    aSpotCheckWithdrawal(),
  ];
};
