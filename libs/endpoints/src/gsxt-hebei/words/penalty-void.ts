import type { PenaltyVoidDocument } from '@app/exchange';
import type { Fields } from '../../fields';
import { NODE_NUM } from './node';

/** The penalty's keys, and when, why and by which paper it is found so: it is shown no longer; names of the finding are ours: lengths and what is required are our default. */
export function penaltyVoidFields(finding: PenaltyVoidDocument): Fields {
  return {
    entName: finding.subjectName,
    uniscId: finding.uscc,
    nodeNum: NODE_NUM,
    penDecNo: finding.documentNumber,
    penAuth_CN: finding.authorityName,
    penAuthId: finding.authorityCode,
    voiDate: finding.foundOn,
    voiRea_CN: finding.reason,
    voiDocNo: finding.findingDocumentNumber,
    voiOrg_CN: finding.findingBody,
  };
}
