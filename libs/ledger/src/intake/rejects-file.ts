import { normaliseHeading } from '../file-format';

/** What the rejects file has beside the headings of the file that was sent. */
export const REJECTS_HEADINGS = ['行号', '问题字段', '规则', '说明'] as const;

const GUARDED = /^'(?=[=+\-@\t\r＝＋－＠])/;

/**
 * The rejects file guards cells that a spreadsheet would take for a formula with a leading apostrophe. Sent again, that
 * apostrophe is not part of what the clerk wrote.
 */
export function withoutFormulaGuards(headings: readonly string[]): (cells: readonly string[]) => readonly string[] {
  const written = new Set(headings.map(normaliseHeading));
  const isRejectsFile = REJECTS_HEADINGS.every((heading) => written.has(heading));
  return isRejectsFile ? (cells) => cells.map((cell) => cell.replace(GUARDED, '')) : (cells) => cells;
}
