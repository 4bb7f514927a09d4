import type { PenaltyChangeDocument } from '@app/exchange';
import { type Fields, severityLabels, wanOf, withoutGaps } from '../../fields';
import { notShown, slashed } from './fields';

/** The penalty's keys, when, why and by which paper it is changed, and all that is imposed instead: our default, the official table was not found. */
export function penaltyChangeFields(change: PenaltyChangeDocument): Fields {
  return withoutGaps({
    CF_XDR_MC: change.subjectName,
    CF_XDR_SHXYM: change.uscc,
    CF_WSH: change.documentNumber,
    CF_CFJG: change.authorityName,
    CF_CFJGDM: change.authorityCode,
    BG_RQ: slashed(change.changedOn),
    BG_YY: change.reason,
    BG_WSH: change.changeDocumentNumber,
    BG_JG: change.changeBody,
    BG_JGDM: change.changeBodyCode,
    CF_CFLB: change.penaltyKinds.join(';'),
    CF_NR: change.penaltyContent,
    CF_NR_FK: wanOf(change.fineFen),
    CF_NR_WFFF: wanOf(change.confiscatedFen),
    CF_YXQ: slashed(change.effectiveUntil),
    CF_GSJZQ: slashed(change.publicUntil),
    SX_YZCD: severityLabels[change.severity],
    SX_SYFW: change.publicUntil === null ? notShown : null,
    CF_SJLY: change.sourceName,
    CF_SJLYDM: change.sourceCode,
  });
}
