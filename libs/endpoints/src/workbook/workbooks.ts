import type { Fault } from '@app/outbox';
import { workbookOf } from '@app/workbook';
import type { BodyMessage } from '../body-message';
import { digestOf } from '../file/manifest';
import { batchNameOf, type Packed, type Packing, type Receipt } from '../file/packing';
import { partsOf } from '../zip';
import { cellCharactersMax, cellOf, type FormPage, KEY_HEADING, ROW_HEADING } from './forms';
import { resultsIn, type Table } from './result-file';

/** What was uploaded is no table that can be read. Any other error: it could not be looked at now. */
export class NoTable extends Error {}

export interface WorkbooksOptions {
  /** The body's name; every batch begins with it. */
  readonly body: string;
  readonly forms: readonly FormPage[];
  /** Reads an uploaded table, xlsx or CSV. @throws `NoTable` */
  readonly readTable: (bytes: Buffer) => Promise<Table>;
}

/**
 * A batch as a workbook that an officer downloads and gives to the body (批量录入), a page for each form; its receipt is the body's result file,
 * uploaded again: `docs/exchange/workbook.md`.
 */
export class Workbooks implements Packing {
  readonly batchEnding = '.xlsx';
  readonly receiptEnding = '.result.xlsx';

  constructor(private readonly options: WorkbooksOptions) {}

  async pack(messages: readonly BodyMessage[]): Promise<Packed> {
    const sheets = this.options.forms.flatMap(({ name, kind, columns }) => {
      const rows = messages.flatMap((message, at) =>
        message.kind === kind
          ? [
              [
                message.idempotencyKey,
                String(at + 1),
                ...columns.map(({ field }) => cellOf(message.fields[field]) ?? ''),
              ],
            ]
          : [],
      );
      const headings = [KEY_HEADING, ROW_HEADING, ...columns.map(({ heading }) => heading)];
      return rows.length === 0 ? [] : [{ name, rows: [headings, ...rows] }];
    });
    const batch = batchNameOf(this.options.body, messages, digestOf('sha256', JSON.stringify(sheets)));
    return { batch, bytes: await workbookOf(sheets) };
  }

  /** What no page, no column or no cell holds would be lost without a word. */
  faultsOf({ kind, fields }: BodyMessage): readonly Fault[] {
    const form = this.options.forms.find((page) => page.kind === kind);
    if (!form) return [{ rule: 'workbook-1/page', sentence: `批量录入模板中没有“${kind}”的表单` }];
    const headings = new Map(form.columns.map(({ field, heading }) => [field, heading]));
    return Object.entries(fields).flatMap(([field, value]): readonly Fault[] => {
      const heading = headings.get(field);
      const cell = cellOf(value);
      if (cell === '') return [];
      if (heading === undefined)
        return [{ field, rule: 'workbook-1/column', sentence: `表单“${form.name}”中没有“${field}”一栏` }];
      if (cell === undefined || cell.length > cellCharactersMax)
        return [{ field, rule: 'workbook-1/cell', sentence: `“${heading}”的内容无法填入一个单元格` }];
      return [];
    });
  }

  /** Of a workbook as it was written here; one that somebody saved again is refused. */
  async keysIn(bytes: Buffer): Promise<readonly string[]> {
    const keys: string[] = [];
    for (const [name, part] of await partsOf(bytes)) {
      if (!name.startsWith('xl/worksheets/')) continue;
      const first = /<c r="A\d+"[^>]*><is><t[^>]*>([^<]*)<\/t><\/is><\/c><c r="B\d+"[^>]*><is><t[^>]*>(\d+)<\/t>/g;
      for (const [, key = '', row = ''] of part.toString('utf8').matchAll(first))
        keys[Number(row) - 1] = unescaped(key);
    }
    if (keys.length === 0 || keys.includes(undefined as never)) throw new Error('a workbook that was not written here');
    return keys;
  }

  async receiptIn(bytes: Buffer): Promise<Receipt> {
    try {
      const answers = resultsIn(await this.options.readTable(bytes));
      if (!answers)
        return { says: 'unreadable', reason: 'no result file: its columns are missing, or a key stands there twice' };
      return { says: 'answers', answers, isWhole: false };
    } catch (error) {
      if (error instanceof NoTable) return { says: 'torn', reason: error.message };
      throw error;
    }
  }
}

const marks: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

const unescaped = (text: string): string => text.replace(/&(?:amp|lt|gt|quot);/g, (mark) => marks[mark] ?? mark);
