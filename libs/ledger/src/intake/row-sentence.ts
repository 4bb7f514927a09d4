import type { Fault, RejectedRow } from './intake-line';

/**
 * Where a row is: `第6行，第2条`: the number that a spreadsheet shows, and which of the rows with something in them it is; on one of
 * several sheets `“Sheet2”第6行，第9条`.
 */
const placeOf = ({ row, sheetRow, sheet }: Pick<RejectedRow, 'row' | 'sheetRow' | 'sheet'>): string =>
  `${sheet === undefined ? '' : `“${sheet}”`}第${sheetRow}行，第${row}条`;

/** `第6行，第2条“处罚类别”：“罚金”不在允许的取值之内（code-unknown）；“处罚机关”：必填，不能为空（required）`. */
export function rowSentence(place: Pick<RejectedRow, 'row' | 'sheetRow' | 'sheet'>, faults: readonly Fault[]): string {
  const said = faults.map(({ field, rule, message }) => `${field === null ? '' : `“${field}”`}：${message}（${rule}）`);
  return `${placeOf(place)}${said.join('；')}`;
}
