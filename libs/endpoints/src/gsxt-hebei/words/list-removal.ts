import type { ListRemovalDocument } from '@app/exchange';
import type { Fields } from '../../fields';
import { NODE_NUM } from './node';

/** The listing's keys, and why, when and by whom it ended (regulations 7.3): lengths and what is required are our default. */
export function listRemovalFields(removal: ListRemovalDocument): Fields {
  return {
    entName: removal.subjectName,
    uniscId: removal.uscc,
    nodeNum: NODE_NUM,
    decDocNo: removal.decisionNumber,
    decOrg_CN: removal.decisionBody,
    decOrgId: removal.decisionBodyCode,
    abntime: removal.listedOn,
    remExcpRes_CN: removal.removalReason,
    remDate: removal.removedOn,
    reDecOrg_CN: removal.removalBody,
  };
}
