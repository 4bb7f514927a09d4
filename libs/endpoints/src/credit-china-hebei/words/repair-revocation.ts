import type { RepairRevocationDocument } from '@app/exchange';
import type { Fields } from '../../fields';

/** The penalty's keys and the repair that is revoked: what was hidden by it is shown again: our default, no official field table was found. */
export function repairRevocationFields(revocation: RepairRevocationDocument): Fields {
  return {
    subjectName: revocation.subjectName,
    uscc: revocation.uscc,
    decisionNo: revocation.documentNumber,
    authority: revocation.authorityName,
    authorityUscc: revocation.authorityCode,
    repairNo: revocation.repairDecisionNumber,
    revocationNo: revocation.revocationDocumentNumber,
    revokedOn: revocation.revokedOn,
    revocationReason: revocation.reason,
    dataSource: revocation.sourceName,
    dataSourceUscc: revocation.sourceCode,
  };
}
