import { mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DirectoryFolder,
  ExchangeFiles,
  type ExchangeFileOptions,
  FileEndpoint,
  type Folder,
  SftpFolder,
} from '@app/endpoints';
import type { Push, SentPush } from '@app/outbox';
import { openSandbox } from '../../apps/sandbox/src/sandbox';
import { aNthPenalty } from '../../libs/endpoints/src/credit-hebei/credit-hebei.contract';
import { creditHebeiMessage } from '../../libs/endpoints/src/credit-hebei/payload';
import {
  askedByKeyContract,
  endpointContract,
  type EndpointUnderTest,
  laterAnswersContract,
  outcomeOf,
} from '../../libs/endpoints/src/endpoint.contract';
import { NothingArrived } from '../../libs/endpoints/src/file/folder';
import { aPushOf } from '../../libs/endpoints/src/push.examples';
import { aListEntry, aPenalty } from '../../libs/exchange/src/told.examples';
import { SftpServer } from '../support/sftp-server';

const going = new AbortController().signal;

/** A directory that fails before a file stands there, or after. */
class FaultyFolder implements Folder {
  private readonly faults: ('before' | 'after')[] = [];

  constructor(private readonly folder: Folder) {}

  misbehave(fault: 'before' | 'after'): void {
    this.faults.push(fault);
  }

  list: Folder['list'] = (...args) => this.folder.list(...args);
  read: Folder['read'] = (...args) => this.folder.read(...args);
  close: Folder['close'] = () => this.folder.close();

  async put(...args: Parameters<Folder['put']>): Promise<void> {
    const fault = this.faults.shift();
    if (fault === 'before') throw new NothingArrived(new Error('the disk is full'));
    await this.folder.put(...args);
    if (fault === 'after') throw new Error('the answer was lost');
  }
}

type Options = Omit<ExchangeFileOptions, 'body'> & { readonly later?: boolean; readonly bySftp?: boolean };

/** The file mode with a real sandbox behind it: each side writes and reads by its own code. */
async function open({ later = true, bySftp = false, ...packing }: Options = {}) {
  const root = await mkdtemp(join(tmpdir(), 'file-'));
  const exchange = join(root, 'exchange');
  const sandbox = await openSandbox({ port: 0, dataDir: join(root, 'data'), inbox: exchange });
  const server = new SftpServer(root);
  if (bySftp) await server.start();
  const { username, password } = server;
  const faulty = new FaultyFolder(new DirectoryFolder(exchange));
  const connect = (
    hostKeys = [server.fingerprint],
    secret: { password?: string; privateKey?: string } = { password },
  ) => new SftpFolder({ ...server.address, username, ...secret, hostKeys, root: '/exchange', timeoutMs: 5_000 });
  let now = Date.now();
  const endpointOf = (folder: Folder) =>
    new FileEndpoint({
      name: 'credit-hebei',
      saying: creditHebeiMessage,
      folder,
      packing: new ExchangeFiles({ body: 'credit-hebei', ...packing }),
      now: () => now,
    });
  const endpoint = endpointOf(bySftp ? connect() : faulty);
  const control = async (path: string, method = 'POST', body?: object) => {
    await fetch(`${sandbox.url}/control/${path}`, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  };
  if (later) await control('answers', 'PUT', { later: true });
  const decide = () => control('inbox/decisions');
  const opened = [endpoint];
  return {
    endpoint,
    server,
    exchange,
    endpointOf: (folder: Folder) => {
      const one = endpointOf(folder);
      opened.push(one);
      return one;
    },
    connect,
    control,
    inbox: () => readdir(join(exchange, 'inbox')),
    receipts: async () => (await readdir(join(exchange, 'receipts'))).map((name) => join(exchange, 'receipts', name)),
    pass: (ms: number) => {
      now += ms;
    },
    message: aNthPenalty,
    failNext: () => {
      if (bySftp) server.misbehave('refuses-rename');
      else faulty.misbehave('before');
      return Promise.resolve();
    },
    loseNextAnswer: () => {
      if (bySftp) server.misbehave('loses-rename-answer');
      else faulty.misbehave('after');
      return Promise.resolve();
    },
    rejectNext: () => control('faults', 'POST', { mode: 'refuse', times: 1 }),
    answerAll: decide,
    forgetUnanswered: () => control('inbox', 'DELETE'),
    /** What stands in `inbox/` is the body's too: it is looked at first. */
    stored: async () => {
      await decide();
      const page = (await (await fetch(`${sandbox.url}/records?limit=1000`)).json()) as {
        items: { idempotencyKey: string; arrivals: number }[];
      };
      return page.items.map(({ idempotencyKey: key, arrivals }) => ({ key, arrivals }));
    },
    close: async () => {
      await Promise.all(opened.map((one) => one.close()));
      await server.stop();
      await sandbox.close();
      await rm(root, { recursive: true });
    },
  } satisfies Required<EndpointUnderTest> & Record<string, unknown>;
}

describe.each([
  ['files in a directory', {}],
  ['files of XML with SM3', { format: 'xml', digest: 'sm3' }],
  ['files by SFTP', { bySftp: true }],
] as const)('%s', (name, options) => {
  endpointContract(name, () => open(options));
  laterAnswersContract(name, () => open(options));
  askedByKeyContract(name, () => open(options));
});

describe('a body that is told by files', () => {
  let subject: Awaited<ReturnType<typeof open>>;
  beforeEach(async () => {
    subject = await open();
  });
  afterEach(() => subject.close());

  const sent = async (pushes: readonly Push[]): Promise<SentPush[]> => {
    const answers = await subject.endpoint.send(pushes, going);
    return pushes.map((push, at) => {
      const answer = answers[at];
      if (answer?.outcome !== 'sent') throw new Error(`expected to be asked for later, but was ${answer?.outcome}`);
      return { push, reference: answer.reference };
    });
  };
  const collect = (pushes: readonly SentPush[]) => subject.endpoint.collect(pushes, going);
  const another = '廊消行罚决字〔2024〕第0900号';
  const penalties = (...numbers: number[]) => numbers.map((n) => aNthPenalty(n));

  it('tells every kind, and texts of every sort, in one file, in the order of the batch', async () => {
    const odd = '第一行\r\n"引号",逗号 <标签> & 尾空格 ';
    const all = [
      aNthPenalty(1),
      aPushOf(aListEntry(), { position: 2 }),
      aPushOf(aPenalty({ documentNumber: another, remark: odd }), { position: 3 }),
    ];
    const references = await sent(all);
    expect(await subject.inbox()).toHaveLength(1);
    await subject.answerAll();
    expect((await collect(references)).map(({ answer }) => answer.outcome)).toEqual(all.map(() => 'acknowledged'));
    expect((await subject.stored()).map(({ key }) => key)).toEqual(all.map(({ key }) => key));
  });

  it('is one file when it is said twice', async () => {
    const [first] = await sent(penalties(1, 2));
    const [again] = await sent(penalties(1, 2));
    expect(again).toEqual(first);
    expect(await subject.inbox()).toHaveLength(1);
    expect(await subject.stored()).toMatchObject([{ arrivals: 1 }, { arrivals: 1 }]);
  });

  it('answers about one row what it answers, and a mended row goes again under its own identity', async () => {
    const right = aNthPenalty(1);
    const wrong = aPushOf(aPenalty({ documentNumber: another, legalRepresentative: null }), { position: 2 });
    const references = await sent([right, wrong]);
    await subject.answerAll();
    expect((await collect(references)).map(({ answer }) => answer)).toMatchObject([
      { outcome: 'acknowledged' },
      { outcome: 'rejected', code: '1002', fields: ['CF_FRDB'] },
    ]);
    const mended = aPushOf(aPenalty({ documentNumber: another }), { position: 2 });
    expect(mended.key).toBe(wrong.key);
    expect(await outcomeOf(subject, mended)).toMatchObject({ outcome: 'acknowledged' });
    expect(await subject.endpoint.askByKey([mended], going)).toMatchObject([{ outcome: 'acknowledged' }]);
    expect(await subject.stored()).toHaveLength(2);
  });

  it('believes no old receipt of a file that it has put there again', async () => {
    await subject.rejectNext();
    expect(await outcomeOf(subject, aNthPenalty(1))).toMatchObject({ outcome: 'rejected' });
    const [again] = await sent(penalties(1));
    expect(await collect(again ? [again] : [])).toEqual([]);
    await subject.answerAll();
    expect(await collect(again ? [again] : [])).toMatchObject([{ answer: { outcome: 'acknowledged' } }]);
  });

  it('answers by itself where it answers at once', async () => {
    await subject.control('answers', 'PUT', { later: false });
    const references = await sent(penalties(1));
    for (let tries = 0; (await subject.inbox()).length > 0 && tries < 100; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await collect(references)).toMatchObject([{ answer: { outcome: 'acknowledged' } }]);
  });

  describe('with a receipt', () => {
    let references: SentPush[];
    let receipt: string;
    let bytes: Buffer;
    beforeEach(async () => {
      references = await sent(penalties(1, 2));
      await subject.answerAll();
      [receipt = ''] = await subject.receipts();
      bytes = await readFile(receipt);
    });

    it('of which a half is there: it waits, and is no receipt when it stays so', async () => {
      await writeFile(receipt, bytes.subarray(0, bytes.length / 2));
      expect(await collect(references)).toEqual([]);
      expect(await subject.endpoint.askByKey([aNthPenalty(1)], going)).toMatchObject([{ outcome: 'failed' }]);
      subject.pass(11 * 60_000);
      expect((await collect(references)).map(({ answer }) => answer.outcome)).toEqual(['unreadable', 'unreadable']);
      await writeFile(receipt, bytes);
      expect((await collect(references)).map(({ answer }) => answer.outcome)).toEqual(['acknowledged', 'acknowledged']);
    });

    it('of another batch: it is believed of nothing', async () => {
      const others = await sent(penalties(3));
      await subject.answerAll();
      const other = (await subject.receipts()).find((path) => path !== receipt) ?? '';
      await rename(receipt, other);
      expect(await collect(others)).toMatchObject([
        { answer: { outcome: 'unreadable', reason: 'the receipt of another batch' } },
      ]);
    });
  });

  it('says of a file that cannot be used so much, and it is sent once more', async () => {
    const references = await sent(penalties(1));
    const [name = ''] = await subject.inbox();
    const path = join(subject.exchange, 'inbox', name);
    await writeFile(path, (await readFile(path)).subarray(0, 100));
    await subject.answerAll();
    expect(await collect(references)).toMatchObject([
      { answer: { outcome: 'lost', reason: expect.stringContaining('3001') as string } },
    ]);
    expect(await subject.endpoint.askByKey([aNthPenalty(1)], going)).toEqual([{ outcome: 'absent' }]);
    expect(await outcomeOf(subject, aNthPenalty(1))).toMatchObject({ outcome: 'acknowledged' });
  });

  it('is not sent to a folder that is not there: nothing is made in its place', async () => {
    await rename(subject.exchange, `${subject.exchange}-away`);
    expect(await subject.endpoint.send(penalties(1), going)).toMatchObject([{ outcome: 'failed', arrived: 'no' }]);
    await rename(`${subject.exchange}-away`, subject.exchange);
    expect(await outcomeOf(subject, aNthPenalty(1))).toMatchObject({ outcome: 'acknowledged' });
  });

  it('takes away what a sender never finished, after a day', async () => {
    const leftover = join(subject.exchange, 'inbox', '.credit-hebei.part');
    await writeFile(leftover, 'half');
    await subject.answerAll();
    expect(await subject.inbox()).toHaveLength(1);
    await utimes(leftover, 0, 0);
    await subject.answerAll();
    expect(await subject.inbox()).toEqual([]);
  });
});

describe('a body that is told by files over SFTP', () => {
  let subject: Awaited<ReturnType<typeof open>>;
  beforeEach(async () => {
    subject = await open({ bySftp: true });
  });
  afterEach(() => subject.close());

  const send = async (endpoint = subject.endpoint) => (await endpoint.send([aNthPenalty(1)], going))[0];

  it.each(['cuts-upload', 'disk-full', 'refuses-rename'] as const)(
    '%s: provably nothing arrived, no half of a file is to be seen, and the next try arrives',
    async (fault) => {
      subject.server.misbehave(fault);
      expect(await send()).toMatchObject({ outcome: 'failed', arrived: 'no' });
      expect((await subject.inbox()).filter((name) => !name.startsWith('.'))).toEqual([]);
      expect(await outcomeOf(subject, aNthPenalty(1))).toMatchObject({ outcome: 'acknowledged' });
    },
  );

  it('nobody says that nothing arrived when the answer to the rename was lost', async () => {
    subject.server.misbehave('loses-rename-answer');
    const answer = await send();
    expect(answer).toMatchObject({ outcome: 'failed' });
    expect(answer).not.toHaveProperty('arrived');
    expect(await subject.endpoint.askByKey([aNthPenalty(1)], going)).toMatchObject([{ outcome: 'sent' }]);
  });

  it('speaks to no server with another key, before it has said who it is', async () => {
    const other = subject.endpointOf(subject.connect(['SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA']));
    expect(await send(other)).toMatchObject({
      outcome: 'failed',
      arrived: 'no',
      reason: expect.stringContaining(`not pinned: ${subject.server.fingerprint}`) as string,
    });
    expect(await subject.inbox()).toEqual([]);
  });

  it('says who it is by a key as well, and is not let in by a wrong password', async () => {
    const { fingerprint, clientKey: privateKey } = subject.server;
    expect(await send(subject.endpointOf(subject.connect([fingerprint], { privateKey })))).toMatchObject({
      outcome: 'sent',
    });
    expect(await send(subject.endpointOf(subject.connect([fingerprint], { password: 'wrong' })))).toMatchObject({
      outcome: 'failed',
      arrived: 'no',
    });
  });

  it('follows a server to its next key when both are pinned', async () => {
    const old = subject.server.fingerprint;
    await subject.server.stop();
    subject.server.changeHostKey();
    await subject.server.start();
    expect(await send()).toMatchObject({ outcome: 'failed', arrived: 'no' });
    expect(await send(subject.endpointOf(subject.connect([old, subject.server.fingerprint])))).toMatchObject({
      outcome: 'sent',
    });
  });

  it('is away and comes back, over one connection each time', async () => {
    await send();
    await send();
    expect(subject.server.made).toBe(1);
    await subject.server.stop();
    expect(await send()).toMatchObject({ outcome: 'failed', arrived: 'no' });
    await subject.server.start();
    expect(await outcomeOf(subject, aNthPenalty(1))).toMatchObject({ outcome: 'acknowledged' });
    expect(subject.server.made).toBe(2);
  });
});
