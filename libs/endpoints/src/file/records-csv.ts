import type { BodyMessage } from '../body-message';

/** A message and its row in the batch. */
export interface Row {
  readonly row: number;
  readonly message: BodyMessage;
}

/**
 * Messages of one kind as CSV (RFC 4180, UTF-8, CRLF, headings first): `_row`, `_key`, `_sequence`, then the body's own fields in the
 * order in which they come up. What is not a text, or is an empty one, stands in a column `<field>:json`; an empty cell says nothing.
 */
export function csvOf(rows: readonly Row[]): string {
  const columns = new Map<string, number>();
  const table = rows.map(({ row, message: { idempotencyKey, subjectSequence, fields } }) => {
    const cells = [String(row), quoted(idempotencyKey), String(subjectSequence)];
    for (const [name, value] of Object.entries(fields)) {
      const isText = typeof value === 'string' && value !== '' && value.isWellFormed();
      const column = isText ? name : `${name}:json`;
      const at = columns.get(column) ?? columns.size + 3;
      columns.set(column, at);
      while (cells.length < at) cells.push('');
      cells[at] = quoted(isText ? value : JSON.stringify(value));
    }
    return cells;
  });
  const headings = ['_row', '_key', '_sequence', ...[...columns.keys()].map(quoted)];
  for (const cells of table) while (cells.length < headings.length) cells.push('');
  return [headings, ...table].map((cells) => `${cells.join(',')}\r\n`).join('');
}

const quoted = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
