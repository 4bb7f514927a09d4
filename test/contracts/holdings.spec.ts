import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CREDIT_HEBEI, CreditHebeiClient, creditHebeiMessage, PlainHoldings } from '@app/endpoints';
import type { Push } from '@app/outbox';
import { openSandbox } from '../../apps/sandbox/src/sandbox';
import { allHeld, holdingsContract } from '../../libs/endpoints/src/holdings.contract';
import { aPushOf } from '../../libs/endpoints/src/push.examples';
import { aPenalty, aPenaltyWithdrawal } from '../../libs/exchange/src/told.examples';

const node = { name: CREDIT_HEBEI, saying: creditHebeiMessage };

const going = new AbortController().signal;
const aShownPenalty = (n: number) =>
  aPushOf(aPenalty({ documentNumber: `廊消行罚决字〔2024〕第${n}号`, publicUntil: '2099-03-05' }), { position: n });

/** What a real sandbox holds, over HTTP. */
async function open() {
  const dataDir = await mkdtemp(join(tmpdir(), 'sandbox-'));
  const sandbox = await openSandbox({ port: 0, dataDir });
  const { url } = sandbox;
  const client = new CreditHebeiClient({ url });
  const post = (path: string, body: object) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return {
    url,
    holdings: new PlainHoldings({ ...node, url }),
    message: aShownPenalty,
    tell: async (push: Push) => {
      const [answer] = await client.send([push], going);
      if (answer?.outcome !== 'acknowledged') throw new Error(JSON.stringify(answer));
      return answer.receiptNumber;
    },
    spoil: async ({ key }: Push, damage: string) =>
      (await post('/control/damages', { idempotencyKey: key, damage })).status,
    close: async () => {
      await sandbox.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

holdingsContract('what a sandbox holds', open);

describe('what a sandbox holds', () => {
  let body: Awaited<ReturnType<typeof open>>;
  beforeEach(async () => {
    body = await open();
  });
  afterEach(() => body.close());

  const states = async () => (await allHeld(body.holdings)).map(({ kind, state }) => [kind, state]);

  it('is ended once it was withdrawn', async () => {
    await body.tell(aPushOf(aPenalty({ publicUntil: '2099-03-05' })));
    await body.tell(aPushOf(aPenaltyWithdrawal(), { position: 2, revision: 1 }));
    expect(await states()).toEqual([
      ['penalty-withdrawal', 'shown'],
      ['penalty', 'ended'],
    ]);
  });

  it('is ended when its publicity is over', async () => {
    await body.tell(aPushOf(aPenalty({ publicUntil: '2025-03-05' })));
    expect(await states()).toEqual([['penalty', 'ended']]);
  });

  it('goes on over more than one page', async () => {
    for (let n = 1; n <= 3; n += 1) await body.tell(aShownPenalty(n));
    const first = (await (await fetch(`${body.url}/holdings?limit=2`)).json()) as { items: unknown[]; next: string };
    const after = encodeURIComponent(first.next);
    const last = (await (await fetch(`${body.url}/holdings?limit=2&after=${after}`)).json()) as typeof first;
    expect([first.items.length, last.items.length, last.next]).toEqual([2, 1, null]);
  });

  it('can be spoilt in every way, for training', async () => {
    const [push, before] = [aShownPenalty(1), await body.tell(aShownPenalty(1))];
    expect(await body.spoil(push, 'double')).toBe(200);
    expect((await allHeld(body.holdings)).map(({ receiptNumber }) => receiptNumber)).toEqual([before, `${before}D`]);
    await body.spoil(push, 'alter');
    expect((await allHeld(body.holdings))[0]?.fingerprint).not.toBe(body.holdings.fingerprintOf(push));
    await body.spoil(push, 'end');
    expect((await allHeld(body.holdings))[0]?.state).toBe('ended');
    await body.spoil(push, 'show-again');
    expect((await allHeld(body.holdings))[0]?.state).toBe('shown');
    await body.spoil(push, 'lose');
    expect(await allHeld(body.holdings)).toHaveLength(1);
    expect(await body.spoil(push, 'lose')).toBe(404);
  });
});

describe('the client that asks what is held', () => {
  const answering = async (status: number, body: unknown) => {
    const server = createServer((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const holdings = new PlainHoldings({ ...node, url: `http://127.0.0.1:${port}` });
    return allHeld(holdings).finally(() => server.close());
  };
  const row = { key: 'k', kind: 'penalty', fingerprint: 'f', state: 'shown', receiptNumber: 'R' };

  it.each<[string, number, unknown]>([
    ['another status', 404, { items: [], next: null }],
    ['no page', 200, []],
    ['a row of a state that nobody knows', 200, { items: [{ ...row, state: 'hidden' }], next: null }],
    ['a row without a receipt', 200, { items: [{ ...row, receiptNumber: '' }], next: null }],
    ['a key with a control character', 200, { items: [{ ...row, key: 'k\n' }], next: null }],
    ['a page that leads nowhere', 200, { items: [row], next: 'another' }],
    ['an empty page that goes on', 200, { items: [], next: 'k' }],
  ])('takes %s for no answer', async (_what, status, body) => {
    await expect(answering(status, body)).rejects.toThrow();
  });
});
