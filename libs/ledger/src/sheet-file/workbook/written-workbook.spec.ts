import { workbookOf } from '@app/workbook';
import { openWorkbook } from './open-workbook';

async function readBack(rows: readonly (readonly string[])[]): Promise<readonly (readonly string[])[]> {
  const written = await workbookOf([{ name: '对账差异', rows }]);
  const { headings, rows: read, close } = await openWorkbook(written, () => 0);
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

  it('holds what XML cannot, but for halves of characters', async () => {
    expect(await readBack([['a'], ['\u0001b\r\uD800']])).toEqual([['a'], ['\u0001b\r\uFFFD']]);
  });

  it('is the same bytes for the same rows', async () => {
    const once = () => workbookOf([{ name: '一', rows: [['a']] }]);
    expect(await once()).toEqual(await once());
  });
});
