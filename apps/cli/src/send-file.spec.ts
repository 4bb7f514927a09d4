import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FileException, type FileProgress, FileInterrupted, FileRefused, sendFile } from './send-file';

const folder = mkdtempSync(join(tmpdir(), 'send-file-'));
const small = join(folder, 'small.csv');
const large = join(folder, 'large.csv');
writeFileSync(small, '名称\n某店\n');
writeFileSync(large, '名称\n'.padEnd(20_000_000, '某店,1234567890\n'));

const summary = { rows: 1, recorded: 1, alreadyRecorded: 0, rejected: 0, position: 7, seconds: 0.1 };
type Script = (request: IncomingMessage, response: ServerResponse) => unknown;
const running: Server[] = [];

/** A ledger that answers its n-th request by the n-th script, and the last one from then on. */
async function ledgerThat(...scripts: [Script, ...Script[]]) {
  let asked = 0;
  const server = createServer((request, response) => {
    const script = scripts[Math.min(asked++, scripts.length - 1)] ?? scripts[0];
    script(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  running.push(server);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked };
}

afterEach(() => {
  for (const server of running.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

const say = (response: ServerResponse, ...lines: object[]) => {
  response.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
};

const finishes: Script = async (request, response) => {
  await textOf(request);
  say(response, { summary });
  response.end();
};
const goesAway: Script = (request, response) => {
  say(response, { row: 1, outcome: 'already-recorded' });
  request.once('data', () => setTimeout(() => response.destroy(), 20));
};
const has =
  (status: number, problem: object): Script =>
  (request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': 'application/problem+json' });
    response.end(JSON.stringify(problem));
  };

const send = (url: string, path = small, more: Partial<Parameters<typeof sendFile>[0]> = {}) =>
  sendFile({ url, key: 'fcl_key', path, retryAfterMs: 1, ...more });

describe('a file sent to the ledger', () => {
  it('arrives byte for byte, with the key, and gives the summary', async () => {
    const heard: unknown[] = [];
    const { url } = await ledgerThat(async (request, response) => {
      heard.push(request.method, request.url, request.headers.authorization, await textOf(request));
      say(response, { progress: { rows: 1, recorded: 1, alreadyRecorded: 0, rejected: 0 } }, { summary });
      response.end();
    });
    const progress: FileProgress[] = [];
    expect(await send(url, small, { kind: 'subjects', onProgress: (now) => progress.push(now) })).toEqual(summary);
    expect(heard).toEqual(['POST', '/intake?kind=subjects', 'Bearer fcl_key', '名称\n某店\n']);
    expect(progress).toMatchObject([{ counts: { rows: 1 }, bytesSent: 14, bytesTotal: 14 }]);
  });

  it('may be answered while it is still being sent, at length: neither side waits for the other', async () => {
    const { url } = await ledgerThat(async (request, response) => {
      let row = 0;
      for await (const piece of request) {
        row += (piece as Buffer).length > 0 ? 1 : 0;
        const line = `${JSON.stringify({ row, outcome: 'already-recorded', cells: 'x'.repeat(100_000) })}\n`;
        if (!response.write(line)) await once(response, 'drain');
      }
      say(response, { summary });
      response.end();
    });
    let exceptions = 0;
    expect(
      await send(url, large, {
        onException: () => {
          exceptions++;
        },
      }),
    ).toEqual(summary);
    expect(exceptions).toBeGreaterThan(100);
  });

  it.each([
    ['small', small],
    ['large', large],
  ])('is refused for good when the sender may not: %s', async (_size, path) => {
    const { url, asked } = await ledgerThat(has(403, { code: 'not-permitted', detail: '没有权限' }));
    await expect(send(url, path)).rejects.toEqual(new FileRefused('not-permitted', '没有权限'));
    expect(asked()).toBe(1);
  });

  it('is refused for good when it cannot be read on', async () => {
    const { url, asked } = await ledgerThat((request, response) => {
      request.resume();
      say(response, { error: { code: 'encoding-invalid', message: '第3行附近有无法识别的字符' } });
      response.end();
    });
    await expect(send(url)).rejects.toEqual(new FileRefused('encoding-invalid', '第3行附近有无法识别的字符'));
    expect(asked()).toBe(1);
  });

  it.each([
    ['goes away in the middle', goesAway],
    [
      'ends its answer without a summary',
      (_request, response) => response.end('{"row":1,"outcome":"already-recorded"}\n'),
    ],
    [
      'says that its log is not available',
      (_request, response) => response.end('{"error":{"code":"log-unavailable","message":"x"}}\n'),
    ],
    ['is not ready', has(503, { code: 'not-ready', detail: '尚未就绪' })],
  ] as [string, Script][])('is sent again from its beginning when the ledger %s', async (_what, fails) => {
    const { url, asked } = await ledgerThat(fails, finishes);
    const told: (FileException | 'begin')[] = [];
    const done = await send(url, small, {
      onAttempt: () => {
        told.push('begin');
      },
      onException: (exception) => {
        told.push(exception);
      },
    });
    expect(done).toEqual(summary);
    expect(asked()).toBe(2);
    expect(told.filter((one) => one === 'begin')).toHaveLength(2);
    expect(told.at(-1)).toBe('begin'); // what the first attempt told comes before it
  });

  it('is given up after a few attempts, and says so', async () => {
    const { url, asked } = await ledgerThat(goesAway);
    await expect(send(url, large, { attemptsMax: 3 })).rejects.toBeInstanceOf(FileInterrupted);
    expect(asked()).toBe(3);
  });

  it('is given up at once when the caller cannot take what is told', async () => {
    const { url, asked } = await ledgerThat((_request, response) =>
      response.end('{"row":1,"outcome":"already-recorded"}\n'),
    );
    const full = new Error('no space left on device');
    await expect(send(url, small, { onException: () => Promise.reject(full) })).rejects.toBe(full);
    expect(asked()).toBe(1);
  });

  it('finds nobody: says where it looked', async () => {
    const { url } = await ledgerThat(finishes);
    running.splice(0).forEach((server) => server.close());
    await expect(send(url, small, { attemptsMax: 2 })).rejects.toMatchObject({
      name: 'FileInterrupted',
      message: `连接不上台账 ${url}`,
    });
  });

  it('does not exist: nothing is sent', async () => {
    const { url, asked } = await ledgerThat(finishes);
    await expect(send(url, join(folder, 'absent.csv'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(asked()).toBe(0);
  });
});
