import { Refusal } from '../../shared';
import { bestOf, columnsMax, firstRowsMax, type FirstRow, type Found, refuseRowsAbove } from '../find-headings';
import { isBlank, type LackingIn, type SheetFile, type SheetRow, UploadInterrupted } from '../sheet-file';
import { cellCharactersMax, type CsvRecord, CsvRecords } from './csv-records';
import { type Line, lineBytesMax, type LineFault } from './line';
import { LineDecoder } from './line-decoder';

/** What may stand between cells: the first that gives headings. */
const separators = [',', '\t', ';'] as const;
/** What people write between cells that stands in texts as well: named, not read. */
const namedOnly = ['，', '；', '、', '|'] as const;
const separatorNames: Readonly<Record<string, string>> = {
  '，': '全角逗号“，”',
  '；': '全角分号“；”',
  '、': '顿号“、”',
  '|': '竖线“|”',
};

/** A line that is longer holds no headings. Our choice. */
const headingsCharactersMax = 64 * 1024;

/** Lines in which the headings are looked for. */
const firstLinesMax = 50;
const firstCharactersMax = 2 * 1024 * 1024;

/** Pieces smaller than this are put together, for so long. */
const smallPieceBytes = 1_024;
const waitMs = 100;

/**
 * Opens a CSV file that comes in pieces, in bounded memory: a piece is asked for when the rows of the one before are used up.
 * Cells stand between commas, tabs or semicolons, whichever gives headings; a first line `sep=…` says it and is no row. Titles may
 * stand above the headings.
 *
 * Refusals on opening, in this order: `encoding-unknown`, `separator-unknown` {separator}, `file-empty`, `headings-not-first` {row}, and of
 * the headings, with {row: 0}, `encoding-invalid`, `line-too-long`, `file-invalid` (a quotation that does not end). A row at fault comes as
 * a row with its refusal, and the next is read.
 */
export async function openCsv(pieces: AsyncIterable<Uint8Array>, lackingIn: LackingIn): Promise<SheetFile> {
  const decoder = new LineDecoder();
  const lines = linesOf(pieces, decoder);
  const close = async () => {
    await lines.return();
  };
  try {
    const { first, isWhole } = await firstLines(lines, lackingIn);
    const { said, body } = withoutSeparatorLine(first);
    const { separator, found, rows } = findHeadings(body, isWhole, said, lackingIn);
    refuseRowsAbove(rows, found.at);
    const headings = rows[found.at];
    if (!headings) throw new Refusal('file-empty');
    const fault = headings.cells.length > columnsMax ? 'too-long' : headings.fault;
    if (fault !== null) throw refusalOf(fault, 0, '表头');
    const numbered = new NumberedRows(separator, headings.cells.length, headings.sheetRow);
    async function* rowsOf() {
      // From the beginning again: now it is known how many cells a row has.
      yield numbered.of(body.slice(headings?.linesRead));
      if (!isWhole) for await (const more of lines) yield numbered.of(more);
      yield numbered.rest();
    }
    return { format: 'csv', encoding: decoder.encoding, headings: headings.cells, rows: rowsOf(), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Counts rows as a spreadsheet does, and leaves out those with nothing in them. */
class NumberedRows {
  private readonly records: CsvRecords;
  private readonly cellsMax: number;
  private record = 0;

  constructor(
    separator: string,
    width: number,
    private sheetRow: number,
  ) {
    this.cellsMax = width + columnsMax;
    this.records = new CsvRecords(separator, width);
  }

  of(lines: readonly Line[]): SheetRow[] {
    return this.numbered(this.records.push(lines));
  }

  rest(): SheetRow[] {
    return this.numbered(this.records.end());
  }

  private withinLimits(cells: readonly string[]): readonly string[] {
    const few = cells.length > this.cellsMax ? cells.slice(0, this.cellsMax) : cells;
    return few.some((cell) => cell.length > cellCharactersMax) ? few.map(cutCell) : few;
  }

  private numbered(records: readonly CsvRecord[]): SheetRow[] {
    const rows: SheetRow[] = [];
    for (const { cells, fault } of records) {
      this.sheetRow++;
      if (fault === null && isBlank(cells)) continue;
      this.record++;
      const refusal = fault === null ? null : refusalOf(fault, this.sheetRow, '本行');
      rows.push({
        record: this.record,
        sheetRow: this.sheetRow,
        sheet: null,
        cells: this.withinLimits(cells),
        refusal,
      });
    }
    return rows;
  }
}

/** Of a cell that is longer than any, a little more than it may hold: it is seen to be too long. */
const cutCell = (cell: string): string =>
  cell.length > cellCharactersMax ? cell.slice(0, cellCharactersMax + 1) : cell;

function refusalOf(fault: LineFault, row: number, place: string): Refusal {
  switch (fault) {
    case 'not-decodable':
      return new Refusal('encoding-invalid', { row, place });
    case 'too-long':
      return new Refusal('line-too-long', { max: lineBytesMax, row });
    case 'quotation':
      return new Refusal('file-invalid', { row, place });
  }
}

interface ReadFirst extends FirstRow {
  readonly fault: LineFault | null;
  /** How many lines were used up with it. */
  readonly linesRead: number;
}

/** The rows at the beginning, cut by this separator. */
function firstRows(lines: readonly Line[], isWhole: boolean, separator: string): readonly ReadFirst[] {
  const reader = new CsvRecords(separator, 0);
  const rows: ReadFirst[] = [];
  let sheetRow = 0;
  let linesRead = 0;
  const take = (records: readonly CsvRecord[]) => {
    for (const { cells, fault, lines: taken } of records) {
      sheetRow++;
      linesRead += taken;
      if (fault !== null || !isBlank(cells)) rows.push({ sheetRow, cells, fault, linesRead });
    }
  };
  for (const line of lines) {
    if (rows.length >= firstRowsMax) return rows;
    take(reader.push([line.text.length > headingsCharactersMax ? tooLong(line) : line]));
  }
  // A quotation that never ends leaves nothing else to look at.
  if (isWhole || rows.length === 0) take(reader.end());
  return rows;
}

const tooLong = (line: Line): Line => ({ ...line, text: line.text.slice(0, 1_000), fault: 'too-long' });

interface Headings {
  readonly separator: string;
  readonly found: Found;
  readonly rows: readonly ReadFirst[];
}

/** Refusals: `file-empty`, `separator-unknown` {separator}. */
function findHeadings(
  lines: readonly Line[],
  isWhole: boolean,
  said: string | undefined,
  lackingIn: LackingIn,
): Headings {
  const best = bestSeparator(lines, isWhole, separatorsFrom(said), lackingIn);
  if (best?.found.lacking === 0) return best;
  const named = bestSeparator(lines, isWhole, namedOnly, lackingIn);
  if (named && named.found.lacking < (best?.found.lacking ?? 1))
    throw new Refusal('separator-unknown', { separator: separatorNames[named.separator] ?? named.separator });
  if (best) return best;
  const separator = said ?? ',';
  const rows = firstRows(lines, isWhole, separator);
  if (rows.length === 0) throw new Refusal('file-empty');
  return { separator, rows, found: bestOf(rows, lackingIn) ?? { at: 0, lacking: 1 } };
}

const separatorsFrom = (said: string | undefined): readonly string[] =>
  said === undefined ? separators : [said, ...separators];

function bestSeparator(
  lines: readonly Line[],
  isWhole: boolean,
  among: readonly string[],
  lackingIn: LackingIn,
): Headings | undefined {
  let best: Headings | undefined;
  for (const separator of among) {
    const rows = firstRows(lines, isWhole, separator);
    const found = bestOf(rows, lackingIn);
    if (found && (!best || found.lacking < best.found.lacking)) best = { separator, found, rows };
    if (best?.found.lacking === 0) return best;
  }
  return best;
}

/** As many lines as are needed to know the headings, or to know that there are none. */
async function firstLines(lines: AsyncGenerator<Line[], void>, lackingIn: LackingIn) {
  const first: Line[] = [];
  let characters = 0;
  for (;;) {
    const { value, done } = await lines.next();
    if (done === true) return { first, isWhole: true };
    first.push(...value);
    const { body, said } = withoutSeparatorLine(first);
    const best = bestSeparator(body, false, separatorsFrom(said), lackingIn);
    characters += value.reduce((sum, { text }) => sum + text.length, 0);
    if (best?.found.lacking === 0 || first.length >= firstLinesMax || characters > firstCharactersMax)
      return { first, isWhole: false };
  }
}

/** Spreadsheets read and write a first line that names the separator, and do not show it. */
function withoutSeparatorLine(lines: readonly Line[]): { readonly said: string | undefined; readonly body: Line[] } {
  const said = /^"?sep=(.)"?$/iu.exec(lines[0]?.text ?? '')?.[1];
  return { said, body: lines.slice(said === undefined ? 0 : 1) };
}

async function* linesOf(
  pieces: AsyncIterable<Uint8Array>,
  decoder: LineDecoder,
): AsyncGenerator<Line[], void, undefined> {
  let lookedAt = performance.now();
  try {
    for await (const piece of pieces) {
      const lines = decoder.push(piece);
      const now = performance.now();
      if (piece.length >= smallPieceBytes || now - lookedAt > waitMs) {
        lookedAt = now;
        lines.push(...decoder.flush());
      }
      if (lines.length > 0) yield lines;
    }
  } catch (error) {
    const lines = error instanceof Refusal ? [] : decoder.flush();
    if (lines.length > 0) yield lines;
    throw error instanceof Refusal ? error : new UploadInterrupted(error);
  }
  const rest = decoder.end();
  if (rest.length > 0) yield rest;
}
