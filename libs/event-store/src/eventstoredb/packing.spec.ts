import { randomBytes } from 'node:crypto';
import { pack, unpack } from './packing';

const kilobyte = 1_024;
const megabyte = 1_024 * kilobyte;

describe('data that is kept', () => {
  it.each([
    ['as it is, when it is small', Buffer.alloc(512 * kilobyte, 'a'), undefined],
    ['packed, when it is large', Buffer.alloc(512 * kilobyte + 1, 'a'), 'gzip'],
    ['as it is, when packing would not make it smaller', randomBytes(600 * kilobyte), undefined],
    ['packed, up to what is unpacked again', Buffer.alloc(64 * megabyte), 'gzip'],
    [
      'as it is (so the server refuses it), when nobody would unpack it again',
      Buffer.alloc(64 * megabyte + 1),
      undefined,
    ],
  ])('%s', (_what, data, packing) => {
    const packed = pack(data);
    expect(packed.packing).toBe(packing);
    expect(Buffer.compare(unpack(packed.bytes, packed.packing), data)).toBe(0);
  });

  it('packed, however small, when what is appended with it is large', () => {
    const data = Buffer.alloc(200 * kilobyte, 'a');
    expect(pack(data, 512 * kilobyte).packing).toBeUndefined();
    expect(pack(data, 512 * kilobyte + 1).packing).toBe('gzip');
  });
});
