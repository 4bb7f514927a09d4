import type { Acknowledged, Rejected, Unreadable } from '@app/outbox';
import { printable, receiptIn, refusalIn } from '../answers';
import { KEY_HEADING } from './forms';

/** A table as it was read. */
export interface Table {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Of a result file; by their names here. */
export const RESULT_HEADINGS = {
  key: KEY_HEADING,
  state: '状态',
  receiptNumber: '回执编号',
  feedbackAt: '反馈时间',
  code: '错误代码',
  message: '错误说明',
  fields: '出错字段',
} as const;

/** Bodies have a column more whose term of publicity runs from their own publication. */
const COLUMNS = { ...RESULT_HEADINGS, publishedOn: '公示日期' } as const;

/** How much of the headings of a result file a row lacks, for who looks for them: 0 nothing, 1 all. */
export function lackingInResult(cells: readonly string[]): number {
  const wanted = Object.values(RESULT_HEADINGS);
  const there = new Set(cells.map((cell) => cell.trim()));
  return wanted.filter((heading) => !there.has(heading)).length / wanted.length;
}

type Field = keyof typeof COLUMNS;
type CellOf = (field: Field) => string;

/** Where each column stands; -1: nowhere. */
function placesIn(headings: readonly string[]): Readonly<Record<Field, number>> {
  const places = Object.entries(COLUMNS).map(([field, heading]) => [
    field,
    headings.findIndex((written) => written.trim() === heading),
  ]);
  return Object.fromEntries(places) as Record<Field, number>;
}

const cellsBy =
  (places: Readonly<Record<Field, number>>, cells: readonly string[]): CellOf =>
  (field) =>
    (cells[places[field]] ?? '').trim();

/**
 * What a result file says of each message, by its key; of a row without a state nothing yet. State `1` (记名成功) needs a receipt number and the time of
 * feedback, `0` (记名不成功) a code.
 *
 * @returns undefined when it is not such a file: no column of keys or of states, or a key twice
 */
export function resultsIn(table: Table): ReadonlyMap<string, Acknowledged | Rejected | Unreadable> | undefined {
  const places = placesIn(table.headings);
  if (places.key < 0 || places.state < 0) return undefined;
  const results = new Map<string, Acknowledged | Rejected | Unreadable>();
  for (const cells of table.rows) {
    const cell = cellsBy(places, cells);
    if (cell('key') === '' || cell('state') === '') continue;
    if (results.has(cell('key'))) return undefined;
    results.set(cell('key'), resultOf(cell));
  }
  return results;
}

/** Something in a row of a result file that cannot be taken. */
export interface ResultFault {
  /** Which of the table's rows, from 0. */
  readonly row: number;
  readonly heading: string;
  /** Stable. */
  readonly rule: string;
  /** For the officer, in Chinese. */
  readonly sentence: string;
}

const rules = {
  'key-unknown': { field: 'key', sentence: '不是这个工作簿中的记录' },
  'key-repeated': { field: 'key', sentence: '同一条记录出现了不止一次' },
  'state-missing': { field: 'state', sentence: '没有结果；请在全部记录都有结果后再回传' },
  'state-unknown': { field: 'state', sentence: '应为1（记名成功）或0（记名不成功）' },
  'receipt-number-invalid': { field: 'receiptNumber', sentence: '记名成功的，应有1至64位可见的半角字符' },
  'feedback-time-invalid': { field: 'feedbackAt', sentence: '记名成功的，应有时间，如“2026-06-01 10:20:30”' },
  'publication-day-invalid': { field: 'publishedOn', sentence: '应为公示的日期，如“2026-06-01”，或者空着' },
  'code-invalid': { field: 'code', sentence: '记名不成功的，应有4位数字' },
} as const satisfies Readonly<Record<string, { readonly field: Field; readonly sentence: string }>>;

/** What keeps a result file from being taken as the answer to these messages, row by row; a message of which it says nothing is not among it. */
export function faultsIn(table: Table, keys: ReadonlySet<string>): readonly ResultFault[] {
  const places = placesIn(table.headings);
  const seen = new Set<string>();
  return table.rows.flatMap((cells, row): readonly ResultFault[] => {
    const cell = cellsBy(places, cells);
    const rule = ruleBrokenBy(cell, keys, seen);
    seen.add(cell('key'));
    if (rule === undefined) return [];
    const { field, sentence } = rules[rule];
    return [{ row, heading: COLUMNS[field], rule, sentence }];
  });
}

function ruleBrokenBy(
  cell: CellOf,
  keys: ReadonlySet<string>,
  seen: ReadonlySet<string>,
): keyof typeof rules | undefined {
  if (!keys.has(cell('key'))) return 'key-unknown';
  if (seen.has(cell('key'))) return 'key-repeated';
  if (cell('state') === '') return 'state-missing';
  if (resultOf(cell).outcome !== 'unreadable') return undefined;
  if (isRefusal(cell)) return 'code-invalid';
  if (!isSuccess(cell)) return 'state-unknown';
  const numbered = { status: '记名成功', receiptNumber: cell('receiptNumber') };
  if (!receiptIn({ ...numbered, receivedAt: anInstant })) return 'receipt-number-invalid';
  return receiptIn({ ...numbered, receivedAt: instantOf(cell('feedbackAt')) })
    ? 'publication-day-invalid'
    : 'feedback-time-invalid';
}

const anInstant = '2026-01-01T00:00:00Z';

/** The rows of a result file that we write ourselves: the columns of ours alone, as they were read. */
export function resultRowsOf(table: Table): readonly (readonly string[])[] {
  const places = placesIn(table.headings);
  const fields = Object.keys(COLUMNS) as Field[];
  return [Object.values(COLUMNS), ...table.rows.map((cells) => fields.map(cellsBy(places, cells)))];
}

const isSuccess = (cell: CellOf): boolean => ['1', '记名成功'].includes(cell('state'));
const isRefusal = (cell: CellOf): boolean => ['0', '记名不成功'].includes(cell('state'));

function resultOf(cell: CellOf): Acknowledged | Rejected | Unreadable {
  const [state, receiptNumber, code, message] = [cell('state'), cell('receiptNumber'), cell('code'), cell('message')];
  const read = isSuccess(cell)
    ? receiptIn({
        status: '记名成功',
        receiptNumber,
        receivedAt: instantOf(cell('feedbackAt')),
        publishedOn: dayOf(cell('publishedOn')),
      })
    : isRefusal(cell)
      ? refusalIn({
          status: '记名不成功',
          code,
          message,
          fields: cell('fields')
            .split(/[;；]/)
            .filter((one) => one !== ''),
        })
      : undefined;
  const answer = printable(
    [state, receiptNumber, cell('feedbackAt'), cell('publishedOn'), code, message].join(' '),
    200,
  );
  return read ?? { outcome: 'unreadable', reason: 'unreadable row of the result file', answer };
}

/** `2026-06-01`, or with slashes. */
function dayOf(text: string): string {
  const [, year = '', month = '', day = ''] = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(text) ?? [];
  return year === '' ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** `2026-06-01 10:20:30`, or with slashes, is the time of China; what says its offset is taken as it is. */
function instantOf(text: string): string {
  const written = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2}) (\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (!written) return /T.*(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : '';
  const [year = '', ...rest] = written.slice(1).map((part: string | undefined) => (part ?? '00').padStart(2, '0'));
  const [month = '', day = '', hour = '', minute = '', second = ''] = rest;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}+08:00`;
}
