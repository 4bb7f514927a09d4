import { type Day, dayUpTo, paper, parseDocumentTitle, parseUscc, requiredName, type Written } from '../../shared';
import { listingIdOf, type Proposal } from './blacklist-listing';

/** 火灾事故调查报告 (measure 九): it finds a party liable. */
const read = paper((today) => ({
  uscc: parseUscc,
  subjectName: requiredName,
  reportNumber: parseDocumentTitle,
  reportedOn: dayUpTo(today),
}));
export type AccidentReportPaper = Written<typeof read>;

/** The report and the subject name the case. Refusals: those of the fields, in their order. */
export function readAccidentReport(written: AccidentReportPaper, today: Day): Proposal {
  const { uscc: subjectId, subjectName, reportNumber: document, reportedOn } = read(written, today);
  return {
    listingId: listingIdOf(subjectId, 'ACCIDENT_LIABILITY', document),
    subjectId,
    subjectName,
    ground: 'ACCIDENT_LIABILITY',
    evidence: [{ eventId: null, document, occurredOn: reportedOn }],
    proposedOn: today,
  };
}
