import { normaliseText, Refusal } from '../../shared';
import { bestOf, firstRowsMax, type Found, refuseRowsAbove } from '../find-headings';
import type { LackingIn, SheetFile, SheetRow } from '../sheet-file';
import type { FirstOfSheet, SheetWanted } from './messages';
import { WorkbookThread } from './workbook-thread';

/**
 * Opens a workbook (xlsx): the sheets that are to be seen and have anything in them. Several are read one after the other when they
 * have the same headings; otherwise nobody could say which is meant. Of each row the columns of the headings are read, nothing else.
 *
 * Refusals on opening, in this order: `workbooks-busy`, `file-unreadable`, `workbook-too-large`, `file-empty`, `sheets-ambiguous`
 * {sheets}, `headings-not-first` {row}. While reading: `file-unreadable`, `workbook-too-large`.
 */
export async function openWorkbook(file: Uint8Array, lackingIn: LackingIn): Promise<SheetFile> {
  const thread = new WorkbookThread(file);
  try {
    const answer = await thread.ask({ ask: 'first-rows', count: firstRowsMax });
    const sheets = 'first' in answer ? answer.first : [];
    const { headings, wanted, names } = tableIn(sheets, lackingIn);
    return {
      format: 'xlsx',
      encoding: undefined,
      headings,
      rows: rowsOf(thread, wanted, names, headings.length),
      close: () => thread.close(),
    };
  } catch (error) {
    await thread.close();
    throw error;
  }
}

interface Table {
  readonly headings: readonly string[];
  readonly wanted: readonly SheetWanted[];
  /** By the place of the sheet; empty when there is one sheet only. */
  readonly names: ReadonlyMap<number, string>;
}

/** Refusals: `file-empty`, `sheets-ambiguous` {sheets}, `headings-not-first` {row}. */
function tableIn(sheets: readonly FirstOfSheet[], lackingIn: LackingIn): Table {
  const filled = sheets.flatMap(({ name, rows }, at) =>
    rows.length === 0 ? [] : [{ name, rows, at, found: bestOf(rows, lackingIn) }],
  );
  const [first] = filled;
  if (!first) throw new Refusal('file-empty');
  const tables = filled.map((sheet) => ({ ...sheet, headings: headingsOf(sheet) }));
  const same = tables.every(({ headings }) => sameHeadings(headings, tables[0]?.headings ?? []));
  if (tables.length > 1 && !(same && first.found)) {
    throw new Refusal('sheets-ambiguous', { sheets: filled.map(({ name }) => name) });
  }
  for (const { rows, found } of filled) refuseRowsAbove(rows, found?.at ?? 0);
  const headings = tables[0]?.headings ?? [];
  const columns = headings.length;
  return {
    headings,
    wanted: filled.map(({ at, rows, found }) => ({ at, after: rows[found?.at ?? 0]?.sheetRow ?? 0, columns })),
    names: new Map(filled.length > 1 ? filled.map(({ at, name }) => [at, name]) : []),
  };
}

function headingsOf({ rows, found }: FirstOfSheet & { readonly found: Found | undefined }): readonly string[] {
  return rows[found?.at ?? 0]?.cells ?? [];
}

const sameHeadings = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((heading, at) => normaliseText(heading) === normaliseText(other[at] ?? ''));

async function* rowsOf(
  thread: WorkbookThread,
  wanted: readonly SheetWanted[],
  names: ReadonlyMap<number, string>,
  width: number,
): AsyncGenerator<readonly SheetRow[], void, undefined> {
  let record = 0;
  let answer = await thread.ask({ ask: 'rows', of: wanted });
  while ('rows' in answer && answer.rows) {
    const { at, rows } = answer.rows;
    yield rows.map(({ sheetRow, cells }): SheetRow => {
      record++;
      const whole = cells.length < width ? [...cells, ...Array<string>(width - cells.length).fill('')] : cells;
      return { record, sheetRow, sheet: names.get(at) ?? null, cells: whole, refusal: null };
    });
    answer = await thread.ask({ ask: 'more' });
  }
  await thread.close();
}
