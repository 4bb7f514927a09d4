import type { PenaltyDocument } from '@app/exchange';
import { categoryOf, type Fields, severityLabels, wanOf, withoutGaps } from '../../fields';

/** As a credit report shows it (regulations 7.4), with first and last day of its publicity. The representative is not named: our default, no official field table was found. */
export function penaltyFields(penalty: PenaltyDocument): Fields {
  return withoutGaps({
    subjectName: penalty.subjectName,
    uscc: penalty.uscc,
    subjectCategory: categoryOf(penalty.uscc),
    decisionNo: penalty.documentNumber,
    authority: penalty.authorityName,
    authorityUscc: penalty.authorityCode,
    decidedOn: penalty.decidedOn,
    violationType: penalty.violationType,
    facts: penalty.facts,
    legalBasis: penalty.legalBasis,
    penaltyType: penalty.penaltyKinds.join(';'),
    penaltyContent: penalty.penaltyContent,
    fine: wanOf(penalty.fineFen),
    confiscated: wanOf(penalty.confiscatedFen),
    licence: penalty.licence,
    severity: penalty.severity && severityLabels[penalty.severity],
    publicFrom: penalty.publicity?.from ?? null,
    publicUntil: penalty.publicity?.until ?? null,
    dataSource: penalty.sourceName,
    dataSourceUscc: penalty.sourceCode,
  });
}
