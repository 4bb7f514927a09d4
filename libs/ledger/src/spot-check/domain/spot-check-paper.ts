import {
  type Day,
  normaliseName,
  notInFuture,
  parseDay,
  parseDocumentTitle,
  parseSubjectCode,
  readField,
  Refusal,
  requiredText,
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
  const planNumber = readField('planNumber', () => parseDocumentTitle(paper.planNumber));
  const taskNumber = readField('taskNumber', () => parseDocumentTitle(paper.taskNumber));
  const subjectName = readField('subjectName', () => normaliseName(requiredText(paper.subjectName, 200)));
  const subjectId = readField('uscc', () => parseSubjectCode(paper.uscc));
  const checkedOn = readField('checkedOn', () => notInFuture(parseDay(paper.checkedOn), today));
  const authorityName = readField('authorityName', () => normaliseName(requiredText(paper.authorityName, 200)));
  const result = readField('result', () => readResult(paper.result));
  return {
    spotCheckId: spotCheckIdOf(planNumber, taskNumber, subjectId),
    subjectId,
    subjectName,
    planNumber,
    taskNumber,
    checkedOn,
    authorityName,
    result,
  };
}

function readResult(text: string): SpotCheckResult {
  const result = normaliseName(requiredText(text));
  const known = SPOT_CHECK_RESULTS.find((one) => one === result);
  if (!known) throw new Refusal('code-unknown', { unknown: result.slice(0, 20) });
  return known;
}
