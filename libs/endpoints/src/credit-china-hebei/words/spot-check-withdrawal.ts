import type { SpotCheckWithdrawalDocument } from '@app/exchange';
import type { Fields } from '../../fields';

/** The check's keys, and when, why and by which paper its result is withdrawn: it is shown no longer: our default, no official field table was found. */
export function spotCheckWithdrawalFields(withdrawal: SpotCheckWithdrawalDocument): Fields {
  return {
    subjectName: withdrawal.subjectName,
    uscc: withdrawal.uscc,
    planNo: withdrawal.planNumber,
    taskNo: withdrawal.taskNumber,
    checkedOn: withdrawal.checkedOn,
    result: withdrawal.result,
    checkedBy: withdrawal.checkedBy,
    recordedBy: withdrawal.authorityName,
    recordedByUscc: withdrawal.authorityCode,
    withdrawnOn: withdrawal.withdrawnOn,
    withdrawalReason: withdrawal.reason,
    withdrawalNo: withdrawal.withdrawalNumber,
    dataSource: withdrawal.sourceName,
    dataSourceUscc: withdrawal.sourceCode,
  };
}
