import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refusalFrom } from '../../../../../test/support/refusal-from';
import { letter, partsOf, type SheetGiven, type WorkbookGiven, workbookOf } from '../../../../../test/support/workbook';
import { zipOf } from '../../../../../test/support/zip';
import type { SheetRow } from '../sheet-file';
import { openWorkbook } from './open-workbook';
import { workbookLimits } from './limits';
import { Workbook } from './read-workbook';

const lackingIn = (headings: readonly string[]) => (headings.includes('a') ? 0 : 1);

async function read(file: Buffer) {
  const { headings, rows, close } = await openWorkbook(file, lackingIn);
  const all: SheetRow[] = [];
  for await (const some of rows) all.push(...some);
  await close();
  return { headings, rows: all, cells: all.map(({ cells }) => cells) };
}
const sheet = (...sheets: readonly SheetGiven[]) => read(workbookOf({ sheets }));
/** Without a thread: what a cell is read as is no matter of it. */
async function cellsIn(cell: string, more: Partial<WorkbookGiven> = {}): Promise<string | undefined> {
  const rows = [
    ['a', 'b'],
    ['x', { xml: cell }],
  ];
  const book = await Workbook.of(workbookOf({ sheets: [{ rows }], ...more }));
  const [sheet] = book.sheets;
  const [, row] = sheet ? await book.firstRows(sheet, 2) : [];
  return row && (row.cells[1] ?? '');
}

describe('a workbook', () => {
  it('is read by the headings of its sheet, with the numbers that a spreadsheet shows', async () => {
    const { headings, rows } = await sheet({ rows: [['名单'], [], ['a', 'b'], [null, null], ['1', '2'], [null, '3']] });
    expect(headings).toEqual(['a', 'b']);
    expect(rows).toEqual([
      { record: 1, sheetRow: 5, sheet: null, cells: ['1', '2'], refusal: null },
      { record: 2, sheetRow: 6, sheet: null, cells: ['', '3'], refusal: null },
    ]);
  });

  it.each([
    ['a text', '<c t="inlineStr"><is><t>甲</t></is></c>', '甲'],
    ['a text in pieces', '<c t="inlineStr"><is><r><t>廊坊</t></r><r><rPr><u/></rPr><t>甲</t></r></is></c>', '廊坊甲'],
    [
      'a text with its pronunciation',
      '<c t="inlineStr"><is><t>甲</t><rPh sb="0" eb="1"><t>jia</t></rPh></is></c>',
      '甲',
    ],
    ['a text of the table', '<c t="s"><v>1</v></c>', '第二个'],
    ['a text with characters XML does not hold', '<c t="str"><v>a_x000D_b_x005F_x41_</v></c>', 'a\rb_x41_'],
    ['a text with markup in it', '<c t="str"><v><![CDATA[<甲>]]>&amp;乙</v></c>', '<甲>&乙'],
    ['a number', '<c><v>131002</v></c>', '131002'],
    ['a number that was computed', '<c><v>2.0499999999999998</v></c>', '2.05'],
    ['a number with an exponent', '<c><v>9.1131002E+17</v></c>', '911310020000000000'],
    ['a small number', '<c><v>1.0000000000000001E-5</v></c>', '0.00001'],
    ['a formula', '<c t="str"><f>A1</f><v>甲</v></c>', '甲'],
    ['an empty text of a formula', '<c t="str"><f>A1</f><v></v></c>', undefined],
    ['a formula without a result', '<c><f>A1</f></c>', '#CALC!'],
    ['an error', '<c t="e"><f>A1</f><v>#N/A</v></c>', '#N/A'],
    ['yes', '<c t="b"><v>1</v></c>', 'TRUE'],
    ['a day as ISO 8601', '<c t="d"><v>2026-05-06T00:00:00</v></c>', '2026-05-06'],
    ['nothing', '<c s="1"/>', ''],
  ])('may hold %s', async (_what, cell, text) => {
    expect(await cellsIn(cell, { texts: ['<t>第一个</t>', '<t>第二个</t>'] })).toBe(text ?? '');
  });

  const styles = [
    { id: 0 },
    { id: 14 },
    { id: 31 },
    { id: 164, code: 'yyyy"年"m"月"d"日"' },
    { id: 165, code: '[Red]0.00"days"' },
    { id: 20 },
  ];
  it.each([
    [46148, 0, false, '46148'],
    [46148, 1, false, '2026-05-06'],
    [46148, 2, false, '2026-05-06'],
    [46148, 3, false, '2026-05-06'],
    [46148, 4, false, '46148'],
    [46148, 5, false, '46148'],
    [46148.5, 1, false, '2026-05-06 12:00:00'],
    [46147.9999999999, 1, false, '2026-05-06'],
    [44686, 1, true, '2026-05-06'],
    [1, 1, false, '1900-01-01'],
    [59, 1, false, '1900-02-28'],
    [60, 1, false, '1900-02-29'],
    [61, 1, false, '1900-03-01'],
    [0, 1, true, '1904-01-01'],
    [-1, 1, false, '-1'],
    [1e9, 1, false, '1000000000'],
  ])(
    'shows the number %s of style %s as a day where its format does (from 1904: %s): %s',
    async (number, style, from1904, text) => {
      expect(await cellsIn(`<c s="${style}"><v>${number}</v></c>`, { styles, from1904 })).toBe(text);
    },
  );

  it('may leave out where rows and cells stand, and name its parts as it likes', async () => {
    const parts = partsOf({ sheets: [{ data: '<row><c t="str"><v>a</v></c></row><row><c><v>1</v></c></row>' }] });
    const prefixed = String(parts['xl/worksheets/sheet1.xml'])
      .replace(/<(\/?)(?=[a-z])/g, '<$1x:')
      .replace('xmlns=', 'xmlns:x=');
    const file = zipOf({ ...parts, 'xl/worksheets/sheet1.xml': prefixed });
    expect((await read(file)).rows).toMatchObject([{ sheetRow: 2, cells: ['1'] }]);
  });
});

describe('the sheets of a workbook', () => {
  const rows = [
    ['a', 'b'],
    ['1', '2'],
  ];

  it('are read one after the other when they have the same headings', async () => {
    const found = await sheet(
      { rows, name: '一' },
      { rows: [] },
      { rows: [['名单'], ['a', ' b'], ['3', '4']], name: '二' },
    );
    expect(found.rows.map(({ cells, sheet: name, sheetRow, record }) => [cells, name, sheetRow, record])).toEqual([
      [['1', '2'], '一', 2, 1],
      [['3', '4'], '二', 3, 2],
    ]);
  });

  it.each<[string, SheetGiven]>([
    [
      'other headings',
      {
        name: '二',
        rows: [
          ['a', 'c'],
          ['3', '4'],
        ],
      },
    ],
    ['no headings', { name: '二', rows: [['3', '4']] }],
  ])('are refused by name when one has %s', async (_what, second) => {
    expect(await refusalFrom(sheet({ name: '一', rows }, second))).toMatchObject({
      code: 'sheets-ambiguous',
      facts: { sheets: ['一', '二'] },
    });
  });

  it('are not looked at when they are hidden', async () => {
    const found = await sheet({ state: 'hidden', rows: [['x']] }, { rows }, { state: 'veryHidden', rows: [['y']] });
    expect(found.cells).toEqual([['1', '2']]);
  });

  it('are refused when there is nothing to be seen', async () => {
    expect((await refusalFrom(sheet({ rows: [[null, ' ']] }))).code).toBe('file-empty');
  });
});

describe('a workbook made to burst', () => {
  const head = '<row r="1"><c r="A1" t="str"><v>a</v></c></row>';
  const bursting = (data: string): Buffer => workbookOf({ sheets: [{ data: head + data }] });

  it('is not looked at in the last column, where each of its rows has a cell: a row is as wide as what is looked at', async () => {
    const stray = (row: number) => `<c r="XFD${row}"><v>1</v></c>`;
    const data = Array.from({ length: 2_000 }, (_, at) => `<row r="${at + 2}">${stray(at + 2)}</row>`);
    expect((await read(bursting(data.join('')))).rows).toEqual([]);
    const file = bursting(`<row r="2"><c r="B2"><v>2</v></c>${stray(2)}</row>`);
    const book = await Workbook.of(file);
    const [sheet] = book.sheets;
    if (!sheet) throw new Error('no sheet');
    expect((await book.firstRows(sheet, 9)).map(({ cells }) => cells)).toEqual([['a'], ['', '2']]);
  });

  it('is read at once with a row of a high number', async () => {
    expect((await read(bursting('<row r="999999999"><c r="A999999999"><v>1</v></c></row>'))).rows).toMatchObject([
      { sheetRow: 999_999_999, cells: ['1'] },
    ]);
  });

  const kib = 1024;
  it.each([
    ['one part comes to far more than it takes up', 64 * kib * kib, 64 * kib],
    ['all come to more than is unpacked', workbookLimits.unpackedBytesMax, 2 * kib * kib],
  ])('is refused by its directory before anything is unpacked: %s', async (_what, unpackedBytes, packedBytes) => {
    const parts = partsOf({ sheets: [{ rows: [['a']] }] });
    // Not a part of it can be unpacked: whoever tries says that the file is unreadable.
    const packed = Object.fromEntries(Object.keys(parts).map((name) => [name, { packed: Buffer.alloc(kib, 0xff) }]));
    const sheet = { unpackedBytes, packed: Buffer.alloc(packedBytes, 0xff) };
    const bomb = zipOf(parts, { ...packed, 'xl/worksheets/sheet1.xml': sheet });
    expect((await refusalFrom(read(bomb))).code).toBe('workbook-too-large');
    expect((await refusalFrom(read(zipOf(parts, packed)))).code).toBe('file-unreadable');
  });

  it('is refused by its directory for what was packed so', async () => {
    const file = bursting(`<row><c t="str"><v>${'A'.repeat(2 * kib * kib)}</v></c></row>`);
    expect((await refusalFrom(read(file))).code).toBe('workbook-too-large');
  });

  it('is refused when its directory says less than there is', async () => {
    const parts = partsOf({ sheets: [{ data: `${head}<row><c><v>${'1'.repeat(3_000_000)}</v></c></row>` }] });
    const file = zipOf(parts, { 'xl/worksheets/sheet1.xml': { unpackedBytes: 10_000 } });
    expect((await refusalFrom(read(file))).code).toBe('file-unreadable');
  });

  it('is refused with too many parts', async () => {
    const parts = Object.fromEntries(Array.from({ length: workbookLimits.partsMax }, (_, n) => [`xl/media/${n}`, '']));
    expect((await refusalFrom(read(workbookOf({ sheets: [{ rows: [['a']] }], parts })))).code).toBe(
      'workbook-too-large',
    );
  });

  it('keeps no more of a cell than a cell can hold, however often it is used', async () => {
    const texts = [`<t>${'B'.repeat(60_000)}</t>`];
    const data = head + Array.from({ length: 2_000 }, () => '<row><c t="s"><v>0</v></c></row>').join('');
    const { rows } = await read(workbookOf({ sheets: [{ data }], texts }));
    expect(rows).toHaveLength(2_000);
    expect(rows[0]?.cells[0]).toHaveLength(32_768);
  });

  it('is refused when it has more texts than are kept', async () => {
    const text = `<t>${'天地玄黄'.repeat(8_000)}</t>`;
    const texts = Array.from({ length: 1_600 }, (_, n) => `${text}<t>${n}${Math.random()}</t>`);
    const file = workbookOf({ sheets: [{ data: head }], texts });
    expect((await refusalFrom(read(file))).code).toBe('workbook-too-large');
  });

  it('with a document type is refused, whatever its entities are', async () => {
    const sst = '<!DOCTYPE x [<!ENTITY a "A"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>';
    const given = { sheets: [{ rows: [['a']] }], texts: [''], parts: { 'xl/sharedStrings.xml': sst } };
    expect((await refusalFrom(read(workbookOf(given)))).code).toBe('file-unreadable');
  });

  it.each<[string, Buffer]>([
    ['that is cut', workbookOf({ sheets: [{ rows: [['a']] }] }).subarray(0, 300)],
    ['without a workbook', zipOf({ x: 'y' })],
    [
      'whose XML ends early',
      workbookOf({ sheets: [{ rows: [['a']] }], parts: { 'xl/workbook.xml': '<workbook><a></b>' } }),
    ],
    ['that is empty', Buffer.from('PK\u0005\u0006'.padEnd(22, '\0'), 'latin1')],
  ])('%s is refused', async (_what, file) => {
    expect((await refusalFrom(read(file))).code).toBe('file-unreadable');
  });

  it('waits for no more than a few others', async () => {
    const file = workbookOf({ sheets: [{ rows: [['a'], ['1']] }] });
    const open = await Promise.all(Array.from({ length: workbookLimits.openMax }, () => openWorkbook(file, lackingIn)));
    expect((await refusalFrom(read(file))).code).toBe('workbooks-busy');
    for (const { close } of open) await close();
    expect((await read(file)).cells).toEqual([['1']]);
  });
});

describe('a large workbook', () => {
  it('is read elsewhere and comes in pieces, and the process has a turn between two of them', async () => {
    const columns = Array.from({ length: 20 }, (_, n) => letter(n));
    const data = Array.from({ length: 6_000 }, (_, n) => {
      const row = n + 1;
      return `<row r="${row}">${columns.map((name) => `<c r="${name}${row}" t="str"><v>${n === 0 ? name.toLowerCase() : row}</v></c>`).join('')}</row>`;
    });
    const file = workbookOf({ sheets: [{ data: data.join('') }] });
    const readHere = jest.spyOn(Workbook, 'of');
    const { rows } = await openWorkbook(file, lackingIn);
    const pieces: { readonly rows: number; readonly turn: number }[] = [];
    let turn = 0;
    for await (const some of rows) {
      pieces.push({ rows: some.length, turn });
      setImmediate(() => (turn += 1));
    }
    expect(pieces.reduce((sum, piece) => sum + piece.rows, 0)).toBe(5_999);
    expect(Math.max(...pieces.map((piece) => piece.rows))).toBeLessThan(2_000);
    expect(pieces.map((piece) => piece.turn)).toEqual(pieces.map((_, at) => at)); // each came in a turn of its own
    expect(readHere).not.toHaveBeenCalled();
    readHere.mockRestore();
  });
});

describe('workbooks as people sent them', () => {
  const file = (name: string) =>
    readFileSync(join(__dirname, '../../../../../test/data/cases/05-spreadsheets-of-bidders', name));
  const bidders = async (name: string) => {
    const { rows } = await openWorkbook(file(name), (headings) => (headings.includes('统一社会信用代码') ? 0 : 1));
    const all: (readonly string[])[] = [];
    for await (const some of rows) all.push(...some.map(({ cells }) => cells));
    return all;
  };
  const one = [['91131002MA0CAA069R', '廊坊示例甲公司']];
  const two = [...one, ['91131002MA0CAA077L', '廊坊示例乙公司']];

  it.each([
    ['first-sheet-hidden.xlsx', one],
    ['formula-error-as-code.xlsx', [['#N/A', '廊坊示例甲公司']]],
    ['link-with-rich-text.xlsx', one],
    ['list-continues-on-second-sheet.xlsx', two],
    [
      'merged-without-value.xlsx',
      [
        ['91131002MA0CAA069R', ''],
        ['91131002MA0CAA077L', ''],
      ],
    ],
    ['stray-cells-in-last-column-1200.xlsx', one],
    ['stray-cells-in-last-column-300.xlsx', one],
  ])('%s', async (name, expected) => {
    expect(await bidders(name)).toEqual(expected);
  });
});
