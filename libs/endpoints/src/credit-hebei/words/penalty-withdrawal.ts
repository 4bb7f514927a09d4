import type { PenaltyWithdrawalDocument } from '@app/exchange';
import { type Fields, withoutGaps } from '../../fields';
import { slashed } from './fields';

/** The penalty's keys, and when, why and by which paper it is withdrawn: our default, the official table was not found. */
export function penaltyWithdrawalFields(withdrawal: PenaltyWithdrawalDocument): Fields {
  return withoutGaps({
    CF_XDR_MC: withdrawal.subjectName,
    CF_XDR_SHXYM: withdrawal.uscc,
    CF_WSH: withdrawal.documentNumber,
    CF_CFJG: withdrawal.authorityName,
    CF_CFJGDM: withdrawal.authorityCode,
    CH_RQ: slashed(withdrawal.withdrawnOn),
    CH_YY: withdrawal.reason,
    CH_WSH: withdrawal.withdrawalDocumentNumber,
    CF_SJLY: withdrawal.sourceName,
    CF_SJLYDM: withdrawal.sourceCode,
  });
}
