import type { SpotCheckWithdrawalDocument } from '@app/exchange';
import type { Fields } from '../../fields';

/** The check's keys, and when, why and by which paper its result is withdrawn: our default, the official table was not found. */
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
