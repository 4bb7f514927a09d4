import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreditHebeiClient } from '@app/endpoints';
import { openSandbox } from '../../apps/sandbox/src/sandbox';
import { aNthPenalty, creditHebeiContract } from '../../libs/endpoints/src/credit-hebei/credit-hebei.contract';
import { askedByKeyContract, endpointContract } from '../../libs/endpoints/src/endpoint.contract';
import { aPushOf } from '../../libs/endpoints/src/push.examples';
import { aPenalty } from '../../libs/exchange/src/told.examples';

/** The client with a real sandbox behind it, over HTTP. */
async function open() {
  const dataDir = await mkdtemp(join(tmpdir(), 'sandbox-'));
  const sandbox = await openSandbox({ port: 0, dataDir });
  const post = (path: string, body: object) =>
    fetch(sandbox.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return {
    url: sandbox.url,
    endpoint: new CreditHebeiClient({ url: sandbox.url, timeoutMs: 2_000 }),
    message: aNthPenalty,
    misbehave: async (fault: object) => {
      await post('/control/faults', { times: 1, ...fault });
    },
    failNext: async () => {
      await post('/control/faults', { mode: 'fail', times: 1 });
    },
    loseNextAnswer: async () => {
      await post('/control/faults', { mode: 'drop-answer', times: 1 });
    },
    rejectNext: async () => {
      await post('/control/faults', { mode: 'refuse', times: 1 });
    },
    stored: async () => {
      const page = (await (await fetch(`${sandbox.url}/records?limit=1000`)).json()) as {
        items: { idempotencyKey: string; arrivals: number }[];
      };
      return page.items.map(({ idempotencyKey: key, arrivals }) => ({ key, arrivals }));
    },
    close: async () => {
      await sandbox.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

endpointContract('the client with a sandbox behind it', open);
askedByKeyContract('the client with a sandbox behind it', open);
creditHebeiContract('the client with a sandbox behind it', open);

describe('the client, by itself', () => {
  const send = async (client: CreditHebeiClient, documentNumber = '廊消行罚决字〔2024〕第0001号') =>
    (await client.send([aPushOf(aPenalty({ documentNumber }))], new AbortController().signal))[0];

  let platform: Awaited<ReturnType<typeof open>>;
  beforeEach(async () => {
    platform = await open();
  });
  afterEach(() => platform.close());

  it('does not wait longer than its time-out, and the next try meets the receipt', async () => {
    const hasty = new CreditHebeiClient({ url: platform.url, timeoutMs: 100 });
    await platform.misbehave({ mode: 'delay', delayMs: 300 });
    expect(await send(hasty)).toMatchObject({ outcome: 'failed' });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await send(hasty)).toMatchObject({ outcome: 'acknowledged' });
    expect(await platform.stored()).toMatchObject([{ arrivals: 2 }]);
  });

  it.each([0, 5, 20])('takes no second answer (%d ms later) for the answer to another push', async (delayMs) => {
    await platform.misbehave({ mode: 'answer-twice', times: 20, delayMs });
    const receipts: string[] = [];
    for (let i = 0; i < 20; i += 1) {
      const outcome = await send(platform.endpoint, `廊消行罚决字〔2024〕第${i}号`);
      if (outcome?.outcome !== 'failed') receipts.push(JSON.stringify(outcome));
    }
    expect(receipts.length).toBeGreaterThan(0);
    expect(new Set(receipts).size).toBe(receipts.length);
  });

  it('fails when nobody answers', async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    const nobody = new CreditHebeiClient({ url: `http://127.0.0.1:${port}` });
    expect(await send(nobody)).toMatchObject({ outcome: 'failed', arrived: 'no' });
    expect(await nobody.askByKey([aPushOf(aPenalty())], new AbortController().signal)).toMatchObject([
      { outcome: 'failed' },
    ]);
  });

  describe('an answer it cannot trust is no answer', () => {
    let server: Server;
    let answer: { status: number; body: string; headers?: Record<string, string> };

    beforeAll(async () => {
      server = createServer((_, response) => response.writeHead(answer.status, answer.headers).end(answer.body));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    });
    afterAll(() => {
      server.closeAllConnections();
      server.close();
    });

    const receipt = {
      idempotencyKey: 'credit-hebei:penalty:1113100001YMGCE72W:廊消行罚决字〔2024〕第0001号:91131002MABBQNQG8X:0',
      status: '记名成功',
      receiptNumber: 'HB202403060000000001',
      receivedAt: '2024-03-06T09:02:03+08:00',
    };
    const refusal = {
      idempotencyKey: receipt.idempotencyKey,
      status: '记名不成功',
      code: '1001',
      message: '不匹配\u0000',
      fields: [],
    };
    const given = (status: number, body: unknown) => {
      answer = { status, body: typeof body === 'string' ? body : JSON.stringify(body) };
      return send(new CreditHebeiClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
    };

    it('(while one that it can trust is)', async () => {
      expect(await given(200, receipt)).toEqual({
        outcome: 'acknowledged',
        receiptNumber: 'HB202403060000000001',
        receivedAt: '2024-03-06T01:02:03.000Z',
      });
      expect(await given(422, refusal)).toEqual({ outcome: 'rejected', code: '1001', message: '不匹配 ', fields: [] });
    });

    it('keeps words of any length and with any character as far as they can be kept', async () => {
      const message = `${'甲'.repeat(499)}𠮷乙`;
      const fields = ['x\uD800', 7, '长'.repeat(200), ...Array.from({ length: 200 }, () => '𠮷'.repeat(51))];
      expect(await given(422, { ...refusal, message, fields })).toEqual({
        outcome: 'rejected',
        code: '1001',
        message: '甲'.repeat(499),
        fields: ['x\uFFFD', '长'.repeat(100), ...Array.from({ length: 48 }, () => '𠮷'.repeat(50))],
      });
      expect(await given(500, `${'a'.repeat(199)}😀 tail`)).toMatchObject({
        outcome: 'failed',
        answer: 'a'.repeat(199),
      });
    });

    it.each<[string, number, unknown]>([
      ['a page of a proxy', 200, '<html>请登录</html>'],
      ['a receipt for another push', 200, { ...receipt, idempotencyKey: 'another' }],
      ['a refusal of another push', 422, { ...refusal, idempotencyKey: 'another' }],
      ['a wrong address', 404, { message: 'Not Found' }],
      ['a lost key', 401, refusal],
      ['an overloaded gateway', 502, ''],
    ])('%s: tried again, however often', async (_, status, body) => {
      expect(await given(status, body)).toMatchObject({ outcome: 'failed' });
    });

    it('a redirect is not followed, and an answer without measure not read: tried again, and said why', async () => {
      const given = (changes: typeof answer) => {
        answer = changes;
        return send(new CreditHebeiClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
      };
      expect(await given({ status: 307, body: '', headers: { location: platform.url } })).toEqual({
        outcome: 'failed',
        reason: 'redirect 307, which is not followed',
      });
      expect(await platform.stored()).toEqual([]);
      expect(await given({ status: 200, body: ' '.repeat(70_000) + JSON.stringify(receipt) })).toEqual({
        outcome: 'failed',
        reason: 'answer longer than 65536 bytes',
      });
    });

    it('keeps of its words a measure, and no half of a character', async () => {
      const said = {
        ...refusal,
        message: `${'甲'.repeat(499)}𠮷乙`,
        fields: ['x\ud800', ...Array<string>(99).fill('长'.repeat(99))],
      };
      expect(await given(422, said)).toMatchObject({ outcome: 'rejected', message: '甲'.repeat(499) });
      const rejected = (await given(422, said)) as unknown as { fields: string[] };
      expect(rejected.fields).toHaveLength(50);
      expect(rejected.fields.slice(0, 2)).toEqual(['x\ufffd', '长'.repeat(99)]);
      expect(await given(500, `${'a'.repeat(199)}😀 tail`)).toMatchObject({ answer: 'a'.repeat(199) });
    });

    it('asked by key: only its own word that it holds nothing is taken for that', async () => {
      const asked = async (status: number, body: unknown) => {
        answer = { status, body: JSON.stringify(body) };
        const client = new CreditHebeiClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
        return (await client.askByKey([aPushOf(aPenalty())], new AbortController().signal))[0]?.outcome;
      };
      const { idempotencyKey } = receipt;
      expect(await asked(404, { idempotencyKey, status: '无此记录' })).toBe('absent');
      expect(await asked(404, { idempotencyKey: 'another', status: '无此记录' })).toBe('failed');
      expect(await asked(404, { message: 'Not Found' })).toBe('failed');
      expect(await asked(503, { idempotencyKey, status: '无此记录' })).toBe('failed');
      expect(await asked(404, { idempotencyKey, status: '?' })).toBe('unreadable');
      expect(await asked(200, { idempotencyKey, receipt })).toBe('acknowledged');
      expect(await asked(200, { idempotencyKey, receipt: null })).toBe('unreadable');
    });

    it('passes on for how long the body wants to be left alone', async () => {
      answer = { status: 503, body: '', headers: { 'retry-after': '30' } };
      const client = new CreditHebeiClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
      expect(await send(client)).toMatchObject({ outcome: 'failed', retryAfterMs: 30_000 });
    });

    it.each<[string, number, unknown]>([
      ['a receipt without a number', 200, { ...receipt, receiptNumber: '' }],
      ['a receipt from no day', 200, { ...receipt, receivedAt: 'today' }],
      ['a receipt from a year that nobody wrote', 200, { ...receipt, receivedAt: '+012026-01-01T00:00:00Z' }],
      ['a receipt from before there were years', 200, { ...receipt, receivedAt: '-000001-01-01T00:00:00Z' }],
      ['a receipt that says 处理中', 200, { ...receipt, status: '处理中' }],
      ['a refusal without a code', 422, { ...refusal, code: undefined }],
      ['a refusal with a status of success', 200, refusal],
    ])('%s: it is about this very push, and is counted', async (_, status, body) => {
      expect(await given(status, body)).toMatchObject({ outcome: 'unreadable' });
    });
  });
});
