import type { CommitmentRepairDocument } from '@app/exchange';
import type { Fields } from '../../fields';
import { NODE_NUM } from './node';

/** The commitment's keys, and when, why and by which decision the finding was repaired, so its record is shown no longer; names of the repair are ours: lengths and what is required are our default. */
export function commitmentRepairFields(repair: CommitmentRepairDocument): Fields {
  return {
    entName: repair.subjectName,
    uniscId: repair.uscc,
    nodeNum: NODE_NUM,
    comNo: repair.commitmentNumber,
    comOrg_CN: repair.authorityName,
    comOrgId: repair.authorityCode,
    xyxfDocNo: repair.repairDecisionNumber,
    xyxfDate: repair.repairedOn,
    xyxfRea_CN: repair.reasons,
  };
}
