import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { capabilities } from '../capabilities';
import { formatOf, lackingFrom, placesOf, recognise } from '../file-format';
import { Refusal } from '../shared';
import { openFile } from '../sheet-file';

const formats = capabilities.flatMap((capability) => capability.formats ?? []);
const kinds = formats.map(({ kind }) => kind);
const feeds = join(__dirname, '../../../../test/data/intake');
const headingsOf = (feed: string, kind: string): string[] =>
  (readFileSync(join(feeds, feed, `${kind}.csv`), 'utf8').split('\r\n')[0] ?? '').replace(/^\uFEFF/, '').split(',');
const refused = (read: () => unknown) => {
  try {
    return read();
  } catch (error) {
    return error instanceof Refusal ? { code: error.code, facts: error.facts } : error;
  }
};

describe.each(kinds)('the format of %s', (kind) => {
  const format = formatOf(formats, kind);

  it.each(['clean', 'dirty'])('has the headings of the %s feed, in its order, and knows the feed by them', (feed) => {
    const headings = headingsOf(feed, kind);
    const needed = format.columns.filter(({ heading }) => headings.includes(heading)).map(({ heading }) => heading);
    expect(needed).toEqual(headings);
    expect(recognise(formats, headings)).toBe(format);
    expect([...placesOf(format, headings)]).toEqual(headings.map((heading, index) => [heading, index]));
  });

  it.each([
    ['marks of obligation', (heading: string) => `*${heading}`],
    ['notes of obligation', (heading: string) => `${heading}（必填）`],
    ['a note on the form', (heading: string) => `${heading}（格式：如样表）`],
    ['a colon', (heading: string) => ` ${heading}：`],
    ['a line end', (heading: string) => `${heading.slice(0, 2)}\n${heading.slice(2)}`],
    ['full width', (heading: string) => heading.replaceAll('_', '＿').replaceAll('(', '（').replaceAll(')', '）')],
  ])('finds its headings with %s', (_what, write) => {
    const headings = headingsOf('clean', kind);
    expect(recognise(formats, headings.map(write))).toBe(format);
    expect(placesOf(format, headings.map(write)).size).toBe(headings.length);
  });

  it('finds its headings in any order, among others, in other brackets and widths', () => {
    const headings = headingsOf('clean', kind).reverse();
    const written = ['行号', ...headings.map((heading) => ` ${heading.replace('(', '（').replace('_1', '_１')} `)];
    expect(recognise(formats, written)).toBe(format);
    expect(placesOf(format, written).get(headings[0] ?? '')).toBe(1);
  });

  it('names what is missing', () => {
    const [first, ...others] = headingsOf('clean', kind);
    expect(recognise(formats, others)).toBe(format);
    expect(refused(() => placesOf(format, others))).toEqual({ code: 'headings-missing', facts: { missing: [first] } });
  });

  it('refuses a heading that stands there twice', () => {
    const headings = headingsOf('clean', kind);
    const [first] = headings;
    expect(refused(() => placesOf(format, [...headings, first ?? '']))).toEqual({
      code: 'heading-repeated',
      facts: { heading: first },
    });
  });

  it('tells the heading of each property at fault', () => {
    for (const { property, heading } of format.columns) expect(format.headingOf(property)).toBe(heading);
    expect(format.headingOf('nowhere')).toBeUndefined();
  });

  it('makes the same command of the same row, and another of another', () => {
    const last = format.columns.findLast(({ property }) => !property.startsWith('identity'));
    const cells = (change = '') => format.read((heading) => (heading === last?.heading ? `末${change}` : heading));
    expect(cells().commandId).toBe(cells().commandId);
    expect(cells().commandId).not.toBe(cells('x').commandId);
    expect(cells().paperKey).toBe(cells('x').paperKey);
  });
});

/**
 * Ids of commands are kept for good: a file sent again must meet its first answers. Per feed: rows, those whose id follows from
 * what is written, and the hash of all of them. These numbers are from before headings became a table.
 */
const idsOf = async (feed: string, kind: string) => {
  const format = formatOf(formats, kind);
  const file = await openFile(createReadStream(join(feeds, feed, `${kind}.csv`)), (headings) =>
    lackingFrom(format, headings),
  );
  const places = placesOf(format, file.headings);
  const ids: string[] = [];
  for await (const rows of file.rows)
    for (const { cells } of rows) ids.push(format.read((heading) => cells[places.get(heading) ?? -1] ?? '').commandId);
  const derived = ids.filter((id) => id[14] === '5');
  return [ids.length, derived.length, createHash('sha256').update(derived.join()).digest('hex').slice(0, 16)];
};

describe('the command ids of whole feeds', () => {
  it.each([
    ['clean', 'penalties', 3000, 3000, '95c884a386eeb542'],
    ['clean', 'commitments', 248, 248, '19867e1a28909019'],
    ['clean', 'major-hazards', 45, 45, 'ba88e27b92e9f958'],
    ['clean', 'spot-checks', 597, 597, '93d34e04b68dfac9'],
    ['clean', 'subjects', 1200, 1200, '49b9fdab56e46b7e'],
    ['dirty', 'penalties', 1020, 1020, '0f3f4196da5307b9'],
    ['dirty', 'commitments', 84, 84, '019d49f33ee21e13'],
    ['dirty', 'major-hazards', 20, 20, '797141d0617efb91'],
    ['dirty', 'spot-checks', 187, 187, '9d357d66310d924c'],
    ['dirty', 'subjects', 400, 400, 'a5764065663cf342'],
  ])('stay what they were: %s %s', async (feed, kind, rows, derived, hash) => {
    expect(await idsOf(feed, kind)).toEqual([rows, derived, hash]);
  });
});

describe('the command id of a row', () => {
  const row = (kind: string, written: Readonly<Record<string, string>>) =>
    formatOf(formats, kind).read((heading) => written[heading] ?? '');
  const paper = { 行政处罚决定书文号: '廊消行罚决字〔2026〕第0001号' };
  const person = { ...paper, 行政相对人类别: '自然人', 证件类型: '身份证' };
  const operator = { ...paper, '行政相对人代码_1(统一社会信用代码)': '92131023MAEYP68J25', 法定代表人: '朱示例' };
  const enterprise = { ...paper, '行政相对人代码_1(统一社会信用代码)': '91131002MA0EXAM4X5', 法定代表人: '王示例' };

  it.each([
    ['name', person, { 行政相对人名称: '王示例' }],
    ['document number', person, { 证件号码: '13100219000101001X' }],
    ['prose', person, { 违法事实: '王示例擅自停用消防设施' }],
    ['operator', operator, { 法定代表人: '李示例' }],
  ])('tells nothing of what will be sealed: %s', (_what, written, sealed) => {
    expect(row('penalties', { ...written, ...sealed }).commandId).toBe(row('penalties', written).commandId);
  });

  it.each([
    ['penalties', { ...person, 行政相对人名称: '王示例', 备注: '无' }, '95ad756a-a3f9-5df9-ba92-1a223f5c12b2'],
    ['penalties', operator, 'f1fb6046-0416-55e2-a3ad-4db2bc68d35f'],
    ['penalties', enterprise, '698be047-826e-5f34-9ebf-26df82b0183d'],
    [
      'penalties',
      { ...enterprise, '行政相对人代码_1(统一社会信用代码)': 'person-00112233445566778899aabbccddeeff' },
      '93039e42-5223-58da-a9d3-4437e7371867',
    ],
    [
      'subjects',
      { 名称: '李示例', 统一社会信用代码: '91131002MA0EXAM4X5', 法定代表人: '王示例' },
      '3eeba21e-92a5-5067-82eb-0f1db653ee0f',
    ],
    [
      'subjects',
      { 名称: '某店', 统一社会信用代码: '92131023MAEYP68J25', 法定代表人: '王示例' },
      'f0d37073-0854-553f-9c97-0220ffeb9c03',
    ],
    [
      'subjects',
      { 名称: '王示例', 统一社会信用代码: '1', 主体类别: '自然人', 行政区划代码: '131002' },
      '10799171-4ad1-50e7-ba4e-37389e20ef08',
    ],
  ])('is what it was: %s %j', (kind, written, id) => {
    expect(row(kind, written).commandId).toBe(id);
  });

  it('tells two enterprises apart by a name that is public, as it always did', () => {
    expect(row('penalties', { ...enterprise, 法定代表人: '李示例' }).commandId).not.toBe(
      row('penalties', enterprise).commandId,
    );
  });

  it('never takes two people for one', () => {
    const one = { 名称: '王示例', 主体类别: '自然人', 行政区划代码: '131002', 证件号码: '13100219000101001X' };
    const other = { ...one, 名称: '李示例', 证件号码: '131003190102030024' };
    expect(row('subjects', one).commandId).not.toBe(row('subjects', other).commandId);
    expect(row('subjects', one).paperKey).not.toBe(row('subjects', other).paperKey);
  });
});

describe('formats', () => {
  it('are of five kinds of paper, each taken by the capability whose paper it is', () => {
    expect([...kinds].sort()).toEqual(['commitments', 'major-hazards', 'penalties', 'spot-checks', 'subjects']);
  });

  it('do not know a file of something else', () => {
    expect(refused(() => recognise(formats, ['姓名', '电话']))).toEqual({ code: 'intake-kind-unknown', facts: {} });
  });

  it('know rows about one paper however they spell its number', () => {
    const format = formatOf(formats, 'penalties');
    const row = (number: string) =>
      format.read((heading) => (heading === '行政处罚决定书文号' ? number : '1113100358CBJ3JHX9')).paperKey;
    expect(row(' 廊消行罚决字[２０２２]第0001号')).toBe(row('廊消行罚决字〔2022〕第0001号'));
  });
});
