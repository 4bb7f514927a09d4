import type { ListCorrectionDocument } from '@app/exchange';
import type { Fields } from '../../fields';
import { NODE_NUM } from './node';

/** The listing's keys, and what is corrected, when, why and by whom; names ours: lengths and what is required are our default. */
export function listCorrectionFields(correction: ListCorrectionDocument): Fields {
  return {
    entName: correction.subjectName,
    uniscId: correction.uscc,
    nodeNum: NODE_NUM,
    decDocNo: correction.decisionNumber,
    decOrg_CN: correction.decisionBody,
    decOrgId: correction.decisionBodyCode,
    abntime: correction.listedOn,
    corItem_CN: correction.fieldLabel,
    corBefore: correction.oldValue,
    corAfter: correction.newValue,
    corDate: correction.correctedOn,
    corRea_CN: correction.reason,
    corOrg_CN: correction.correctionBody,
    corDocNo: correction.correctionNumber,
  };
}
