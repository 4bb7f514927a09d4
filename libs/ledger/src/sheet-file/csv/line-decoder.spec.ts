import { encode } from 'iconv-lite';
import { Refusal } from '../../shared';
import { LineDecoder } from './line-decoder';

const text = '名称,备注\r\n廊坊𠮷祥店,"第一行\n第二行"\r\n镕记㐂店,好\r\n';

/** The lines of a file that comes in pieces of this size, looked at after each. */
function linesOf(bytes: Buffer, size = bytes.length) {
  const decoder = new LineDecoder();
  const lines = [];
  for (let start = 0; start < bytes.length; start += size) {
    lines.push(...decoder.push(bytes.subarray(start, start + size)), ...decoder.flush());
  }
  lines.push(...decoder.end());
  return { lines, encoding: decoder.encoding };
}
function decoded(bytes: Buffer, size = bytes.length) {
  const { lines, encoding } = linesOf(bytes, size);
  return { text: lines.map((line) => line.text + line.end).join(''), encoding };
}
const utf16be = (said: string) => Buffer.from(said, 'utf16le').swap16();
/** Mark and all: the byte-order mark of GB18030. */
const gb18030Mark = Buffer.from([0x84, 0x31, 0x95, 0x33]);

describe('the text of a file', () => {
  it.each([
    ['UTF-8', Buffer.from(text, 'utf8'), 'UTF-8'],
    ['UTF-8 with a byte-order mark', Buffer.from(`\uFEFF${text}`, 'utf8'), 'UTF-8'],
    ['UTF-8 with two of them', Buffer.from(`\uFEFF\uFEFF${text}`, 'utf8'), 'UTF-8'],
    ['GB18030 with characters of four bytes', encode(text, 'gb18030'), 'GB18030'],
    ['GB18030 with its mark', Buffer.concat([gb18030Mark, encode(text, 'gb18030')]), 'GB18030'],
    ['UTF-16, little end first', Buffer.from(`\uFEFF${text}`, 'utf16le'), 'UTF-16'],
    ['UTF-16, big end first', utf16be(`\uFEFF${text}`), 'UTF-16'],
  ])('is the same in %s, wherever the pieces are cut', (_name, bytes, encoding) => {
    for (const size of [1, 2, 3, 4, 5, 7, 11, 64, bytes.length]) {
      expect(decoded(bytes, size)).toEqual({ text, encoding });
    }
  });

  it('holds characters of four bytes in its GB18030 form, or the example would show nothing', () => {
    expect(encode('𠮷', 'gb18030')).toHaveLength(4);
  });

  it.each([
    ['UTF-8', Buffer.from('店\n', 'utf8')],
    ['GB18030', encode('店\n', 'gb18030')],
  ])('may begin with any number of ASCII lines before the first that shows %s', (encoding, ending) => {
    const ascii = 'a,b\n'.repeat(50_000);
    expect(decoded(Buffer.concat([Buffer.from(ascii), ending]), 65_536)).toEqual({ text: `${ascii}店\n`, encoding });
  });

  it('may be ASCII to the end, and needs no line end', () => {
    expect(decoded(Buffer.from('a,b\n1,2'))).toEqual({ text: 'a,b\n1,2', encoding: undefined });
  });

  it('may end its lines with CR alone, or with each kind in turn', () => {
    expect(decoded(encode('名称\r某店\r', 'gb18030'), 3).text).toBe('名称\r某店\r');
    const { lines } = linesOf(Buffer.from('a\rb\r\nc\n\nd'), 1);
    expect(lines.map((line) => [line.text, line.end])).toEqual([
      ['a', '\r'],
      ['b', '\r\n'],
      ['c', '\n'],
      ['', '\n'],
      ['d', ''],
    ]);
  });

  it('is UTF-8 where both could be meant', () => {
    expect(decoded(Buffer.from('名称', 'utf8')).encoding).toBe('UTF-8');
    expect(decoded(encode('名称', 'gb18030')).encoding).toBe('GB18030');
  });

  it('is refused when no line of it can be decoded', () => {
    const reading = () => decoded(Buffer.from([0x81, 0xff, 0xff, 0x0a, 0xff]));
    expect(reading).toThrow(new Refusal('encoding-unknown'));
  });

  it('is known by the first line that can be decoded', () => {
    const bytes = Buffer.concat([Buffer.from('a\nb'), Buffer.from([0xff, 0x0a]), Buffer.from('店\n')]);
    for (const size of [1, 3, bytes.length]) {
      const { lines, encoding } = linesOf(bytes, size);
      expect(encoding).toBe('UTF-8');
      expect(lines.map(({ fault }) => fault)).toEqual([null, 'not-decodable', null]);
    }
  });

  it.each([
    ['UTF-8', Buffer.from('名称\n甲\n', 'utf8')],
    ['GB18030', encode('名称\n甲\n', 'gb18030')],
  ])('goes on behind a line with a broken byte, which says so: %s', (_name, good) => {
    const bytes = Buffer.concat([good, Buffer.from([0x61, 0xff, 0x0a]), good]);
    for (const size of [1, 4, bytes.length]) {
      expect(linesOf(bytes, size).lines.map((line) => [line.text, line.fault])).toEqual([
        ['名称', null],
        ['甲', null],
        ['a\uFFFD', 'not-decodable'],
        ['名称', null],
        ['甲', null],
      ]);
    }
  });

  it('goes on behind half a character of UTF-16', () => {
    const bytes = Buffer.from('\uFEFF名称\n甲\ud800乙\n丙\n', 'utf16le');
    expect(linesOf(bytes).lines.map(({ fault }) => fault)).toEqual([null, 'not-decodable', null]);
  });

  it.each([
    ['UTF-8', (said: string) => Buffer.from(said)],
    ['UTF-16', (said: string) => Buffer.from(`\uFEFF${said}`, 'utf16le')],
  ])('keeps the beginning of a line that does not end, and goes on behind it: %s', (_name, write) => {
    const { lines } = linesOf(write(`a\n${'x'.repeat(2_000_000)}\nb\n`), 65_536);
    expect(lines.map((line) => [line.text.slice(0, 2), line.fault])).toEqual([
      ['a', null],
      ['xx', 'too-long'],
      ['b', null],
    ]);
    expect(lines[1]?.text.length).toBeLessThan(2_000);
  });

  it('puts four hundred thousand pieces of one byte together a few times, not for every piece', () => {
    const decoder = new LineDecoder();
    const piece = Buffer.from('a');
    const putTogether = jest.spyOn(Buffer, 'concat');
    for (let count = 0; count < 400_000; count++) decoder.push(piece);
    expect(decoder.end()[0]?.text).toHaveLength(400_000);
    const copied = putTogether.mock.results.reduce((sum, { value }) => sum + (value as Buffer).length, 0);
    putTogether.mockRestore();
    expect(copied).toBeLessThan(20 * 400_000); // for every piece it would be eighty thousand million
  });
});
