import { parse } from 'csv-parse/sync';
import { array, assert, constantFrom, property, string } from 'fast-check';
import { CsvRecords } from './csv-records';
import type { Line } from './line';
import { LineDecoder } from './line-decoder';

function linesOf(text: string) {
  const decoder = new LineDecoder();
  return [...decoder.push(Buffer.from(text)), ...decoder.end()];
}

function recordsOf(text: string, width = 0, separator = ',') {
  const reader = new CsvRecords(separator, width);
  return [...reader.push(linesOf(text)), ...reader.end()].map(({ cells, fault }) => fault ?? cells);
}

describe('the rows of a CSV file', () => {
  it('may be quoted, hold line ends, have any number of cells, and end in LF, CRLF or CR', () => {
    expect(recordsOf('"1,""x""","2\n3"\n4\r\n5,6,7\r8,"9"', 2)).toEqual([
      ['1,"x"', '2\n3'],
      ['4'],
      ['5', '6', '7'],
      ['8', '9'],
    ]);
  });

  it('may hold a quotation mark inside a cell', () => {
    expect(recordsOf('5" 水带,好\n"一层"疏散",好\n')).toEqual([
      ['5" 水带', '好'],
      ['"一层"疏散"', '好'],
    ]);
  });

  it('are what another reader makes of what a spreadsheet writes', () => {
    const cell = string({ unit: constantFrom('a', '店', ',', '"', ';', '\n', '\r\n', ' ') });
    const table = array(array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 5 });
    const written = (row: readonly string[]) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',');
    assert(
      property(table, (rows) => {
        const text = rows.map(written).join('\r\n');
        expect(recordsOf(text)).toEqual(parse(text, { record_delimiter: ['\r\n', '\n', '\r'] }));
      }),
    );
  });

  it('are what another reader makes of any line with quotation marks in it', () => {
    const line = string({ unit: constantFrom('a', ',', '"') }).filter((text) => {
      const marks = text.match(/(?<=^|,)"/g);
      return marks === null || recordsOf(text)[0] !== 'quotation';
    });
    assert(
      property(line, (text) => {
        const theirs: unknown = parse(text, { relax_quotes: true, relax_column_count: true });
        expect(text === '' ? [] : recordsOf(text)).toEqual(theirs);
      }),
    );
  });
});

describe('a quotation mark that was not escaped', () => {
  const stray = 'quotation';

  it.each<[string, string, number, unknown[]]>([
    ['makes no row of two', '1,"甲\n2,乙"\n3,丙\n', 2, [stray, stray, ['3', '丙']]],
    ['closed before the column it opened in', '1,a,"甲\n2,乙",b\n3,丙,c\n', 3, [stray, stray, ['3', '丙', 'c']]],
    ['closed behind the column it opened in', '1,"甲,a\n2,b,乙"\n3,丙,c\n', 3, [stray, stray, ['3', '丙', 'c']]],
    ['with the last cells of a row left out', '1,"甲\n2,b"\n3,丙,c\n', 3, [stray, stray, ['3', '丙', 'c']]],
    [
      'leaves the rows between as they are',
      '1,"甲\n2,"乙"\n3,"丙, 丁"\n4,戊"\n5,己\n',
      2,
      [stray, ['2', '乙'], ['3', '丙, 丁'], ['4', '戊"'], ['5', '己']],
    ],
    ['that is never closed costs its own row', '1,"甲\n2,乙\n3,丙\n', 2, [stray, ['2', '乙'], ['3', '丙']]],
    [
      'inside a quoted cell of several lines is not guessed at',
      '1,"甲\n他说"好",乙"\n3,丙\n',
      2,
      [stray, ['他说"好"', '乙"'], ['3', '丙']],
    ],
  ])('%s', (_what, text, width, expected) => {
    expect(recordsOf(text, width)).toEqual(expected);
  });

  it('is not suspected where a cell has several lines, with separators in them', () => {
    const row = '甲,"第一段, 其一\n第二段, 其二",乙,丙,丁';
    expect(recordsOf(`${row}\n"多\n行",1,2,3,4\n`, 5)).toEqual([
      ['甲', '第一段, 其一\n第二段, 其二', '乙', '丙', '丁'],
      ['多\n行', '1', '2', '3', '4'],
    ]);
  });

  it('costs its own row when the cell would be longer than any cell', () => {
    const rows = Array.from({ length: 500 }, (_, n) => `${n},${'x'.repeat(99)}\n`).join('');
    const records = recordsOf(`0,"甲\n${rows}`, 2);
    expect(records[0]).toBe(stray);
    expect(records).toHaveLength(501);
    expect(records.filter((record) => record === stray)).toHaveLength(1);
  });

  it.each(['"a', 'x,"', '"""', 'x,"a'])('has no line looked at again and again, however many there are: %s', (text) => {
    const count = 50_000;
    let looks = 0;
    const lines = Array.from({ length: count }, (): Line => ({
      get text() {
        looks += 1;
        return text;
      },
      end: '\n',
      fault: null,
    }));
    const reader = new CsvRecords(',', 2);
    const records = [...reader.push(lines), ...reader.end()];
    expect(records.reduce((sum, { lines: taken }) => sum + taken, 0)).toBe(count);
    expect(looks).toBeLessThan(10 * count); // each with each would be a thousand million
  });
});
