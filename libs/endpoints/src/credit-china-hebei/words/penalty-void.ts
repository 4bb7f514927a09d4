import type { PenaltyVoidDocument } from '@app/exchange';
import type { Fields } from '../../fields';

/** The penalty's keys, and when, why and by which paper it is found so: it is shown no longer: our default, no official field table was found. */
export function penaltyVoidFields(finding: PenaltyVoidDocument): Fields {
  return {
    subjectName: finding.subjectName,
    uscc: finding.uscc,
    decisionNo: finding.documentNumber,
    authority: finding.authorityName,
    authorityUscc: finding.authorityCode,
    foundOn: finding.foundOn,
    findingReason: finding.reason,
    findingNo: finding.findingDocumentNumber,
    findingBody: finding.findingBody,
    findingBodyUscc: finding.findingBodyCode,
    dataSource: finding.sourceName,
    dataSourceUscc: finding.sourceCode,
  };
}
