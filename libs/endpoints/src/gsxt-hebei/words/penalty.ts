import type { PenaltyDocument } from '@app/exchange';
import { type Fields, wanOf, withoutGaps } from '../../fields';
import { NODE_NUM } from './node';

/** The penalty form (regulations 7.3), recorded under the enterprise's name. How long it is shown runs from the day of publication that the receipt names; the representative is not named: lengths and what is required are our default. */
export function penaltyFields(penalty: PenaltyDocument): Fields {
  return withoutGaps({
    entName: penalty.subjectName,
    uniscId: penalty.uscc,
    nodeNum: NODE_NUM,
    penDecNo: penalty.documentNumber,
    penAuth_CN: penalty.authorityName,
    penAuthId: penalty.authorityCode,
    penDecIssDate: penalty.decidedOn,
    illegActType: penalty.violationType,
    mainIllegFact: penalty.facts,
    penBasis_CN: penalty.legalBasis,
    penType_CN: penalty.penaltyKinds.join(';'),
    penContent: penalty.penaltyContent,
    penAm: wanOf(penalty.fineFen),
    forfAm: wanOf(penalty.confiscatedFen),
    penPeri: penalty.effectiveUntil,
  });
}
