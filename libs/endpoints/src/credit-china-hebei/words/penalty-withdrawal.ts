import type { PenaltyWithdrawalDocument } from '@app/exchange';
import { type Fields, withoutGaps } from '../../fields';

/** The penalty's keys, and when, why and by which paper it is shown no longer; a repair hides it by the same message: our default, no official field table was found. */
export function penaltyWithdrawalFields(withdrawal: PenaltyWithdrawalDocument): Fields {
  return withoutGaps({
    subjectName: withdrawal.subjectName,
    uscc: withdrawal.uscc,
    decisionNo: withdrawal.documentNumber,
    authority: withdrawal.authorityName,
    authorityUscc: withdrawal.authorityCode,
    withdrawnOn: withdrawal.withdrawnOn,
    withdrawalReason: withdrawal.reason,
    withdrawalNo: withdrawal.withdrawalDocumentNumber,
    dataSource: withdrawal.sourceName,
    dataSourceUscc: withdrawal.sourceCode,
  });
}
