import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../../shared';
import { formatOf, FORMATS, INTAKE_KINDS, placesOf, recognise } from '.';

const feeds = join(__dirname, '../../../../../test/data/intake');
const headingsOf = (feed: string, kind: string): string[] =>
  (readFileSync(join(feeds, feed, `${kind}.csv`), 'utf8').split('\r\n')[0] ?? '').replace(/^\uFEFF/, '').split(',');
const refused = (read: () => unknown) => {
  try {
    return read();
  } catch (error) {
    return error instanceof Refusal ? { code: error.code, facts: error.facts } : error;
  }
};

describe.each(INTAKE_KINDS)('the format of %s', (kind) => {
  const format = formatOf(kind);

  it.each(['clean', 'dirty'])('has the headings of the %s feed, in its order, and knows the feed by them', (feed) => {
    const headings = headingsOf(feed, kind);
    const needed = format.columns.filter(({ heading }) => headings.includes(heading)).map(({ heading }) => heading);
    expect(needed).toEqual(headings);
    expect(recognise(FORMATS, headings)).toBe(format);
    expect([...placesOf(format, headings)]).toEqual(headings.map((heading, index) => [heading, index]));
  });

  it('finds its headings in any order, among others, in other brackets and widths', () => {
    const headings = headingsOf('clean', kind).reverse();
    const written = ['行号', ...headings.map((heading) => ` ${heading.replace('(', '（').replace('_1', '_１')} `)];
    expect(recognise(FORMATS, written)).toBe(format);
    expect(placesOf(format, written).get(headings[0] ?? '')).toBe(1);
  });

  it('names what is missing', () => {
    const [first, ...others] = headingsOf('clean', kind);
    expect(recognise(FORMATS, others)).toBe(format);
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
    const cells = (change = '') =>
      format.read((heading) => (heading === format.columns.at(-1)?.heading ? `末${change}` : heading));
    expect(cells().commandId).toBe(cells().commandId);
    expect(cells().commandId).not.toBe(cells('x').commandId);
    expect(cells().paperKey).toBe(cells('x').paperKey);
  });
});

describe('formats', () => {
  it('do not know a file of something else', () => {
    expect(refused(() => recognise(FORMATS, ['姓名', '电话']))).toEqual({ code: 'intake-kind-unknown', facts: {} });
  });

  it('know rows about one paper however they spell its number', () => {
    const format = formatOf('penalties');
    const row = (number: string) =>
      format.read((heading) => (heading === '行政处罚决定书文号' ? number : '1113100358CBJ3JHX9')).paperKey;
    expect(row(' 廊消行罚决字[２０２２]第0001号')).toBe(row('廊消行罚决字〔2022〕第0001号'));
  });
});
