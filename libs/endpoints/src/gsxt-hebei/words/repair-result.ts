import type { RepairResultDocument } from '@app/exchange';
import type { Fields } from '../../fields';
import { NODE_NUM } from './node';

/** The penalty's keys, and when, why and by which decision it was repaired; names of the repair are ours: lengths and what is required are our default. */
export function repairResultFields(result: RepairResultDocument): Fields {
  return {
    entName: result.subjectName,
    uniscId: result.uscc,
    nodeNum: NODE_NUM,
    penDecNo: result.documentNumber,
    penAuth_CN: result.authorityName,
    penAuthId: result.authorityCode,
    xyxfDocNo: result.repairDecisionNumber,
    xyxfDate: result.repairedOn,
    xyxfRea_CN: result.reasons,
  };
}
