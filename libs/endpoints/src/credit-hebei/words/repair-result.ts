import type { RepairResultDocument } from '@app/exchange';
import type { Fields } from '../../fields';
import { slashed } from './fields';

/** The penalty's keys, and when, why and by which decision it was repaired: our default, the official table was not found. */
export function repairResultFields(result: RepairResultDocument): Fields {
  return {
    CF_XDR_MC: result.subjectName,
    CF_XDR_SHXYM: result.uscc,
    CF_WSH: result.documentNumber,
    CF_CFJG: result.authorityName,
    CF_CFJGDM: result.authorityCode,
    XF_WSH: result.repairDecisionNumber,
    XF_RQ: slashed(result.repairedOn),
    XF_YY: result.reasons,
    CF_SJLY: result.sourceName,
    CF_SJLYDM: result.sourceCode,
  };
}
