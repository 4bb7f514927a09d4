import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { KeyFile, ServiceEndpoint } from '@app/endpoints';
import type { Answer, Push } from '@app/outbox';
import { openSandbox } from '../../apps/sandbox/src/sandbox';
import { allHeld, holdingsContract } from '../../libs/endpoints/src/holdings.contract';
import { aNthPenalty, creditHebeiContract } from '../../libs/endpoints/src/credit-hebei/credit-hebei.contract';
import { creditHebeiMessage } from '../../libs/endpoints/src/credit-hebei/payload';
import {
  endpointContract,
  type EndpointUnderTest,
  laterAnswersContract,
} from '../../libs/endpoints/src/endpoint.contract';
import type { Algorithm } from '../../libs/endpoints/src/service/algorithms';
import { keyRingFrom, signingAt } from '../../libs/endpoints/src/service/key-ring';
import { aKey, type KeyHalves, privateHalf, publicHalf } from '../../libs/endpoints/src/service/keys.examples';
import { signRequest } from '../../libs/endpoints/src/service/signatures';
import { aPushOf } from '../../libs/endpoints/src/push.examples';
import { aPenalty } from '../../libs/exchange/src/told.examples';

async function replace(path: string, content: object): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(content));
  await rename(`${path}.new`, path);
}

interface Opening {
  readonly algorithm?: Algorithm;
  readonly later?: boolean;
  readonly tls?: boolean;
}

/** The service with a real sandbox behind it, over HTTP: each side signs and checks by its own code. */
async function open({ algorithm = 'ed25519', later = false, tls = false }: Opening = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'service-'));
  const ours = aKey('ledger-1', algorithm);
  const theirs = aKey('platform-1', algorithm);
  const ledgerKeys = join(folder, 'ledger.json');
  const platformKeys = join(folder, 'platform.json');
  /** Each side's file, as its operator would replace it. */
  const keys = {
    ledger: (own: readonly object[], body: readonly object[]) => replace(ledgerKeys, { own, body }),
    platform: (own: readonly object[], senders: readonly object[]) => replace(platformKeys, { own, senders }),
  };
  await keys.ledger([privateHalf(ours)], [publicHalf(theirs)]);
  await keys.platform([privateHalf(theirs)], [publicHalf(ours)]);

  const pem = (name: string) => readFile(join(__dirname, '../data/tls', name), 'utf8');
  const server = tls && {
    cert: await pem('platform.crt'),
    key: await pem('platform.key'),
    clientCa: await pem('ca.crt'),
  };
  const start = (port = 0) =>
    openSandbox({ port, dataDir: join(folder, 'data'), keysFile: platformKeys, ...(server && { tls: server }) });
  let sandbox = await start();
  let clock = Date.now();
  let frozen = false;
  const now = () => (frozen ? clock : Date.now());
  const endpointAt = (url: string, client?: { ca: string; cert?: string; key?: string }) =>
    new ServiceEndpoint({
      name: 'credit-hebei',
      saying: creditHebeiMessage,
      url,
      keys: new KeyFile(ledgerKeys, () => undefined),
      tls: client,
      now,
    });
  const control = (path: string, body: object = {}, method = 'POST') =>
    fetch(`${sandbox.url}/control/${path}`, {
      method,
      ...(method !== 'DELETE' && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  if (later) await control('answers', { later: true }, 'PUT');
  const opened: ServiceEndpoint[] = [];
  const connect = (url = sandbox.url, client?: { ca: string; cert?: string; key?: string }) => {
    const endpoint = endpointAt(url, client);
    opened.push(endpoint);
    return endpoint;
  };
  return {
    keys,
    ours,
    theirs,
    pem,
    connect,
    url: () => sandbox.url,
    endpoint: connect(),
    message: aNthPenalty,
    setClock: (instant: number) => {
      frozen = true;
      clock = instant;
    },
    restart: async () => {
      const port = Number(new URL(sandbox.url).port);
      await sandbox.close();
      sandbox = await start(port);
    },
    misbehave: async (fault: object) => {
      await control('faults', { times: 1, ...fault });
    },
    failNext: async () => {
      await control('faults', { mode: 'fail', times: 1 });
    },
    loseNextAnswer: async () => {
      await control('faults', { mode: 'drop-answer', times: 1 });
    },
    rejectNext: async () => {
      await control('faults', { mode: 'refuse', times: 1 });
    },
    answerAll: async () => {
      await control('decisions');
    },
    forgetUnanswered: async () => {
      await control('taken', {}, 'DELETE');
    },
    stored: async () => {
      const page = (await (await fetch(`${sandbox.url}/records?limit=1000`)).json()) as {
        items: { idempotencyKey: string; arrivals: number }[];
      };
      return page.items.map(({ idempotencyKey: key, arrivals }) => ({ key, arrivals }));
    },
    close: async () => {
      await Promise.all(opened.map((endpoint) => endpoint.close()));
      await sandbox.close();
      await rm(folder, { recursive: true });
    },
  };
}

const atOnce = (algorithm: Algorithm) => async () => {
  const subject: EndpointUnderTest = await open({ algorithm });
  delete subject.answerAll; // it answers at once
  delete subject.forgetUnanswered;
  return subject;
};

endpointContract('a service signed with Ed25519', atOnce('ed25519'));
endpointContract('a service signed with SM2', atOnce('sm2-sm3'));
creditHebeiContract('a service signed with Ed25519', atOnce('ed25519'));
laterAnswersContract('a service that answers later', () => open({ later: true }));

const going = new AbortController().signal;

holdingsContract('what a signed service holds', async () => {
  const subject = await open();
  return {
    holdings: subject.endpoint.holdings,
    message: (n) =>
      aPushOf(aPenalty({ documentNumber: `廊消行罚决字〔2024〕第${n}号`, publicUntil: '2099-03-05' }), { position: n }),
    tell: async (push: Push) => {
      const [answer] = await subject.endpoint.send([push], going);
      if (answer?.outcome !== 'acknowledged') throw new Error(JSON.stringify(answer));
      return answer.receiptNumber;
    },
    close: subject.close,
  };
});

describe('a signed service', () => {
  let subject: Awaited<ReturnType<typeof open>>;
  const servers: Server[] = [];
  beforeEach(async () => {
    subject = await open();
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
    await subject.close();
  });

  const send = async (n = 1, endpoint = subject.endpoint): Promise<Answer | undefined> =>
    (await endpoint.send([aNthPenalty(n)], going))[0];
  const failedBecause = (why: string) => ({ outcome: 'failed', reason: expect.stringContaining(why) as string });
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  /** Somebody between the two, who sees everything. */
  async function between(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  interface Passed {
    readonly status: number;
    readonly headers: IncomingHttpHeaders;
    readonly text: string;
  }

  /** Passes a request on with its own head, the host it was meant for included, as a proxy of an office does. */
  async function passOn(incoming: IncomingMessage): Promise<Passed> {
    const { method, url = '/', headers } = incoming;
    const onward = request(subject.url() + url, { method, headers });
    incoming.pipe(onward);
    const [answer] = (await once(onward, 'response')) as [IncomingMessage];
    return { status: answer.statusCode ?? 0, headers: answer.headers, text: await textOf(answer) };
  }

  const reply = (response: ServerResponse, { status, headers, text }: Passed) => {
    const framing = ['transfer-encoding', 'content-length'];
    const head = Object.fromEntries(Object.entries(headers).filter(([name]) => !framing.includes(name)));
    response.writeHead(status, head).end(text);
  };

  describe('with somebody between', () => {
    it('is reached through a proxy that changes nothing', async () => {
      const proxy = await between((incoming, response) => {
        void passOn(incoming).then((answer) => {
          reply(response, answer);
        });
      });
      expect(await send(1, subject.connect(proxy))).toMatchObject({ outcome: 'acknowledged' });
    });

    it('refuses what was meant for another address', async () => {
      const proxy = await between((incoming, response) => {
        incoming.headers.host = new URL(subject.url()).host;
        void passOn(incoming).then((answer) => {
          reply(response, answer);
        });
      });
      expect(await send(1, subject.connect(proxy))).toMatchObject(failedBecause('4005'));
      expect(await subject.stored()).toEqual([]);
    });

    it('believes no receipt that the body has not signed', async () => {
      const proxy = await between((incoming, response) => {
        incoming.resume();
        const { key: idempotencyKey } = aNthPenalty(1);
        const receipt = { status: '记名成功', receiptNumber: 'X1', receivedAt: '2026-06-01T00:00:00.000Z' };
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ idempotencyKey, ...receipt }));
      });
      expect(await send(1, subject.connect(proxy))).toMatchObject(failedBecause('answer without a signature'));
    });

    it('believes no answer of the body to an earlier request, be it about the same message', async () => {
      const earlier: Passed[] = [];
      const proxy = await between((incoming, response) => {
        void passOn(incoming).then((answer) => {
          earlier.push(answer);
          reply(response, earlier[0] ?? answer);
        });
      });
      const endpoint = subject.connect(proxy);
      expect(await send(1, endpoint)).toMatchObject({ outcome: 'acknowledged' });
      expect(await send(1, endpoint)).toMatchObject(failedBecause('answer with a wrong signature'));
    });

    it.each([
      [
        'another receipt number',
        ({ text, ...answer }: Passed) => ({ ...answer, text: text.replace(/HB\d/, 'HB9') }),
        'digest',
      ],
      ['another status', (answer: Passed) => ({ ...answer, status: 422 }), 'wrong signature'],
      [
        'fewer things signed',
        (answer: Passed) => ({
          ...answer,
          headers: {
            ...answer.headers,
            'signature-input': String(answer.headers['signature-input']).replace(' "signature";req', ''),
          },
        }),
        'does not sign what it must',
      ],
    ])('believes no answer with %s', async (_what, changed, why) => {
      const proxy = await between((incoming, response) => {
        void passOn(incoming).then((answer) => {
          reply(response, changed(answer));
        });
      });
      expect(await send(1, subject.connect(proxy))).toMatchObject(failedBecause(why));
    });
  });

  describe('asked for all it holds', () => {
    beforeEach(() => send(1));

    it('gives it page by page, each one signed', async () => {
      await send(2);
      const proxied: string[] = [];
      const proxy = await between((incoming, response) => {
        proxied.push(incoming.url ?? '');
        void passOn(incoming).then((answer) => {
          reply(response, answer);
        });
      });
      expect(await allHeld(subject.connect(proxy).holdings)).toHaveLength(2);
      expect(proxied).toEqual(['/v1/holdings']);
    });

    it.each([
      [
        'that was shortened on the way',
        (answer: Passed) => ({ ...answer, text: '{"items":[],"next":null}' }),
        'digest',
      ],
      ['that nobody signed', ({ status, text }: Passed) => ({ status, text, headers: {} }), 'without a signature'],
    ])('is believed no page %s', async (_what, changed, why) => {
      const proxy = await between((incoming, response) => {
        void passOn(incoming).then((answer) => {
          reply(response, changed(answer));
        });
      });
      await expect(allHeld(subject.connect(proxy).holdings)).rejects.toThrow(why);
    });

    it('is told nothing unsigned, and says nothing to who does not sign', async () => {
      const ask = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"after":"","limit":10}' };
      const answer = await fetch(`${subject.url()}/v1/holdings`, ask);
      expect([answer.status, await answer.json()]).toMatchObject([401, { code: '4001' }]);
    });
  });

  it('says a message again by a new nonce, and is answered by the same receipt', async () => {
    const first = await send();
    expect(first).toMatchObject({ outcome: 'acknowledged' });
    expect(await send()).toEqual(first);
  });

  it('refuses a nonce that was used, also after a restart', async () => {
    const ring = keyRingFrom(JSON.stringify({ own: [privateHalf(subject.ours)], body: [publicHalf(subject.theirs)] }));
    const body = JSON.stringify(creditHebeiMessage(aNthPenalty(1)));
    const url = `${subject.url()}/v1/records`;
    const { headers } = await signRequest(signingAt(ring, Date.now()), { method: 'POST', url, body, now: Date.now() });
    const say = () => fetch(url, { method: 'POST', headers, body });
    expect((await say()).status).toBe(200);
    for (const restarted of [false, true]) {
      if (restarted) await subject.restart();
      const again = await say();
      expect([again.status, await again.json()]).toMatchObject([401, { code: '4006' }]);
    }
    expect(await subject.stored()).toMatchObject([{ arrivals: 1 }]);
  });

  it.each([
    [-301_000, '4004'],
    [400_000, '4004'], // our clock stands, theirs goes on: what is ahead comes nearer while it is on its way
  ])('is refused when our clock differs by %d ms', async (difference, code) => {
    subject.setClock(Date.now() + difference);
    expect(await send()).toMatchObject(failedBecause(code));
  });

  it('changes keys on both sides under load: nothing is refused, and the old keys are, after their day', async () => {
    const next: { ours: KeyHalves; theirs: KeyHalves } = {
      ours: aKey('ledger-2', 'sm2-sm3'),
      theirs: aKey('platform-2'),
    };
    const answers: (Answer | undefined)[] = [];
    let going = true;
    let n = 0;
    const load = Promise.all(
      Array.from({ length: 4 }, async () => {
        while (going) answers.push(await send((n += 1)));
      }),
    );
    await pause(200);
    // First each side learns the other's new key, then it uses its own.
    await subject.keys.ledger([privateHalf(subject.ours)], [publicHalf(subject.theirs), publicHalf(next.theirs)]);
    await subject.keys.platform([privateHalf(subject.theirs)], [publicHalf(subject.ours), publicHalf(next.ours)]);
    await pause(1_500);
    await subject.keys.ledger(
      [privateHalf(subject.ours), privateHalf(next.ours)],
      [publicHalf(subject.theirs), publicHalf(next.theirs)],
    );
    await subject.keys.platform(
      [privateHalf(subject.theirs), privateHalf(next.theirs)],
      [publicHalf(subject.ours), publicHalf(next.ours)],
    );
    await pause(1_500);
    going = false;
    await load;
    expect(answers.filter((answer) => answer?.outcome !== 'acknowledged')).toEqual([]);
    expect(answers.length).toBeGreaterThan(50);

    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    await subject.keys.ledger([privateHalf(subject.ours)], [publicHalf(subject.theirs), publicHalf(next.theirs)]);
    await subject.keys.platform(
      [privateHalf(next.theirs)],
      [publicHalf(subject.ours, { until: yesterday }), publicHalf(next.ours)],
    );
    await pause(1_100);
    expect(await send((n += 1))).toMatchObject(failedBecause('4003'));
    await subject.keys.ledger([privateHalf(next.ours)], [publicHalf(next.theirs, { until: yesterday })]);
    await pause(1_100);
    expect(await send((n += 1))).toMatchObject(failedBecause('not trusted today: platform-2'));
  });
});

describe('a service over TLS', () => {
  it('is reached with a client certificate, by who believes its authority, and by nobody else', async () => {
    const subject = await open({ tls: true });
    const { pem } = subject;
    const ca = await pem('ca.crt');
    const send = async (client: { ca: string; cert?: string; key?: string }) =>
      (await subject.connect(subject.url(), client).send([aNthPenalty(1)], new AbortController().signal))[0];
    expect(await send({ ca, cert: await pem('ledger.crt'), key: await pem('ledger.key') })).toMatchObject({
      outcome: 'acknowledged',
    });
    expect(await send({ ca })).toMatchObject({ outcome: 'failed' });
    expect(await send({ ca, cert: await pem('stranger.crt'), key: await pem('stranger.key') })).toMatchObject({
      outcome: 'failed',
    });
    const otherCa = await pem('other-ca.crt');
    expect(await send({ ca: otherCa, cert: await pem('ledger.crt'), key: await pem('ledger.key') })).toMatchObject({
      outcome: 'failed',
    });
    await subject.close();
  });
});
