import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { ask, answerBytesMax, retryAfterOf } from './ask';

const servers: Server[] = [];
const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/records`;
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return addressOf(server);
}
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const going = new AbortController().signal;
const asked = (address: string, timeoutMs = 5_000, signal = going) =>
  ask(address, { body: '{"全部":"记录"}', signal, timeoutMs });
const closed = (response: ServerResponse) => new Promise((resolve) => response.on('close', resolve));

describe('asking a receiving body', () => {
  it('gives the answer as it came', async () => {
    const address = await serve((_, response) => response.writeHead(422).end('记名不成功'));
    expect(await asked(address)).toMatchObject({ status: 422, text: '记名不成功', retryAfterMs: undefined });
  });

  it('only reads where there is nothing to send', async () => {
    const address = await serve((request, response) => response.end(request.method));
    expect((await ask(address, { signal: going, timeoutMs: 5_000 })).text).toBe('GET');
  });

  it('hears for how long the body wants to be left alone', async () => {
    const address = await serve((_, response) => response.writeHead(503, { 'retry-after': '7' }).end());
    expect((await asked(address)).retryAfterMs).toBe(7_000);
  });

  it.each<[string | undefined, string | undefined, number | undefined]>([
    [undefined, undefined, undefined],
    ['120', undefined, 120_000],
    ['soon', undefined, undefined],
    ['999999999', undefined, 86_400_000],
    ['Wed, 06 Mar 2024 01:02:10 GMT', 'Wed, 06 Mar 2024 01:02:03 GMT', 7_000],
    ['Wed, 06 Mar 2024 01:02:00 GMT', 'Wed, 06 Mar 2024 01:02:03 GMT', 0],
    ['Wed, 06 Mar 2024 01:02:10 GMT', undefined, undefined],
  ])('Retry-After %s, said at %s, is %d ms', (header, date, ms) => {
    expect(retryAfterOf(header, date)).toBe(ms);
  });

  it.each([301, 302, 303, 307, 308])('follows no redirect (%d): nobody else is told', async (status) => {
    const told: string[] = [];
    const elsewhere = await serve((request, response) => {
      told.push(request.method ?? '');
      response.end('{}');
    });
    const address = await serve((_, response) => response.writeHead(status, { location: elsewhere }).end());
    await expect(asked(address)).rejects.toThrow(`redirect ${status}, which is not followed`);
    expect(told).toEqual([]);
  });

  it('reads an answer of the longest length, and none that is a byte longer', async () => {
    let length = answerBytesMax;
    const address = await serve((_, response) => response.end(Buffer.alloc(length, 'a')));
    expect((await asked(address)).text).toHaveLength(answerBytesMax);
    length += 1;
    await expect(asked(address)).rejects.toThrow('answer longer than 65536 bytes');
  });

  it('stops reading an answer without end, and lets go of the connection', async () => {
    let sent = 0;
    let over: Promise<unknown> = Promise.resolve();
    const address = await serve((_, response) => {
      over = closed(response);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 'a'))) sent += 65_536;
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    await expect(asked(address)).rejects.toThrow('answer longer than');
    await over;
    expect(sent).toBeLessThan(32 * 1024 * 1024);
  });

  it('asks for no compressed answer, and takes none: 50 KB may become 50 MB', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024, 'a'));
    const codings: unknown[] = [];
    const address = await serve((request, response) => {
      codings.push(request.headers['accept-encoding']);
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });
    await expect(asked(address)).rejects.toThrow('compressed answer (gzip)');
    expect(codings).toEqual([undefined]);
  });

  it('waits no longer than it was told, also when the answer comes drop by drop', async () => {
    let over: Promise<unknown> = Promise.resolve();
    const address = await serve((_, response) => {
      const drip = setInterval(() => response.write(' '), 50);
      over = closed(response).then(() => {
        clearInterval(drip);
      });
    });
    await expect(asked(address, 400)).rejects.toThrow('timeout'); // the drops never end: nothing else could end it
    await over;
  });

  it('ends when it is broken off half way through an answer', async () => {
    const abort = new AbortController();
    const address = await serve((_, response) => {
      response.write('{"half":');
      setTimeout(() => {
        abort.abort();
      }, 50);
    });
    await expect(asked(address, 5_000, abort.signal)).rejects.toThrow('aborted');
  });
});
