import type { CommitmentRepairDocument } from '@app/exchange';
import type { Fields } from '../../fields';

/** The commitment's keys, and when, why and by which decision the finding was repaired, so its record is not shared any more: our default, the official table was not found. */
export function commitmentRepairFields(repair: CommitmentRepairDocument): Fields {
  return {
    subjectName: repair.subjectName,
    uscc: repair.uscc,
    commitmentNo: repair.commitmentNumber,
    acceptedBy: repair.authorityName,
    acceptedByUscc: repair.authorityCode,
    repairNo: repair.repairDecisionNumber,
    repairedOn: repair.repairedOn,
    repairReason: repair.reasons,
    dataSource: repair.sourceName,
    dataSourceUscc: repair.sourceCode,
  };
}
