import {
  type Day,
  dayUpTo,
  parseDocumentTitle,
  parseSubjectCode,
  readFields,
  Refusal,
  requiredName,
} from '../../shared';
import { spotCheckIdOf } from './spot-check';
import { SPOT_CHECK_RESULTS, type SpotCheckRecorded, type SpotCheckResult } from './spot-check.events';

/** The result of a spot check as somebody wrote it down: text, nothing checked yet. */
export interface SpotCheckPaper {
  readonly planNumber: string;
  readonly taskNumber: string;
  readonly subjectName: string;
  readonly uscc: string;
  readonly checkedOn: string;
  readonly authorityName: string;
  readonly result: string;
}

/**
 * Reads the paper: normalises and checks.
 *
 * Refusals name the field and come in the order of the columns: `required`, `text-too-long`, `document-number-invalid`,
 * `natural-person-not-accepted`, the `uscc-…` codes, `date-invalid`, `date-in-future`, `code-unknown`.
 */
export function readSpotCheckPaper(paper: SpotCheckPaper, today: Day): SpotCheckRecorded['data'] {
  const { uscc, ...read } = readFields(paper, {
    planNumber: parseDocumentTitle,
    taskNumber: parseDocumentTitle,
    subjectName: requiredName,
    uscc: parseSubjectCode,
    checkedOn: dayUpTo(today),
    authorityName: requiredName,
    result: readResult,
  });
  return {
    spotCheckId: spotCheckIdOf(read.planNumber, read.taskNumber, uscc),
    subjectId: uscc,
    subjectName: read.subjectName,
    planNumber: read.planNumber,
    taskNumber: read.taskNumber,
    checkedOn: read.checkedOn,
    authorityName: read.authorityName,
    result: read.result,
  };
}

function readResult(text: string): SpotCheckResult {
  const result = requiredName(text, 4_000);
  const known = SPOT_CHECK_RESULTS.find((one) => one === result);
  if (!known) throw new Refusal('code-unknown', { unknown: result.slice(0, 20) });
  return known;
}
