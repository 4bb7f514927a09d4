import { refusalFrom } from '../../../../../test/support/refusal-from';
import { messageOf } from '../../shared';
import { openFile, UploadInterrupted } from './read-rows';

async function* pieces(...given: readonly (string | Buffer | Error)[]) {
  for (const piece of given) {
    await Promise.resolve();
    if (piece instanceof Error) throw piece;
    yield Buffer.from(piece as string);
  }
}

/** Rows up to the end or the failure. */
async function rowsOf(...given: readonly (string | Buffer | Error)[]) {
  const file = await openFile(pieces(...given));
  const rows: (readonly string[])[] = [];
  try {
    for await (const row of file.rows) rows.push(row);
    return { rows, failure: undefined };
  } catch (failure) {
    return { rows, failure };
  }
}

describe('the rows of a file', () => {
  it('come with their headings', async () => {
    const file = await openFile(pieces('名称,备注\n某店,好\n'));
    expect(file.headings).toEqual(['名称', '备注']);
    expect(file.encoding).toBe('UTF-8');
    file.close();
  });

  it('may be quoted, hold line ends, have any number of cells, and end in LF, CRLF or CR', async () => {
    const { rows } = await rowsOf('a,b\r\n"1,""x""","2\n3"\n4\r\n5,6,7\r8,"9"');
    expect(rows).toEqual([['1,"x"', '2\n3'], ['4'], ['5', '6', '7'], ['8', '9']]);
  });

  it('may hold a quotation mark inside a cell', async () => {
    expect((await rowsOf('a,b\n5" 水带,好\n')).rows).toEqual([['5" 水带', '好']]);
  });

  it('leave out blank lines and lines of empty cells', async () => {
    expect((await rowsOf('a,b\n\n1,2\n , \n,,,\n3,4\n\n')).rows).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it.each([[''], ['\n\n'], ['\uFEFF']])('are refused when there is nothing: %j', async (text) => {
    expect((await refusalFrom(openFile(pieces(text)))).code).toBe('file-empty');
  });

  it('come up to a broken byte, which is refused by its row', async () => {
    const { rows, failure } = await rowsOf('名称,备注\n甲,1\n乙,2\n丙,', Buffer.from([0xff]), '\n丁,4\n');
    expect(rows).toEqual([
      ['甲', '1'],
      ['乙', '2'],
    ]);
    expect(failure).toMatchObject({ code: 'encoding-invalid', facts: { row: 3 } });
  });

  it('come up to a quotation that never ends, which is refused by its row', async () => {
    const { rows, failure } = await rowsOf('a,b\n1,2\n3,"4\n5,6\n');
    expect(rows).toEqual([['1', '2']]);
    expect(failure).toMatchObject({ code: 'file-invalid', facts: { row: 2 } });
  });

  it('are refused at row 0, said to be the headings, when a quotation in the headings never ends', async () => {
    const refusal = await refusalFrom(openFile(pieces('a,"b\n1,2\n3,4\n')));
    expect(refusal).toMatchObject({ code: 'file-invalid', facts: { row: 0 } });
    expect(messageOf(refusal)).toBe('表头附近的 CSV 格式不正确（引号未闭合等）');
  });

  it('are refused by their row when a line is longer than any line of a sheet', async () => {
    const { rows, failure } = await rowsOf('a,b\n1,2\n', 'x'.repeat(1024 * 1024 + 1));
    expect(rows).toEqual([['1', '2']]);
    expect(failure).toMatchObject({ code: 'line-too-long', facts: { max: 1024 * 1024, row: 2 } });
  });

  it('are refused by the headings as well when they run on into a broken byte', async () => {
    const refusal = await refusalFrom(openFile(pieces('"名称,备注\n甲,', Buffer.from([0xff]), '\n')));
    expect(refusal).toMatchObject({ code: 'encoding-invalid', facts: { row: 0 } });
    expect(messageOf(refusal)).toContain('表头');
  });

  it('are not held in memory for the sake of a quotation that never ends', async () => {
    const line = `${'x'.repeat(99)}\n`;
    const { failure } = await rowsOf('a,b\n1,2\n3,"', ...Array.from({ length: 300 }, () => line.repeat(100)));
    expect(failure).toMatchObject({ code: 'file-invalid', facts: { row: 2 } });
  });

  it('come up to the place where the sender went away, without the line that was cut', async () => {
    const { rows, failure } = await rowsOf('a,b\n1,2\n3,4', new Error('aborted'));
    expect(rows).toEqual([['1', '2']]);
    expect(failure).toBeInstanceOf(UploadInterrupted);
  });

  it('are read no faster than they are used: 200,000 of them never stand in memory together', async () => {
    const rowsMax = 200_000;
    const rowsPerPiece = 500;
    let made = 0;
    async function* generated() {
      yield Buffer.from('名称,备注\n');
      while (made < rowsMax) {
        await Promise.resolve();
        const from = made;
        made += rowsPerPiece;
        yield Buffer.from(Array.from({ length: rowsPerPiece }, (_, index) => `店${from + index},好\n`).join(''));
      }
    }
    const file = await openFile(generated());
    let used = 0;
    let waitingMost = 0;
    for await (const row of file.rows) {
      if (row[0] !== `店${used}`) throw new Error(`row ${used} is ${row[0] ?? ''}`);
      used++;
      waitingMost = Math.max(waitingMost, made - used);
    }
    expect(used).toBe(rowsMax);
    expect(waitingMost).toBeLessThan(10 * rowsPerPiece);
  });
});
