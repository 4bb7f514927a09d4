import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refusalFrom } from '../../../../../test/support/refusal-from';
import { messageOf } from '../../shared';
import { type SheetRow, UploadInterrupted } from '../sheet-file';
import { openCsv } from './open-csv';

async function* pieces(...given: readonly (string | Buffer | Error)[]) {
  for (const piece of given) {
    await Promise.resolve();
    if (piece instanceof Error) throw piece;
    yield Buffer.from(piece as string);
  }
}

/** Headings that will do: these, all of them. */
const wanting =
  (...wanted: readonly string[]) =>
  (headings: readonly string[]) =>
    wanted.filter((heading) => !headings.includes(heading)).length / wanted.length;
const ab = wanting('a', 'b');

/** Rows up to the end or the failure. */
async function rowsOf(...given: readonly (string | Buffer | Error)[]) {
  const file = await openCsv(pieces(...given), ab);
  const rows: SheetRow[] = [];
  let failure: unknown;
  try {
    for await (const some of file.rows) rows.push(...some);
  } catch (error) {
    failure = error;
  }
  await file.close();
  const written = rows.map(({ cells, refusal }) => refusal?.code ?? cells);
  return { rows, written, failure, headings: file.headings };
}

describe('the rows of a file', () => {
  it('come with their headings', async () => {
    const file = await openCsv(pieces('a,b,备注\n某店,好\n'), ab);
    expect(file).toMatchObject({ format: 'csv', headings: ['a', 'b', '备注'], encoding: 'UTF-8' });
    await file.close();
  });

  it('have the number that a spreadsheet shows, and say which they are', async () => {
    const { rows } = await rowsOf('a,b\n\n1,"2\n2"\n , \n,,,\n3,4\n\n');
    expect(rows.map(({ cells, sheetRow, record }) => [cells, sheetRow, record])).toEqual([
      [['1', '2\n2'], 3, 1],
      [['3', '4'], 6, 2],
    ]);
  });

  it.each([[''], ['\n\n'], ['\uFEFF']])('are refused when there is nothing: %j', async (text) => {
    expect((await refusalFrom(openCsv(pieces(text), ab))).code).toBe('file-empty');
  });

  it('go on behind a broken byte, which is refused by its row', async () => {
    const { written, rows } = await rowsOf('a,b\n甲,1\n乙,2\n丙,', Buffer.from([0xff]), '\n丁,4\n');
    expect(written).toEqual([['甲', '1'], ['乙', '2'], 'encoding-invalid', ['丁', '4']]);
    expect(rows[2]?.refusal?.facts).toEqual({ row: 4, place: '本行' });
  });

  it('go on behind a quotation that never ends, which is refused by its row', async () => {
    expect((await rowsOf('a,b\n1,2\n3,"4\n5,6\n')).written).toEqual([['1', '2'], 'file-invalid', ['5', '6']]);
  });

  it('go on behind a line that is longer than any line of a sheet', async () => {
    const long = 'x'.repeat(1024 * 1024 + 1);
    expect((await rowsOf('a,b\n1,2\n', long, '\n3,4\n')).written).toEqual([['1', '2'], 'line-too-long', ['3', '4']]);
  });

  it.each<[string, string | Buffer, string]>([
    ['a quotation that never ends', 'a,"b\n1,2\n3,4\n', 'file-invalid'],
    ['a broken byte', Buffer.from('a,b\xff\n\xe5\xba\x97,2\n', 'latin1'), 'encoding-invalid'],
  ])('are refused by their headings when these hold %s', async (_what, text, code) => {
    const refusal = await refusalFrom(openCsv(pieces(text), wanting('c')));
    expect(refusal).toMatchObject({ code, facts: { row: 0 } });
    expect(messageOf(refusal)).toContain('表头');
  });

  it('come up to the place where the sender went away, without the line that was cut', async () => {
    const { written, failure } = await rowsOf('a,b\n1,2\n3,4', new Error('aborted'));
    expect(written).toEqual([['1', '2']]);
    expect(failure).toBeInstanceOf(UploadInterrupted);
  });

  it('are read no faster than they are used: 200,000 of them never stand in memory together', async () => {
    const rowsMax = 200_000;
    const rowsPerPiece = 500;
    let made = 0;
    async function* generated() {
      yield Buffer.from('a,b\n');
      while (made < rowsMax) {
        await Promise.resolve();
        const from = made;
        made += rowsPerPiece;
        yield Buffer.from(Array.from({ length: rowsPerPiece }, (_, index) => `店${from + index},好\n`).join(''));
      }
    }
    const file = await openCsv(generated(), ab);
    let used = 0;
    let waitingMost = 0;
    for await (const rows of file.rows) {
      for (const { cells } of rows) {
        if (cells[0] !== `店${used}`) throw new Error(`row ${used} is ${cells[0] ?? ''}`);
        used++;
      }
      waitingMost = Math.max(waitingMost, made - used);
    }
    expect(used).toBe(rowsMax);
    expect(waitingMost).toBeLessThan(10 * rowsPerPiece);
  });
});

describe('what stands between cells', () => {
  it.each([
    ['a semicolon', 'a;b\n1,5;2\n'],
    ['a tab', 'a\tb\n1,5\t2\n'],
    ['what the first line says', 'sep=|\na|b\n1,5|2\n'],
    ['a semicolon, though the first line says otherwise', 'sep=,\na;b\n1,5;2\n'],
  ])('may be %s', async (_what, text) => {
    const { rows, headings } = await rowsOf(text);
    expect(headings).toEqual(['a', 'b']);
    expect(rows.map(({ cells, sheetRow }) => [cells, sheetRow])).toEqual([[['1,5', '2'], 2]]);
  });

  it('may be a comma, said in the first line', async () => {
    expect((await rowsOf('sep=,\r\na,b\r\n1,2\r\n')).rows).toMatchObject([{ sheetRow: 2, cells: ['1', '2'] }]);
  });

  it.each([
    ['，', '全角逗号“，”'],
    ['、', '顿号“、”'],
    ['；', '全角分号“；”'],
    ['|', '竖线“|”'],
  ])('is named when texts may hold it as well: %s', async (separator, named) => {
    const text = `a,b\n1,2\n`.replaceAll(',', separator);
    const refusal = await refusalFrom(openCsv(pieces(text), ab));
    expect(refusal).toMatchObject({ code: 'separator-unknown', facts: { separator: named } });
  });

  it('is a comma when no heading is known', async () => {
    const file = await openCsv(pieces('x,y\n1,2\n'), ab);
    expect(file.headings).toEqual(['x', 'y']);
    await file.close();
  });
});

describe('what stands above the headings', () => {
  it('may be titles and blank rows', async () => {
    const { rows, headings } = await rowsOf('投标人名单,\n\n2026年5月\na,b\n1,2\n');
    expect(headings).toEqual(['a', 'b']);
    expect(rows).toMatchObject([{ sheetRow: 5, record: 1, cells: ['1', '2'] }]);
  });

  it('may be a title with a quotation mark in it', async () => {
    expect((await rowsOf('"名单\na,b\n1,2\n')).written).toEqual([['1', '2']]);
  });

  it('must not be rows: they would be left out', async () => {
    const refusal = await refusalFrom(openCsv(pieces('1,2\na,b\n3,4\n'), ab));
    expect(refusal).toMatchObject({ code: 'headings-not-first', facts: { row: 2 } });
    const single = await refusalFrom(openCsv(pieces('1\na\n3\n'), wanting('a')));
    expect(single).toMatchObject({ code: 'headings-not-first', facts: { row: 2 } });
  });
});

describe('files as people sent them', () => {
  const cases = join(__dirname, '../../../../../test/data/cases');
  const recordsIn = async (name: string) => {
    const file = await openCsv(pieces(readFileSync(join(cases, name))), () => 0);
    const rows: SheetRow[] = [];
    for await (const some of file.rows) rows.push(...some);
    return rows;
  };

  it('with two quotation marks that were not escaped: both rows are refused, the third is read', async () => {
    const rows = await recordsIn('06-stray-quotation-marks/penalties.csv');
    expect(rows.map(({ refusal, cells }) => [refusal?.code, cells[4]])).toEqual([
      ['file-invalid', '廊消行罚决字〔2026〕第0601号'],
      ['file-invalid', '廊消行罚决字〔2026〕第0602号'],
      [undefined, '廊消行罚决字〔2026〕第0603号'],
    ]);
  });

  it('with a broken byte in the third row', async () => {
    const rows = await recordsIn('11-file-said-refused-though-recorded/bad-byte.csv');
    expect(rows.map(({ refusal }) => refusal?.code)).toEqual([undefined, undefined, 'encoding-invalid', undefined]);
  });
});
