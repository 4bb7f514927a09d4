import type { Line, LineFault } from './line';

/** The longest text of a cell in a spreadsheet; a quoted cell that is longer was never meant to be one. */
export const cellCharactersMax = 32_767;

/** One row of a CSV file. */
export interface CsvRecord {
  readonly cells: readonly string[];
  /** Why it must not be taken for what it seems to say; null when it may. */
  readonly fault: LineFault | null;
  /** How many lines it takes up. */
  readonly lines: number;
}

interface Open {
  readonly lines: Line[];
  readonly cells: string[];
  /** What the quoted cell that is not closed yet holds. */
  cell: string;
  /** The most separators in one quoted cell with a line end in it. */
  within: number;
}

/**
 * Makes rows of lines (RFC 4180, as spreadsheets write it). A quotation mark inside a cell is a character of it.
 *
 * A quotation that an exporter did not escape must never make one row of two. A quoted cell with line ends in it is believed only
 * when the row then has no more cells than there are headings, and the cell does not hold as many separators as a whole
 * row. Otherwise, and when the quotation never ends, the line where it began and the line where it ended are rows at fault
 * (`quotation`), and the lines between are read for themselves.
 */
export class CsvRecords {
  private open: Open | undefined;

  /**
   * @param separator one character
   * @param width how many headings there are; 0 when they are not known yet: then no quotation is doubted unless it never ends
   */
  constructor(
    private readonly separator: string,
    private readonly width: number,
  ) {}

  /** The rows that these lines complete. */
  push(lines: readonly Line[]): CsvRecord[] {
    const records: CsvRecord[] = [];
    this.read(lines, records);
    return records;
  }

  /** What is left when there are no more lines. */
  end(): CsvRecord[] {
    const records: CsvRecord[] = [];
    while (this.open) {
      const { lines } = this.open;
      this.open = undefined;
      this.read(this.apart(lines, records), records);
    }
    return records;
  }

  private read(lines: readonly Line[], records: CsvRecord[]): void {
    // Lines that are read again stand before those that were not read yet.
    const waiting = [lines.values()];
    for (let current = waiting.at(-1); current; current = waiting.at(-1)) {
      const { value: line, done } = current.next();
      if (done === true) waiting.pop();
      else waiting.push(this.readLine(line, records).values());
    }
  }

  /** Reads one line on. Gives the lines that have to be read again for themselves. */
  private readLine(line: Line, records: CsvRecord[]): readonly Line[] {
    if (this.open && line.fault === 'too-long') {
      const { lines } = this.open;
      this.open = undefined;
      return this.apart([...lines, line], records);
    }
    const { open } = this;
    if (!open && (line.fault === 'too-long' || !line.text.includes('"'))) {
      records.push({ cells: line.text.split(this.separator), fault: line.fault, lines: 1 });
      return none;
    }
    const record = open ?? { lines: [], cells: [], cell: '', within: 0 };
    record.lines.push(line);
    const state = this.scan(record, line, open !== undefined);
    if (state === 'open' && record.cell.length <= cellCharactersMax) {
      this.open = record;
      return none;
    }
    this.open = undefined;
    if (state === 'closed' && (record.lines.length === 1 || this.isBelievable(record))) {
      records.push({ cells: record.cells, fault: faultOf(record.lines), lines: record.lines.length });
      return none;
    }
    const others = this.apart(record.lines, records);
    return state === 'closed' ? others.with(-1, { ...line, fault: line.fault ?? 'quotation' }) : others;
  }

  /** The first of these lines is a row at fault; the others are to be read for themselves. */
  private apart([first, ...others]: readonly Line[], records: CsvRecord[]): readonly Line[] {
    if (first) records.push({ cells: first.text.split(this.separator), fault: first.fault ?? 'quotation', lines: 1 });
    return others;
  }

  /** `stray`: the mark that closes a cell of earlier lines stands in the middle of one. */
  private scan(record: Open, { text, end }: Line, begunBefore: boolean): 'closed' | 'open' | 'stray' {
    let at = 0;
    let continues = begunBefore;
    let quoted = continues;
    for (;;) {
      if (!quoted && text[at] === '"') {
        quoted = true;
        record.cell = '';
        at++;
      }
      if (!quoted) {
        const next = text.indexOf(this.separator, at);
        record.cells.push(text.slice(at, next < 0 ? undefined : next));
        if (next < 0) return 'closed';
        at = next + 1;
        continue;
      }
      const mark = text.indexOf('"', at);
      const inside = text.slice(at, mark < 0 ? undefined : mark);
      record.cell += inside;
      if (mark < 0) {
        record.cell += end;
        return 'open';
      }
      const follows = text[mark + 1];
      if (follows === '"') {
        record.cell += '"';
        at = mark + 2;
      } else if (follows === undefined || follows === this.separator) {
        if (continues) record.within = Math.max(record.within, countOf(this.separator, record.cell));
        record.cells.push(record.cell);
        if (follows === undefined) return 'closed';
        quoted = false;
        continues = false;
        at = mark + 2;
      } else {
        if (continues) return 'stray';
        // A mark in the middle of a cell: the cell is what is written, marks and all.
        const next = text.indexOf(this.separator, mark);
        record.cells.push(`"${record.cell}${text.slice(mark, next < 0 ? undefined : next)}`);
        if (next < 0) return 'closed';
        quoted = false;
        at = next + 1;
      }
    }
  }

  private isBelievable({ cells, within }: Open): boolean {
    if (this.width === 0) return true;
    if (cells.findLastIndex((cell) => cell.trim() !== '') >= this.width) return false;
    if (within >= Math.max(1, this.width - 1)) return false;
    return cells.length === this.width || cells.length - 1 + within < this.width - 1;
  }
}

const none: readonly Line[] = [];

function faultOf(lines: readonly Line[]): LineFault | null {
  for (const { fault } of lines) if (fault !== null) return fault;
  return null;
}

function countOf(separator: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) count++;
  return count;
}
