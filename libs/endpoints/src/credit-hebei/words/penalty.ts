import type { PenaltyDocument } from '@app/exchange';
import { categoryOf, type Fields, severityLabels, wanOf, withoutGaps } from '../../fields';
import { notShown, slashed } from './fields';

/** Field names: 双公示 (regulations 7.2, sourced); `SX_YZCD` and `SX_SYFW` ours. */
export function penaltyFields(penalty: PenaltyDocument): Fields {
  return withoutGaps({
    CF_XDR_MC: penalty.subjectName,
    CF_XDR_LB: categoryOf(penalty.uscc),
    CF_XDR_SHXYM: penalty.uscc,
    CF_FRDB: penalty.legalRepresentative, // its document type and number are not sent (S39)
    CF_WSH: penalty.documentNumber,
    CF_WFXW: penalty.violationType,
    CF_SY: penalty.facts,
    CF_YJ: penalty.legalBasis,
    CF_CFLB: penalty.penaltyKinds.join(';'),
    CF_NR: penalty.penaltyContent,
    CF_NR_FK: wanOf(penalty.fineFen),
    CF_NR_WFFF: wanOf(penalty.confiscatedFen),
    CF_NR_ZKDX: penalty.licence,
    CF_JDRQ: slashed(penalty.decidedOn),
    CF_YXQ: slashed(penalty.effectiveUntil),
    CF_GSJZQ: slashed(penalty.publicUntil),
    CF_CFJG: penalty.authorityName,
    CF_CFJGDM: penalty.authorityCode,
    CF_SJLY: penalty.sourceName,
    CF_SJLYDM: penalty.sourceCode,
    BZ: penalty.remark,
    SX_YZCD: penalty.severity && severityLabels[penalty.severity],
    SX_SYFW: penalty.publicUntil === null ? notShown : null,
  });
}
