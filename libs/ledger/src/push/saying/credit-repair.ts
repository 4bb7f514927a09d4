import type { Told } from '@app/exchange';
import type { CreditRepair } from '../../credit-repair';
import type {
  CreditRepairApproved,
  CreditRepairRevoked,
  RepairedRecord,
} from '../../credit-repair/domain/credit-repair.events';
import type { Mapping, Reason } from '../told-table';

const neverTold = '未曾告知该记录，修复结果无须告知';
const notPenalty = '平台接收修复结果的格式只有行政处罚的；其他记录的修复暂无法报送';

/** What a message says of the penalty whose record is repaired: whom, which decision, whose. */
interface Penalty {
  readonly subjectName: string;
  readonly uscc: string;
  readonly documentNumber: string;
  readonly authorityName: string;
  readonly authorityCode: string;
  /** Who made the finding repairs it (谁认定、谁修复), so the repair is its data. */
  readonly sourceName: string;
  readonly sourceCode: string;
}

function penaltyOf(uscc: string, record: RepairedRecord): Penalty | Reason {
  const { kind, subjectName, documentNumber, authorityName, authorityCode } = record;
  if (kind !== 'penalty-decision' || authorityName === null || authorityCode === null) return notPenalty;
  return {
    subjectName,
    uscc,
    documentNumber,
    authorityName,
    authorityCode,
    sourceName: authorityName,
    sourceCode: authorityCode,
  };
}

/**
 * What is said of a penalty whose repair was approved: the result first, then that its publicity ends, by the same decision; or only that
 * it ends, where a body has no place for results.
 */
export const repairApproved =
  (
    body: string,
    says: 'result-and-end' | 'end' = 'result-and-end',
  ): Mapping<CreditRepair, CreditRepairApproved['data']> =>
  (_rules, state, data) => {
    if (state.status === 'absent' || !data.bodies.includes(body)) return neverTold;
    const penalty = penaltyOf(data.subjectId, state.file.application.record);
    if (typeof penalty === 'string') return penalty;
    const { documentNumber: repairDecisionNumber, approvedOn, reasons } = data;
    const result: Told = {
      kind: 'repair-result',
      document: { ...penalty, repairDecisionNumber, repairedOn: approvedOn, reasons },
    };
    const withdrawal: Told = {
      kind: 'penalty-withdrawal',
      document: {
        ...penalty,
        withdrawnOn: approvedOn,
        reason: '信用修复',
        withdrawalDocumentNumber: repairDecisionNumber,
      },
    };
    return says === 'end' ? withdrawal : [result, withdrawal];
  };

/** The record stands again: told to whom its repair was told. */
export const repairRevoked =
  (body: string): Mapping<CreditRepair, CreditRepairRevoked['data']> =>
  (_rules, state, data) => {
    if (!('approval' in state) || !state.approval.bodies.includes(body)) return neverTold;
    const penalty = penaltyOf(data.subjectId, state.file.application.record);
    if (typeof penalty === 'string') return penalty;
    return {
      kind: 'repair-revocation',
      document: {
        ...penalty,
        repairDecisionNumber: state.approval.documentNumber,
        revocationDocumentNumber: data.documentNumber,
        revokedOn: data.revokedOn,
        reason: data.reason,
      },
    };
  };
