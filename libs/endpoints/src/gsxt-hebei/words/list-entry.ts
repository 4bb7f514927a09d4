import type { ListEntryDocument } from '@app/exchange';
import type { Fields } from '../../fields';
import { NODE_NUM } from './node';

/** The list form (regulations 7.3): reason, day and body of the listing, with its basis: lengths and what is required are our default. */
export function listEntryFields(entry: ListEntryDocument): Fields {
  return {
    entName: entry.subjectName,
    uniscId: entry.uscc,
    nodeNum: NODE_NUM,
    decDocNo: entry.decisionNumber,
    decOrg_CN: entry.decisionBody,
    decOrgId: entry.decisionBodyCode,
    abntime: entry.listedOn,
    serILLRea_CN: entry.conductSummary,
    serILLBasis_CN: entry.legalBasis,
  };
}
