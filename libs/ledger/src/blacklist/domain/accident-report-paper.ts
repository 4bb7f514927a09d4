import { type Day, dayUpTo, parseDocumentTitle, parseUscc, readFields, requiredName } from '../../shared';
import { listingIdOf, type Proposal } from './blacklist-listing';

/** The report on a fire accident that finds a party liable (measure 九), as somebody wrote it down. */
export interface AccidentReportPaper {
  readonly uscc: string;
  readonly subjectName: string;
  readonly reportNumber: string;
  readonly reportedOn: string;
}

/**
 * The report and the subject name the case. Refusals name the field and come in the order of the fields: the `uscc-…` codes,
 * `required`, `text-too-long`, `document-number-invalid`, `date-invalid`, `date-in-future`.
 */
export function readAccidentReport(paper: AccidentReportPaper, today: Day): Proposal {
  const read = readFields(paper, {
    uscc: parseUscc,
    subjectName: requiredName,
    reportNumber: parseDocumentTitle,
    reportedOn: dayUpTo(today),
  });
  return {
    listingId: listingIdOf(read.uscc, 'ACCIDENT_LIABILITY', read.reportNumber),
    subjectId: read.uscc,
    subjectName: read.subjectName,
    ground: 'ACCIDENT_LIABILITY',
    evidence: [{ eventId: null, document: read.reportNumber, occurredOn: read.reportedOn }],
    proposedOn: today,
  };
}
