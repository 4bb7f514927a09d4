import type { RepairRevocationDocument } from '@app/exchange';
import type { Fields } from '../../fields';
import { slashed } from './fields';

/** The penalty's keys, the repair that is revoked, and when, why and by which decision: our default, the official table was not found. */
export function repairRevocationFields(revocation: RepairRevocationDocument): Fields {
  return {
    CF_XDR_MC: revocation.subjectName,
    CF_XDR_SHXYM: revocation.uscc,
    CF_WSH: revocation.documentNumber,
    CF_CFJG: revocation.authorityName,
    CF_CFJGDM: revocation.authorityCode,
    XF_WSH: revocation.repairDecisionNumber,
    XFCX_WSH: revocation.revocationDocumentNumber,
    XFCX_RQ: slashed(revocation.revokedOn),
    XFCX_YY: revocation.reason,
    CF_SJLY: revocation.sourceName,
    CF_SJLYDM: revocation.sourceCode,
  };
}
