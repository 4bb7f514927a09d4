import { zipOf } from './zip';

export interface SheetWritten {
  readonly name: string;
  /** The headings first. */
  readonly rows: readonly (readonly string[])[];
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const spreadsheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/**
 * A workbook (xlsx) of texts: every cell is one and is formatted as one, so that codes keep their zeros and dates their form, also when a
 * person looks at it and saves it. The same sheets give the same bytes.
 */
export function workbookOf(sheets: readonly SheetWritten[]): Promise<Buffer> {
  const numbered = sheets.map((sheet, at) => ({ ...sheet, number: at + 1 }));
  const texts: Readonly<Record<string, string>> = {
    '[Content_Types].xml':
      `<Types xmlns="${packages}/content-types">` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      '<Default Extension="xml" ContentType="application/xml"/>' +
      `<Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/>` +
      `<Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>` +
      numbered
        .map(
          ({ number }) =>
            `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${types}.worksheet+xml"/>`,
        )
        .join('') +
      '</Types>',
    '_rels/.rels': relationsOf([['rId1', 'officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml':
      `<workbook xmlns="${spreadsheet}" xmlns:r="${relations}"><sheets>` +
      numbered
        .map(({ name, number }) => `<sheet name="${escaped(name)}" sheetId="${number}" r:id="rId${number}"/>`)
        .join('') +
      '</sheets></workbook>',
    'xl/_rels/workbook.xml.rels': relationsOf([
      ...numbered.map(({ number }) => [`rId${number}`, 'worksheet', `worksheets/sheet${number}.xml`] as const),
      [`rId${numbered.length + 1}`, 'styles', 'styles.xml'],
    ]),
    'xl/styles.xml': styles,
    ...Object.fromEntries(numbered.map(({ rows, number }) => [`xl/worksheets/sheet${number}.xml`, sheetOf(rows)])),
  };
  return zipOf(Object.entries(texts).map(([name, text]) => ({ name, bytes: Buffer.from(head + text, 'utf8') })));
}

const relationsOf = (all: readonly (readonly [id: string, type: string, target: string])[]): string =>
  `<Relationships xmlns="${packages}/relationships">${all
    .map(([id, type, target]) => `<Relationship Id="${id}" Type="${relations}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;

/** The second format of cells, the only one in use, is the built-in one of texts: 49. */
const styles =
  `<styleSheet xmlns="${spreadsheet}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>` +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>';

function sheetOf(rows: readonly (readonly string[])[]): string {
  const written = rows.map((cells, at) => {
    const inner = cells.map((cell, column) => (cell === '' ? '' : cellOf(`${letters(column)}${at + 1}`, cell)));
    return `<row r="${at + 1}">${inner.join('')}</row>`;
  });
  const firstRowStays =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';
  return `<worksheet xmlns="${spreadsheet}">${firstRowStays}<sheetData>${written.join('')}</sheetData></worksheet>`;
}

const cellOf = (place: string, text: string): string =>
  `<c r="${place}" s="1" t="inlineStr"><is><t xml:space="preserve">${escaped(held(text))}</t></is></c>`;

/** 0 is A, 26 is AA. */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}

/** Characters that XML cannot hold or would change stand as `_x000D_`; a text that looks like that is written so that it is not taken for it. */
const held = (text: string): string =>
  text
    .toWellFormed()
    .replace(/_(?=x[0-9a-fA-F]{4}_)/g, '_x005F_')
    .replace(/(?![\t\n])[\p{Cc}\ufffe\uffff]/gu, (found) => {
      const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      return `_x${code}_`;
    });

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (mark) => marks[mark] ?? mark);
