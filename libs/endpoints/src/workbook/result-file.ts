import type { Acknowledged, Rejected, Unreadable } from '@app/outbox';
import { printable, receiptIn, refusalIn } from '../answers';
import { KEY_HEADING } from './forms';

/** A table as it was read. */
export interface Table {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const headings = {
  key: KEY_HEADING,
  state: '状态',
  receiptNumber: '回执编号',
  feedbackAt: '反馈时间',
  code: '错误代码',
  message: '错误说明',
  fields: '出错字段',
} as const;

/** How much of the headings of a result file a row lacks, for who looks for them: 0 nothing, 1 all. */
export function lackingInResult(cells: readonly string[]): number {
  const wanted = Object.values(headings);
  const there = new Set(cells.map((cell) => cell.trim()));
  return wanted.filter((heading) => !there.has(heading)).length / wanted.length;
}

/**
 * What a result file says of each message, by its key; of a row without a state nothing yet. State `1` (记名成功) needs a receipt number and the time of
 * feedback, `0` (记名不成功) a code.
 *
 * @returns undefined when it is not such a file: no column of keys or of states, or a key twice
 */
export function resultsIn(table: Table): ReadonlyMap<string, Acknowledged | Rejected | Unreadable> | undefined {
  const places = Object.fromEntries(
    Object.entries(headings).map(([name, heading]) => [
      name,
      table.headings.findIndex((written) => written.trim() === heading),
    ]),
  ) as Record<keyof typeof headings, number>;
  if (places.key < 0 || places.state < 0) return undefined;
  const results = new Map<string, Acknowledged | Rejected | Unreadable>();
  for (const cells of table.rows) {
    const cell = (name: keyof typeof headings) => (cells[places[name]] ?? '').trim();
    if (cell('key') === '' || cell('state') === '') continue;
    if (results.has(cell('key'))) return undefined;
    results.set(cell('key'), resultOf(cell));
  }
  return results;
}

function resultOf(cell: (name: keyof typeof headings) => string): Acknowledged | Rejected | Unreadable {
  const [state, receiptNumber, code, message] = [cell('state'), cell('receiptNumber'), cell('code'), cell('message')];
  const read =
    state === '1' || state === '记名成功'
      ? receiptIn({ status: '记名成功', receiptNumber, receivedAt: instantOf(cell('feedbackAt')) })
      : state === '0' || state === '记名不成功'
        ? refusalIn({
            status: '记名不成功',
            code,
            message,
            fields: cell('fields')
              .split(/[;；]/)
              .filter((one) => one !== ''),
          })
        : undefined;
  const answer = printable([state, receiptNumber, cell('feedbackAt'), code, message].join(' '), 200);
  return read ?? { outcome: 'unreadable', reason: 'unreadable row of the result file', answer };
}

/** `2026-06-01 10:20:30`, or with slashes, is the time of China; what says its offset is taken as it is. */
function instantOf(text: string): string {
  const written = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2}) (\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (!written) return /T.*(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : '';
  const [year = '', ...rest] = written.slice(1).map((part: string | undefined) => (part ?? '00').padStart(2, '0'));
  const [month = '', day = '', hour = '', minute = '', second = ''] = rest;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}+08:00`;
}
