import type { PenaltyChangeDocument } from '@app/exchange';
import { type Fields, wanOf, withoutGaps } from '../../fields';
import { NODE_NUM } from './node';

/** The penalty's keys, the change (`alt*`, regulations 7.3), and all that is imposed instead: lengths and what is required are our default. */
export function penaltyChangeFields(change: PenaltyChangeDocument): Fields {
  return withoutGaps({
    entName: change.subjectName,
    uniscId: change.uscc,
    nodeNum: NODE_NUM,
    penDecNo: change.documentNumber,
    penAuth_CN: change.authorityName,
    penAuthId: change.authorityCode,
    alt: change.reason,
    altDate: change.changedOn,
    alt_penAuth_CN: change.changeBody,
    altDocNo: change.changeDocumentNumber,
    penType_CN: change.penaltyKinds.join(';'),
    penContent: change.penaltyContent,
    penAm: wanOf(change.fineFen),
    forfAm: wanOf(change.confiscatedFen),
    penPeri: change.effectiveUntil,
  });
}
