import type { PenaltyUnlawfulDocument } from '@app/exchange';
import type { Fields } from '../../fields';
import { NODE_NUM } from './node';

/** The penalty's keys, and when, why and by which paper it is found so: it is shown no longer; names of the finding are ours: lengths and what is required are our default. */
export function penaltyUnlawfulFields(finding: PenaltyUnlawfulDocument): Fields {
  return {
    entName: finding.subjectName,
    uniscId: finding.uscc,
    nodeNum: NODE_NUM,
    penDecNo: finding.documentNumber,
    penAuth_CN: finding.authorityName,
    penAuthId: finding.authorityCode,
    unlDate: finding.foundOn,
    unlRea_CN: finding.reason,
    unlDocNo: finding.findingDocumentNumber,
    unlOrg_CN: finding.findingBody,
  };
}
