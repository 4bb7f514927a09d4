import type { ListCorrectionDocument } from '@app/exchange';
import type { Fields } from '../../fields';

/** The listing's keys, and what is corrected, when, why and by whom: our default, the official table was not found. */
export function listCorrectionFields(correction: ListCorrectionDocument): Fields {
  return {
    subjectName: correction.subjectName,
    uscc: correction.uscc,
    decisionNo: correction.decisionNumber,
    decisionBody: correction.decisionBody,
    decisionBodyUscc: correction.decisionBodyCode,
    listedOn: correction.listedOn,
    correctionNo: correction.correctionNumber,
    correctedOn: correction.correctedOn,
    correctionBody: correction.correctionBody,
    correctionBodyUscc: correction.correctionBodyCode,
    correctedItem: correction.fieldLabel,
    oldContent: correction.oldValue,
    newContent: correction.newValue,
    correctionReason: correction.reason,
    dataSource: correction.dataSource,
    dataSourceUscc: correction.dataSourceCode,
  };
}
