import type { Row } from './records-csv';

/**
 * Messages of one kind as XML 1.0 in UTF-8 (`docs/exchange/schema/records.xsd`): a `record` each with a `field` for each of the body's
 * own fields. What is not a text, or a text that XML cannot hold, stands there as JSON and says so.
 */
export function xmlOf(kind: string, rows: readonly Row[]): string {
  const records = rows.map(({ row, message: { idempotencyKey, subjectSequence, fields } }) => {
    const inner = Object.entries(fields).map(([name, value]) => fieldOf(name, value));
    return `<record row="${row}" key="${escaped(idempotencyKey)}" sequence="${subjectSequence}">${inner.join('')}</record>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<records kind="${escaped(kind)}">\n${records.join('')}</records>\n`;
}

function fieldOf(name: string, value: unknown): string {
  return typeof value === 'string' && isXmlText(value)
    ? `<field name="${escaped(name)}">${escaped(value)}</field>`
    : `<field name="${escaped(name)}" type="json">${escaped(asciiOf(JSON.stringify(value)))}</field>`;
}

/** Also those that XML would hand on as something else: line ends become line feeds. */
const isXmlText = (text: string): boolean =>
  text.isWellFormed() && /^[\t\n\x20-\ufffd\u{10000}-\u{10ffff}]*$/u.test(text);

/** JSON that XML can hold whatever it says. */
const asciiOf = (json: string): string =>
  json.replace(/[\ufffe\uffff\x7f-\x9f]/g, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (mark) => marks[mark] ?? mark);
