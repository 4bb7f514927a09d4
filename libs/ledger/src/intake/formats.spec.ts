import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { capabilities } from '../capabilities';
import { formatOf, placesOf, recognise } from '../file-format';
import { Refusal } from '../shared';

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
