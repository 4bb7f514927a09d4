import type { ListEntryDocument } from '@app/exchange';
import { type Fields, withoutGaps } from '../../fields';

/** Minimal list record (regulations 7.4): our default, the official table was not found. */
export function listEntryFields(entry: ListEntryDocument): Fields {
  return withoutGaps({
    subjectName: entry.subjectName,
    uscc: entry.uscc,
    legalRep: entry.legalRepresentative,
    registeredAddress: entry.registeredAddress,
    triggerCode: entry.groundCode,
    triggerName: entry.groundLabel,
    conductSummary: entry.conductSummary,
    legalBasis: entry.legalBasis,
    decisionNo: entry.decisionNumber,
    decisionBody: entry.decisionBody,
    decisionBodyUscc: entry.decisionBodyCode,
    listedOn: entry.listedOn,
    measureSet: entry.measures,
    removalDue: entry.removalDue,
    dataSource: entry.dataSource,
    dataSourceUscc: entry.dataSourceCode,
  });
}
