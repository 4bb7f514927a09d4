import type { PenaltyWithdrawalDocument } from '@app/exchange';
import { type Fields, withoutGaps } from '../../fields';
import { NODE_NUM } from './node';

/** The penalty's keys, and when, why and by which paper it is taken down; names of the taking down are ours: lengths and what is required are our default. */
export function penaltyWithdrawalFields(withdrawal: PenaltyWithdrawalDocument): Fields {
  return withoutGaps({
    entName: withdrawal.subjectName,
    uniscId: withdrawal.uscc,
    nodeNum: NODE_NUM,
    penDecNo: withdrawal.documentNumber,
    penAuth_CN: withdrawal.authorityName,
    penAuthId: withdrawal.authorityCode,
    canDate: withdrawal.withdrawnOn,
    canRea_CN: withdrawal.reason,
    canDocNo: withdrawal.withdrawalDocumentNumber,
  });
}
