import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'iconv-lite';
import { refusalFrom } from '../../../../test/support/refusal-from';
import { workbookOf } from '../../../../test/support/workbook';
import { readBidderList } from './bidder-list';
import { biddersMax } from './check-bidders.command';

const csv = (text: string) => readBidderList(Buffer.from(text, 'utf8'));
const uscc = '91131003MA0Y000328';

describe('a list of bidders', () => {
  it('is read by its headings, in whatever order, blank lines left out', async () => {
    expect(await csv('名称,备注,统一社会信用代码\n甲公司,,91131003MA0Y000328\n,,\n乙公司,x,写错\n')).toEqual([
      { uscc, name: '甲公司' },
      { uscc: '写错', name: '乙公司' },
    ]);
    expect(await csv('uscc\n91131003MA0Y000328\n')).toEqual([{ uscc }]);
  });

  it('may be in GB18030', async () => {
    const file = encode('统一社会信用代码,名称\n91131003MA0Y000328,镕记㐂店\n', 'gb18030');
    expect(await readBidderList(file)).toEqual([{ uscc, name: '镕记㐂店' }]);
  });

  it('may be a sheet of a workbook', async () => {
    const rows = [['投标人名单'], ['名称', '统一社会信用代码'], ['甲公司', uscc]];
    expect(await readBidderList(workbookOf({ sheets: [{ rows }] }))).toEqual([{ uscc, name: '甲公司' }]);
  });

  it.each([
    ['统一社会信用代码（18位）,投标人名称'],
    ['*统一社会信用代码,投标单位（全称）'],
    ['"统一社会\n信用代码",供应商名称：'],
    ['投标人统一社会信用代码（必填）,投标人'],
    ['ＵＳＣＣ,Name'],
    ['代码,名称'],
  ])('has headings as people write them: %j', async (headings) => {
    expect(await csv(`${headings}\n${uscc},甲公司\n`)).toEqual([{ uscc, name: '甲公司' }]);
  });

  it('takes the more exact of two headings, and refuses two that are as good as each other', async () => {
    expect(await csv(`代码,统一社会信用代码,名称,投标人名称\nA01,${uscc},某工程,甲公司\n`)).toEqual([
      { uscc, name: '甲公司' },
    ]);
    const refusal = await refusalFrom(csv(`统一社会信用代码,单位名称,企业名称\n${uscc},甲,乙\n`));
    expect(refusal).toMatchObject({ code: 'headings-ambiguous', facts: { headings: ['单位名称', '企业名称'] } });
  });

  it('has the fault of a row in its place', async () => {
    const file = Buffer.concat([
      Buffer.from(`统一社会信用代码,名称\n${uscc},甲`),
      Buffer.from([0xff]),
      Buffer.from(`\n${uscc},"乙\n${uscc},丙"\n${uscc},"丁\n 91131002MA0CAA093A"\n${uscc},戊\n`),
    ]);
    expect((await readBidderList(file)).map(({ fault, name }) => fault ?? name)).toEqual([
      'encoding-invalid',
      'file-invalid',
      'file-invalid',
      'file-invalid',
      '戊',
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

  it('is not read further than it may be long', async () => {
    const file = Buffer.from(rows(400_000), 'utf8');
    const pieces = jest.spyOn(file, 'subarray');
    expect((await refusalFrom(readBidderList(file))).code).toBe('too-many-bidders');
    const readTo = Math.max(...pieces.mock.calls.map(([, end = file.length]) => end));
    expect(readTo).toBeGreaterThan(rows(biddersMax).length);
    expect(readTo).toBeLessThan(rows(biddersMax).length + 2 * 64 * 1024);
  });

  it.each<[string, () => Promise<unknown>, object]>([
    ['a broken zip', () => csv('PK no workbook'), { code: 'file-unreadable' }],
    ['an old workbook', () => readBidderList(Buffer.from('d0cf11e0a1b11ae1', 'hex')), { code: 'workbook-old' }],
    ['nothing', () => csv(''), { code: 'file-empty' }],
    ['no text', () => readBidderList(Buffer.from([0x81, 0xff, 0xff])), { code: 'encoding-unknown' }],
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

describe('lists of bidders as people sent them', () => {
  const cases = join(__dirname, '../../../../test/data/cases');
  const namesIn = async (name: string) =>
    (await readBidderList(readFileSync(join(cases, name)))).map(({ uscc: code, name: given, fault }) => [
      code,
      fault ?? given,
    ]);

  it.each([
    ['17-headings/bidders-brackets.csv', [['91131002MA0CAA245N', '廊坊示例商场']]],
    ['17-headings/bidders-line-end-in-heading.csv', [['91131002MA0CAA245N', '廊坊示例商场']]],
    ['17-headings/bidders-two-code-columns.csv', [['91131002MA0CAA245N', '廊坊示例商场']]],
    ['17-headings/bidders-project-name-first.csv', [['91131002MA0CAA245N', '廊坊示例商场']]],
    [
      '06-stray-quotation-marks/bidders.csv',
      [
        ['91131002MA0CAA085F', 'file-invalid'],
        ['91131002MA0CAA093A', 'file-invalid'],
      ],
    ],
    ['05-spreadsheets-of-bidders/first-sheet-hidden.xlsx', [['91131002MA0CAA069R', '廊坊示例甲公司']]],
  ])('%s', async (name, expected) => {
    expect(await namesIn(name)).toEqual(expected);
  });
});
