import type { RepairRevocationDocument } from '@app/exchange';
import type { Fields } from '../../fields';
import { NODE_NUM } from './node';

/** The penalty's keys, and the repair that is revoked; names of the repair are ours: lengths and what is required are our default. */
export function repairRevocationFields(revocation: RepairRevocationDocument): Fields {
  return {
    entName: revocation.subjectName,
    uniscId: revocation.uscc,
    nodeNum: NODE_NUM,
    penDecNo: revocation.documentNumber,
    penAuth_CN: revocation.authorityName,
    penAuthId: revocation.authorityCode,
    xyxfDocNo: revocation.repairDecisionNumber,
    cxxfDocNo: revocation.revocationDocumentNumber,
    cxxfDate: revocation.revokedOn,
    cxxfRea_CN: revocation.reason,
  };
}
