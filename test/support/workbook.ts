import { zipOf } from './zip';

/** A cell as it stands in the XML of a sheet, or a text, or a number. */
export type CellGiven = string | number | { readonly xml: string } | null;

export interface SheetGiven {
  readonly name?: string;
  readonly state?: 'visible' | 'hidden' | 'veryHidden';
  readonly rows?: readonly (readonly CellGiven[])[];
  /** Instead of rows: what stands between `<sheetData>` and `</sheetData>`. */
  readonly data?: string;
  /** What stands behind the rows. */
  readonly behind?: string;
}

export interface WorkbookGiven {
  readonly sheets: readonly SheetGiven[];
  /** Items of the table of texts, each as XML between `<si>` and `</si>`. */
  readonly texts?: readonly string[];
  /** Formats of numbers, by style: 0 is the first. `code` makes it one of the workbook's own. */
  readonly styles?: readonly { readonly id: number; readonly code?: string }[];
  readonly from1904?: boolean;
  /** Further parts, or others in place of those that are made. */
  readonly parts?: Readonly<Record<string, string | Buffer>>;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** The parts of a workbook (xlsx), as they stand in its zip. */
export function partsOf({ sheets, texts, styles, from1904, parts }: WorkbookGiven): Record<string, string | Buffer> {
  const relations = [
    ...sheets.map((_, at) => [`worksheets/sheet${at + 1}.xml`, 'worksheet']),
    ...(texts ? [['sharedStrings.xml', 'sharedStrings']] : []),
    ...(styles ? [['styles.xml', 'styles']] : []),
  ] as [string, string][];
  return {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': relationsOf([['xl/workbook.xml', 'officeDocument']]),
    'xl/workbook.xml':
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr${from1904 ? ' date1904="1"' : ''}/><sheets>` +
      sheets
        .map(({ name, state }, at) => {
          const shown = state === undefined ? '' : ` state="${state}"`;
          return `<sheet name="${name ?? `Sheet${at + 1}`}" sheetId="${at + 1}"${shown} r:id="rId${at + 1}"/>`;
        })
        .join('') +
      '</sheets></workbook>',
    'xl/_rels/workbook.xml.rels': relationsOf(relations),
    ...Object.fromEntries(sheets.map((sheet, at) => [`xl/worksheets/sheet${at + 1}.xml`, sheetOf(sheet)])),
    ...(texts && {
      'xl/sharedStrings.xml': `<sst xmlns="${MAIN}">${texts.map((text) => `<si>${text}</si>`).join('')}</sst>`,
    }),
    ...(styles && { 'xl/styles.xml': stylesOf(styles) }),
    ...parts,
  };
}

export const workbookOf = (given: WorkbookGiven): Buffer => zipOf(partsOf(given));

const relationsOf = (relations: readonly (readonly [string, string])[]): string =>
  `<Relationships xmlns="${RELATIONS}">${relations
    .map(([target, kind], at) => `<Relationship Id="rId${at + 1}" Type="${OFFICE}/${kind}" Target="${target}"/>`)
    .join('')}</Relationships>`;

function sheetOf({ rows = [], data, behind = '' }: SheetGiven): string {
  const written = rows.map((cells, at) => {
    const row = cells.map((cell, column) => cellOf(cell, `${letter(column)}${at + 1}`)).join('');
    return `<row r="${at + 1}">${row}</row>`;
  });
  return `<worksheet xmlns="${MAIN}"><sheetData>${data ?? written.join('')}</sheetData>${behind}</worksheet>`;
}

function cellOf(cell: CellGiven, reference: string): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return `<c r="${reference}"><v>${cell}</v></c>`;
  if (typeof cell === 'object') return cell.xml.replace('<c', `<c r="${reference}"`);
  return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export const letter = (column: number): string =>
  column < 26 ? String.fromCharCode(65 + column) : letter(Math.floor(column / 26) - 1) + letter(column % 26);

function stylesOf(styles: readonly { readonly id: number; readonly code?: string }[]): string {
  const own = styles.flatMap(({ id, code }) =>
    code === undefined ? [] : [`<numFmt numFmtId="${id}" formatCode="${code.replaceAll('"', '&quot;')}"/>`],
  );
  const formats = styles.map(({ id }) => `<xf numFmtId="${id}"/>`).join('');
  return (
    `<styleSheet xmlns="${MAIN}"><numFmts>${own.join('')}</numFmts>` +
    `<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${formats}</cellXfs></styleSheet>`
  );
}
