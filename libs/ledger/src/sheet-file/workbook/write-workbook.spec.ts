import { openWorkbook } from './open-workbook';
import { workbookOf } from './write-workbook';

async function readBack(rows: readonly (readonly string[])[]): Promise<readonly (readonly string[])[]> {
  const { headings, rows: read, close } = await openWorkbook(workbookOf('对账差异', rows), () => 0);
  const all: (readonly string[])[] = [headings];
  for await (const some of read) all.push(...some.map(({ cells }) => cells));
  await close();
  return all;
}

describe('a workbook that is written', () => {
  it('reads as it was written, whatever stands in it', async () => {
    const rows = [
      ['差异', '理由'],
      ['=1+1', '<甲> & "乙"'],
      ['_x0041_', ' 前后有空格 '],
    ];
    expect(await readBack(rows)).toEqual(rows);
  });

  it('has U+FFFD for what XML cannot hold', async () => {
    expect(await readBack([['a'], ['\u0001b\uD800']])).toEqual([['a'], ['\uFFFDb\uFFFD']]);
  });

  it('is the same bytes for the same rows', () => {
    expect(workbookOf('一', [['a']])).toEqual(workbookOf('一', [['a']]));
  });
});
