import type { PenaltyChangeDocument } from '@app/exchange';
import { type Fields, severityLabels, wanOf, withoutGaps } from '../../fields';

/** The penalty's keys, when, why and by which paper it is changed, and all that is imposed and shown instead: our default, no official field table was found. */
export function penaltyChangeFields(change: PenaltyChangeDocument): Fields {
  return withoutGaps({
    subjectName: change.subjectName,
    uscc: change.uscc,
    decisionNo: change.documentNumber,
    authority: change.authorityName,
    authorityUscc: change.authorityCode,
    changedOn: change.changedOn,
    changeReason: change.reason,
    changeNo: change.changeDocumentNumber,
    changeBody: change.changeBody,
    changeBodyUscc: change.changeBodyCode,
    penaltyType: change.penaltyKinds.join(';'),
    penaltyContent: change.penaltyContent,
    fine: wanOf(change.fineFen),
    confiscated: wanOf(change.confiscatedFen),
    severity: severityLabels[change.severity],
    publicFrom: change.publicity?.from ?? null,
    publicUntil: change.publicity?.until ?? null,
    dataSource: change.sourceName,
    dataSourceUscc: change.sourceCode,
  });
}
