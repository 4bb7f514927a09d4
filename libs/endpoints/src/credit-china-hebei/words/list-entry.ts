import type { ListEntryDocument } from '@app/exchange';
import { type Fields, withoutGaps } from '../../fields';

/** A listing as the list shows it (regulations 7.4), with its period: our default, no official field table was found. */
export function listEntryFields(entry: ListEntryDocument): Fields {
  return withoutGaps({
    subjectName: entry.subjectName,
    uscc: entry.uscc,
    decisionNo: entry.decisionNumber,
    decisionBody: entry.decisionBody,
    decisionBodyUscc: entry.decisionBodyCode,
    listedOn: entry.listedOn,
    conductSummary: entry.conductSummary,
    listingReason: entry.groundLabel,
    legalBasis: entry.legalBasis,
    publicFrom: entry.listedOn,
    publicUntil: entry.removalDue,
    dataSource: entry.dataSource,
    dataSourceUscc: entry.dataSourceCode,
  });
}
