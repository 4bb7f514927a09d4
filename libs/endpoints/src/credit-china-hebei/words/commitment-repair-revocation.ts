import type { CommitmentRepairRevocationDocument } from '@app/exchange';
import type { Fields } from '../../fields';

/** The commitment's keys and the repair that is revoked, so its record, hidden by it, is shown again: our default, no official field table was found. */
export function commitmentRepairRevocationFields(revocation: CommitmentRepairRevocationDocument): Fields {
  return {
    subjectName: revocation.subjectName,
    uscc: revocation.uscc,
    commitmentNo: revocation.commitmentNumber,
    acceptedBy: revocation.authorityName,
    acceptedByUscc: revocation.authorityCode,
    repairNo: revocation.repairDecisionNumber,
    revocationNo: revocation.revocationDocumentNumber,
    revokedOn: revocation.revokedOn,
    revocationReason: revocation.reason,
    dataSource: revocation.sourceName,
    dataSourceUscc: revocation.sourceCode,
  };
}
