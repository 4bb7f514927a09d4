import {
  beginningOf,
  type Day,
  dayUpTo,
  notRecordedYet,
  paper,
  parseDocumentTitle,
  parseSubjectCode,
  Refusal,
  requiredName,
  type Written,
} from '../../shared';
import { spotCheckIdOf } from './spot-check';
import { SPOT_CHECK_RESULTS, type SpotCheckRecorded, type SpotCheckResult } from './spot-check.events';

/** The result of a spot check as the feeds print it. */
const read = paper((today) => ({
  planNumber: parseDocumentTitle,
  taskNumber: parseDocumentTitle,
  subjectName: requiredName,
  uscc: parseSubjectCode,
  checkedOn: dayUpTo(today),
  authorityName: requiredName,
  result: readResult,
}));
export type SpotCheckPaper = Written<typeof read>;

/** Refusals: those of the fields, in their order. */
export function readSpotCheckPaper(written: SpotCheckPaper, today: Day): SpotCheckRecorded['data'] {
  const { uscc: subjectId, subjectName, ...check } = read(written, today);
  const spotCheckId = spotCheckIdOf(check.planNumber, check.taskNumber, subjectId);
  return { spotCheckId, subjectId, subjectName, ...check, ...notRecordedYet };
}

function readResult(text: string): SpotCheckResult {
  const result = requiredName(text, 4_000);
  const known = SPOT_CHECK_RESULTS.find((one) => one === result);
  if (!known) throw new Refusal('code-unknown', { unknown: beginningOf(result) });
  return known;
}
