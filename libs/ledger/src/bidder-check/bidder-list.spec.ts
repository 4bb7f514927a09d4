import ExcelJS from 'exceljs';
import { encode } from 'iconv-lite';
import { refusalFrom } from '../../../../test/support/refusal-from';
import { readBidderList } from './bidder-list';
import { biddersMax } from './check-bidders.command';

const csv = (text: string) => readBidderList(Buffer.from(text, 'utf8'), 'csv');

describe('a list of bidders', () => {
  it('is read by its headings, in whatever order, blank lines left out', async () => {
    expect(await csv('名称,备注,统一社会信用代码\n甲公司,,91131003MA0Y000328\n,,\n乙公司,x,写错\n')).toEqual([
      { uscc: '91131003MA0Y000328', name: '甲公司' },
      { uscc: '写错', name: '乙公司' },
    ]);
    expect(await csv('uscc\n91131003MA0Y000328\n')).toEqual([{ uscc: '91131003MA0Y000328' }]);
  });

  it('may be in GB18030', async () => {
    const file = encode('统一社会信用代码,名称\n91131003MA0Y000328,镕记㐂店\n', 'gb18030');
    expect(await readBidderList(file, 'csv')).toEqual([{ uscc: '91131003MA0Y000328', name: '镕记㐂店' }]);
  });

  it('may be the first sheet of a workbook', async () => {
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('投标人');
    sheet.addRow(['名称', '统一社会信用代码']);
    sheet.addRow(['甲公司', '91131003MA0Y000328']);
    expect(await readBidderList(Buffer.from(await workbook.xlsx.writeBuffer()), 'xlsx')).toEqual([
      { uscc: '91131003MA0Y000328', name: '甲公司' },
    ]);
  });

  const rows = (count: number) => `统一社会信用代码\n${'91131003MA0Y000328\n'.repeat(count)}`;

  it('may have so many and no more', async () => {
    expect(await csv(rows(biddersMax))).toHaveLength(biddersMax);
    expect(await refusalFrom(csv(rows(biddersMax + 1)))).toMatchObject({
      code: 'too-many-bidders',
      facts: { max: biddersMax },
    });
  });

  it.each<[string, () => Promise<unknown>, object]>([
    ['no workbook', () => readBidderList(Buffer.from('no workbook'), 'xlsx'), { code: 'file-unreadable' }],
    ['a quotation that never ends', () => csv('统一社会信用代码\n"91131003MA0Y000328\n'), { code: 'file-unreadable' }],
    ['no text', () => readBidderList(Buffer.from([0x81, 0xff, 0xff]), 'csv'), { code: 'encoding-unknown' }],
    [
      'no heading of a code',
      () => csv('编号\n1\n'),
      { code: 'headings-missing', facts: { missing: ['统一社会信用代码'] } },
    ],
    ['nobody', () => csv('统一社会信用代码\n\n'), { code: 'bidders-missing' }],
  ])('is refused when it holds %s', async (_what, reading, refusal) => {
    expect(await refusalFrom(reading())).toMatchObject(refusal);
  });
});
