import type { SpotCheckWithdrawalDocument } from '@app/exchange';
import type { Fields } from '../../fields';
import { NODE_NUM } from './node';

/** The check's keys, and when, why and by which paper its result is withdrawn; names of the withdrawal are ours: lengths and what is required are our default. */
export function spotCheckWithdrawalFields(withdrawal: SpotCheckWithdrawalDocument): Fields {
  return {
    entName: withdrawal.subjectName,
    uniscId: withdrawal.uscc,
    nodeNum: NODE_NUM,
    raninsPlanId: withdrawal.planNumber,
    raninsTaskId: withdrawal.taskNumber,
    insAuth_CN: withdrawal.authorityName,
    insAuthId: withdrawal.authorityCode,
    insDate: withdrawal.checkedOn,
    insRes_CN: withdrawal.result,
    wdrDate: withdrawal.withdrawnOn,
    wdrRea_CN: withdrawal.reason,
    wdrDocNo: withdrawal.withdrawalNumber,
  };
}
