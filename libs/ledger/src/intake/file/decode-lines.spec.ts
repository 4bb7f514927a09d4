import { encode } from 'iconv-lite';
import { refusalFrom } from '../../../../../test/support/refusal-from';
import { encodingOf, LineDecoder, LineNotDecodable, LineTooLong } from './decode-lines';

const text = '名称,备注\r\n廊坊𠮷祥店,"第一行\n第二行"\r\n镕记㐂店,好\r\n';

async function* inPieces(bytes: Buffer, size: number) {
  for (let start = 0; start < bytes.length; start += size) {
    yield await Promise.resolve(bytes.subarray(start, start + size));
  }
}

async function decoded(bytes: Buffer, size = bytes.length) {
  const decoder = new LineDecoder();
  const pieces: string[] = [];
  for await (const piece of decoder.decode(inPieces(bytes, size))) pieces.push(piece);
  return { text: pieces.join(''), encoding: decoder.encoding };
}

describe('the text of a file', () => {
  it.each([
    ['UTF-8', Buffer.from(text, 'utf8'), 'UTF-8'],
    ['UTF-8 with a byte-order mark', Buffer.from(`\uFEFF${text}`, 'utf8'), 'UTF-8'],
    ['GB18030 with characters of four bytes', encode(text, 'gb18030'), 'GB18030'],
  ])('is the same in %s, wherever the pieces are cut', async (_name, bytes, encoding) => {
    for (const size of [1, 2, 3, 4, 5, 7, 11, 64, bytes.length]) {
      expect(await decoded(bytes, size)).toEqual({ text, encoding });
    }
  });

  it('holds characters of four bytes in its GB18030 form, or the example would show nothing', () => {
    expect(encode('𠮷㐂', 'gb18030')).toHaveLength(8);
  });

  it.each([
    ['UTF-8', Buffer.from('店\n', 'utf8')],
    ['GB18030', encode('店\n', 'gb18030')],
  ])('is judged only when something other than ASCII comes, be it after 64 KB: %s', async (encoding, ending) => {
    const ascii = 'abcdefg,1\n'.repeat(7_000);
    const found = await decoded(Buffer.concat([Buffer.from(ascii), ending]), 65_536);
    expect(found).toEqual({ text: `${ascii}店\n`, encoding });
  });

  it('may be ASCII to the end, and needs no line end', async () => {
    expect(await decoded(Buffer.from('a,b\n1,2'))).toEqual({ text: 'a,b\n1,2', encoding: undefined });
  });

  it('may end its lines with CR alone', async () => {
    expect((await decoded(encode('名称\r某店\r', 'gb18030'), 3)).text).toBe('名称\r某店\r');
  });

  it('takes UTF-8 where both could be meant', () => {
    expect(encodingOf(Buffer.from('名称', 'utf8'))).toBe('UTF-8');
    expect(encodingOf(encode('名称', 'gb18030'))).toBe('GB18030');
  });

  it('is refused when its first line is neither', async () => {
    const utf16 = Buffer.from('\uFEFF名称\n', 'utf16le');
    expect((await refusalFrom(decoded(utf16))).code).toBe('encoding-unknown');
  });

  it.each([
    ['UTF-8', Buffer.from('名称\n甲\n', 'utf8')],
    ['GB18030', encode('名称\n甲\n', 'gb18030')],
  ])('is handed out up to the line with a broken byte, then refused: %s', async (_name, good) => {
    const decoder = new LineDecoder();
    let handedOut = '';
    const reading = async () => {
      const bytes = Buffer.concat([good, Buffer.from([0x61, 0xff, 0x0a]), good]);
      for await (const piece of decoder.decode(inPieces(bytes, 65_536))) handedOut += piece;
    };
    await expect(reading()).rejects.toBeInstanceOf(LineNotDecodable);
    expect(handedOut).toBe('名称\n甲\n');
  });

  it('is refused when a line does not end', async () => {
    await expect(decoded(Buffer.alloc(2_000_000, 'a'), 65_536)).rejects.toBeInstanceOf(LineTooLong);
  });
});
