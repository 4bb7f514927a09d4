import type { PenaltyUnlawfulDocument } from '@app/exchange';
import type { Fields } from '../../fields';
import { slashed } from './fields';

/** The penalty's keys, and when, why and by which paper it is found so: our default, the official table was not found. */
export function penaltyUnlawfulFields(finding: PenaltyUnlawfulDocument): Fields {
  return {
    CF_XDR_MC: finding.subjectName,
    CF_XDR_SHXYM: finding.uscc,
    CF_WSH: finding.documentNumber,
    CF_CFJG: finding.authorityName,
    CF_CFJGDM: finding.authorityCode,
    WF_RQ: slashed(finding.foundOn),
    WF_YY: finding.reason,
    WF_WSH: finding.findingDocumentNumber,
    WF_JG: finding.findingBody,
    WF_JGDM: finding.findingBodyCode,
    CF_SJLY: finding.sourceName,
    CF_SJLYDM: finding.sourceCode,
  };
}
