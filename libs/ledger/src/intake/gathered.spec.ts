import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { turnsOfTheLoop } from '../../../../test/support/turns-of-the-loop';
import { gathered } from './gathered';

async function allOf(pieces: AsyncIterable<Buffer>): Promise<Buffer[]> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}
const textOf = (pieces: readonly Buffer[]) => Buffer.concat(pieces).toString('utf8');

describe('what comes in', () => {
  it('is the same however small it was cut', async () => {
    const text = Array.from({ length: 60_000 }, (_, at) => `第${at}行\n`).join('');
    const bytes = Buffer.from(text);
    for (const size of [1, 7, 1_000, 4_096, 70_000]) {
      const cut = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      );
      expect(textOf(await allOf(gathered(Readable.from(cut, { objectMode: false })))) === text).toBe(true);
    }
  });

  it('is handed on as it comes: nobody waits for more', async () => {
    const body = new PassThrough();
    const pieces = gathered(body);
    for (const word of ['甲', '乙乙', '丙']) {
      body.write(word);
      expect((await pieces.next()).value?.toString()).toBe(word);
    }
    body.end();
    expect(await pieces.next()).toMatchObject({ done: true });
  });

  it('is handed on up to where it broke off, and then the reason', async () => {
    const body = new PassThrough();
    const pieces = gathered(body);
    body.write('一行');
    expect((await pieces.next()).value?.toString()).toBe('一行');
    body.destroy(new Error('broken off'));
    await expect(pieces.next()).rejects.toThrow('broken off');
  });

  it('is not held in memory when nobody asks for it', async () => {
    let given = 0;
    const body = new Readable({
      read() {
        this.push(Buffer.alloc(++given > 100 ? 0 : 64 * 1024));
        if (given > 100) this.push(null);
      },
    });
    const pieces = gathered(body);
    await pieces.next();
    for (let turns = 0; turns < 20; turns++) await turn();
    expect(given).toBeLessThan(20);
    expect((await allOf(pieces)).length).toBeGreaterThan(0);
    expect(given).toBeGreaterThan(100);
  });

  it('leaves a body that is not read to its end as it is', async () => {
    const body = new PassThrough();
    body.write('一');
    for await (const piece of gathered(body)) {
      expect(piece.toString()).toBe('一');
      break;
    }
    expect(body.destroyed).toBe(false);
    expect(body.listenerCount('data')).toBe(0);
  });
});

describe('a file in 150,000 pieces of one byte', () => {
  it('comes whole, in turns that others share', async () => {
    const received: { pieces: number; bytes: number; turns: number }[] = [];
    const server = createServer((request: IncomingMessage, response) => {
      void (async () => {
        const turns = turnsOfTheLoop();
        const pieces = await allOf(gathered(request));
        turns.stop();
        received.push({ pieces: pieces.length, bytes: Buffer.concat(pieces).length, turns: turns.count });
        response.end('read');
      })();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n');
    socket.end('1\r\na\r\n'.repeat(150_000) + '0\r\n\r\n');
    socket.resume();
    await once(socket, 'close');
    server.close();
    expect(received).toHaveLength(1);
    expect(received[0]?.bytes).toBe(150_000);
    expect(received[0]?.pieces).toBeLessThan(1_000);
    expect(received[0]?.turns).toBeGreaterThan(5);
  });
});
