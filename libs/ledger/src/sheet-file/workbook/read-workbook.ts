import { posix } from 'node:path';
import { added, isDayFormat, textOfDay, textOfNumber, unescaped } from './cell-text';
import { workbookLimits as limits, WorkbookTooLarge, WorkbookUnreadable } from './limits';
import { Parts } from './parts';
import { readXml, readXmlWhole, type XmlReader } from './read-xml';

/** A row with something in it, in the columns that were asked for. */
export interface WorkbookRow {
  readonly sheetRow: number;
  readonly cells: readonly string[];
}

interface Sheet {
  readonly name: string;
  readonly part: string;
}

/** Rows that travel together. */
const rowsAtOnce = 500;

/** A formula whose result the writer did not keep: nobody knows it. */
const NO_RESULT = '#CALC!';

/**
 * Reads the few parts of a workbook that make a table: texts, formats of numbers, and the sheets that are to be seen. Hidden sheets
 * are not looked at. Errors, of everything here: `WorkbookUnreadable`, `WorkbookTooLarge`.
 */
export class Workbook {
  private constructor(
    private readonly parts: Parts,
    /** The worksheets that are to be seen, in their order. */
    readonly sheets: readonly Sheet[],
    private readonly from1904: boolean,
    private readonly texts: readonly string[],
    private readonly dayStyles: ReadonlySet<number>,
  ) {}

  static async of(file: Buffer): Promise<Workbook> {
    const parts = await Parts.of(file);
    const root = await relationsOf(parts, '');
    const main = [...root.values()].find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml';
    const relations = await relationsOf(parts, main);
    const target = (kind: string) => [...relations.values()].find(({ type }) => type.endsWith(kind))?.target;
    const { sheets, from1904 } = await sheetsOf(parts, main, relations);
    const texts = await sharedTexts(parts, target('/sharedStrings'));
    return new Workbook(parts, sheets, from1904, texts, await dayStylesOf(parts, target('/styles')));
  }

  /** The first rows of a sheet, up to `count`, in all columns that headings may stand in. */
  async firstRows(sheet: Sheet, count: number): Promise<readonly WorkbookRow[]> {
    const first: WorkbookRow[] = [];
    for await (const rows of this.rows(sheet, { after: 0, columns: limits.columnsMax, rowsMax: count }))
      first.push(...rows);
    return first.slice(0, count);
  }

  /**
   * The rows of a sheet, some at a time.
   *
   * @param wanted `after`: a row number; `columns`: so many, from the first; `rowsMax`: no more than these and a few
   */
  async *rows(
    sheet: Sheet,
    wanted: { readonly after: number; readonly columns: number; readonly rowsMax: number },
  ): AsyncGenerator<readonly WorkbookRow[], void, undefined> {
    let waiting: WorkbookRow[] = [];
    let given = 0;
    const reader = this.sheetReader(wanted.columns, (row) => {
      if (row.sheetRow > wanted.after) waiting.push(row);
    });
    for await (const _ of readXml(this.parts.textOf(sheet.part), reader)) {
      if (waiting.length < Math.min(rowsAtOnce, wanted.rowsMax)) continue;
      given += waiting.length;
      yield waiting;
      waiting = [];
      if (given >= wanted.rowsMax) return;
    }
    if (waiting.length > 0) yield waiting;
  }

  private sheetReader(columns: number, take: (row: WorkbookRow) => void): XmlReader {
    let inData = false;
    let done = false;
    let sheetRow = 0;
    let column = -1;
    let cells: string[] = [];
    let isWanted = false;
    let type = 'n';
    let style = 0;
    let value = '';
    let hasValue = false;
    let isFormula = false;
    let reading = false;
    let phonetic = 0;
    return {
      isDone: () => done,
      open: (name, attribute) => {
        if (name === 'sheetData') inData = true;
        if (!inData) return;
        if (name === 'row') {
          const written = Number(attribute('r'));
          sheetRow = Number.isInteger(written) && written > 0 ? written : sheetRow + 1;
          column = -1;
          cells = [];
        } else if (name === 'c') {
          column = columnOf(attribute('r')) ?? column + 1;
          isWanted = column < columns;
          type = attribute('t') ?? 'n';
          style = Number(attribute('s') ?? 0);
          value = '';
          hasValue = false;
          isFormula = false;
        } else if (name === 'rPh') {
          phonetic++;
        } else if (name === 'f') {
          isFormula = true;
        } else if (name === 'v' || (name === 't' && phonetic === 0)) {
          hasValue = true;
          reading = isWanted;
        }
      },
      text: (text) => {
        if (reading) value = added(value, text);
      },
      close: (name) => {
        if (name === 'v' || name === 't') reading = false;
        else if (name === 'rPh') phonetic--;
        else if (name === 'c' && isWanted) {
          const text = isFormula && !hasValue ? NO_RESULT : this.textOf(type, style, value);
          if (text !== '') {
            while (cells.length < column) cells.push('');
            cells[column] = text;
          }
        } else if (name === 'row') {
          if (cells.some((cell) => cell.trim() !== '')) take({ sheetRow, cells });
        } else if (name === 'sheetData') {
          inData = false;
          done = true;
        }
      },
    };
  }

  private textOf(type: string, style: number, value: string): string {
    switch (type) {
      case 's':
        return this.texts[Number(value)] ?? '';
      case 'inlineStr':
      case 'str':
        return unescaped(value);
      case 'e':
        return value;
      case 'b':
        return value === '1' ? 'TRUE' : 'FALSE';
      case 'd':
        return value.replace(/T00:00:00(?:\.0+)?Z?$/, '').replace('T', ' ');
      default:
        if (value === '') return '';
        return this.dayStyles.has(style) ? textOfDay(value, this.from1904) : textOfNumber(value);
    }
  }
}

/** `AB12` is column 27, counted from 0; undefined when the writer did not say. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^\$?([A-Za-z]{1,3})\$?\d*$/.exec(reference ?? '')?.[1];
  if (letters === undefined) return undefined;
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

interface Relation {
  readonly type: string;
  readonly target: string;
}

/** What a part refers to, by the id it uses. `''`: the workbook itself. */
async function relationsOf(parts: Parts, part: string): Promise<ReadonlyMap<string, Relation>> {
  const folder = posix.dirname(part);
  const name = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  const relations = new Map<string, Relation>();
  if (!parts.has(name)) return relations;
  await readXmlWhole(parts.textOf(name), {
    open: (tag, attribute) => {
      const target = attribute('Target');
      if (tag !== 'Relationship' || target === undefined || attribute('TargetMode') === 'External') return;
      const whole = target.startsWith('/') ? target.slice(1) : posix.join(folder, target);
      relations.set(attribute('Id') ?? '', { type: attribute('Type') ?? '', target: whole });
    },
  });
  return relations;
}

async function sheetsOf(parts: Parts, main: string, relations: ReadonlyMap<string, Relation>) {
  const sheets: Sheet[] = [];
  let from1904 = false;
  await readXmlWhole(parts.textOf(main), {
    open: (tag, attribute) => {
      if (tag === 'workbookPr') from1904 = /^(?:1|true)$/.test(attribute('date1904') ?? '');
      if (tag !== 'sheet' || (attribute('state') ?? 'visible') !== 'visible') return;
      const relation = relations.get(attribute('r:id') ?? attribute('id') ?? '');
      if (!relation) throw new WorkbookUnreadable('a sheet that is not there');
      if (relation.type.endsWith('/worksheet')) sheets.push({ name: attribute('name') ?? '', part: relation.target });
    },
  });
  return { sheets, from1904 };
}

/** The texts that cells refer to by their number; notes on how they are pronounced are left out. */
async function sharedTexts(parts: Parts, name: string | undefined): Promise<readonly string[]> {
  const texts: string[] = [];
  if (name === undefined || !parts.has(name)) return texts;
  let text = '';
  let reading = false;
  let phonetic = 0;
  let characters = 0;
  await readXmlWhole(parts.textOf(name), {
    open: (tag) => {
      if (tag === 'si') text = '';
      else if (tag === 'rPh') phonetic++;
      else if (tag === 't') reading = phonetic === 0;
    },
    text: (more) => {
      if (reading) text = added(text, more);
    },
    close: (tag) => {
      if (tag === 't') reading = false;
      else if (tag === 'rPh') phonetic--;
      else if (tag === 'si') {
        characters += text.length + 16;
        if (characters > limits.sharedCharactersMax) throw new WorkbookTooLarge('too many texts');
        texts.push(unescaped(text));
      }
    },
  });
  return texts;
}

/** The styles under which a number is a day. */
async function dayStylesOf(parts: Parts, name: string | undefined): Promise<ReadonlySet<number>> {
  const days = new Set<number>();
  if (name === undefined || !parts.has(name)) return days;
  const codes = new Map<number, string>();
  let inCells = false;
  let styles = 0;
  await readXmlWhole(parts.textOf(name), {
    open: (tag, attribute) => {
      if (tag === 'numFmt') codes.set(Number(attribute('numFmtId')), attribute('formatCode') ?? '');
      else if (tag === 'cellXfs') inCells = true;
      else if (tag === 'xf' && inCells) {
        const id = Number(attribute('numFmtId') ?? 0);
        if (isDayFormat(id, codes.get(id))) days.add(styles);
        styles++;
      }
    },
    close: (tag) => {
      if (tag === 'cellXfs') inCells = false;
    },
  });
  return days;
}
