import type { CommitmentRepairRevocationDocument } from '@app/exchange';
import type { Fields } from '../../fields';
import { NODE_NUM } from './node';

/** The commitment's keys and the repair that is revoked, so its record is shown again; names of the repair are ours: lengths and what is required are our default. */
export function commitmentRepairRevocationFields(revocation: CommitmentRepairRevocationDocument): Fields {
  return {
    entName: revocation.subjectName,
    uniscId: revocation.uscc,
    nodeNum: NODE_NUM,
    comNo: revocation.commitmentNumber,
    comOrg_CN: revocation.authorityName,
    comOrgId: revocation.authorityCode,
    xyxfDocNo: revocation.repairDecisionNumber,
    cxxfDocNo: revocation.revocationDocumentNumber,
    cxxfDate: revocation.revokedOn,
    cxxfRea_CN: revocation.reason,
  };
}
