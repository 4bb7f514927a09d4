import type { SpotCheckDocument } from '@app/exchange';
import { type Fields, withoutGaps } from '../../fields';

/** The check's keys, its result, and the withdrawn one in whose place it stands: our default, the official table was not found. */
export function spotCheckFields(check: SpotCheckDocument): Fields {
  return withoutGaps({
    subjectName: check.subjectName,
    uscc: check.uscc,
    planNo: check.planNumber,
    taskNo: check.taskNumber,
    checkedOn: check.checkedOn,
    result: check.result,
    checkedBy: check.checkedBy,
    recordedBy: check.authorityName,
    recordedByUscc: check.authorityCode,
    replacedResult: check.replaces?.result ?? null,
    replacedWithdrawalNo: check.replaces?.withdrawalNumber ?? null,
    dataSource: check.sourceName,
    dataSourceUscc: check.sourceCode,
  });
}
