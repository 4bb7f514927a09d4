import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Agent, request } from 'undici';
import type { Algorithm } from '../../libs/endpoints/src/service/algorithms';
import { keyRingFrom, signingAt } from '../../libs/endpoints/src/service/key-ring';
import { aKey, privateHalf, publicHalf } from '../../libs/endpoints/src/service/keys.examples';
import { type SignedRequest, signRequest } from '../../libs/endpoints/src/service/signatures';
import { aPaper } from './commands';
import { cpuMicrosOf } from './process-cpu';
import { issueKey, start, type Started, startLedger, untilReady } from './processes';
import { type Comparison, interleave, type Sample, timed } from './rounds';
import { cpuOf, postmasterOf } from './server-cpu';
import type { ReceiverKeys } from './signed-receiver';

const body = 'credit-hebei';
const connections = 16;

/** Messages of one round; SM2 in JavaScript is the slower by far. */
const messages: Readonly<Record<Algorithm, number>> = { ed25519: 2_000, 'sm2-sm3': 500 };

/**
 * Delivery in the service mode, from pushes that wait to their outcomes in the log with every follower at its head, by a whole ledger; against
 * as many kept connections that post bodies which were signed beforehand. The receiver is the same: it checks, signs its answer, stores nothing.
 */
export async function delivery(
  _url: string,
  ownerUrl: string,
  rounds: number,
): Promise<{ readonly compared: readonly Comparison[]; readonly cpu: readonly DeliveryCpu[] }> {
  const found = [];
  for (const algorithm of ['ed25519', 'sm2-sm3'] as const) found.push(await deliveryBy(algorithm, ownerUrl, rounds));
  return { compared: found.map(({ comparison }) => comparison), cpu: found.map(({ cpu }) => cpu) };
}

/** Processor time of one message in the counted rounds, microseconds, by who had it; 0 where the system does not tell. */
export interface DeliveryCpu {
  readonly algorithm: Algorithm;
  readonly ours: Readonly<Record<'ledger' | 'server' | 'receiver', number>>;
  readonly bare: Readonly<Record<'sender' | 'receiver', number>>;
}

async function deliveryBy(algorithm: Algorithm, ownerUrl: string, rounds: number) {
  const folder = await mkdtemp(join(tmpdir(), 'bench-delivery-'));
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  owner.on('error', () => undefined);
  const started: Started[] = [];
  try {
    const [ours, theirs] = [aKey('ledger-1', algorithm), aKey('platform-1', algorithm)];
    const [ringFile, receiverFile] = [join(folder, 'ledger.json'), join(folder, 'receiver.json')];
    const ring = JSON.stringify({ own: [privateHalf(ours)], body: [publicHalf(theirs)] });
    const receiverKeys: ReceiverKeys = {
      algorithm,
      ownPrivateKey: theirs.privateKey,
      senderPublicKey: ours.publicKey,
    };
    await writeFile(ringFile, ring);
    await writeFile(receiverFile, JSON.stringify(receiverKeys));
    const receiver = await start('signed-receiver.js', { RECEIVER_KEYS: receiverFile });
    started.push(receiver);
    const ledger = await startLedger(ownerUrl, {
      BODIES: body,
      CREDIT_HEBEI_MODE: 'service',
      CREDIT_HEBEI_URL: receiver.url,
      CREDIT_HEBEI_KEYS_FILE: ringFile,
    });
    started.push(ledger);
    await untilReady(ledger.url);
    const house = new House(
      ledger.url,
      await issueKey(ownerUrl, 'officer'),
      await issueKey(ownerUrl, 'operator'),
      owner,
    );
    const count = messages[algorithm];
    const postmaster = await postmasterOf(ownerUrl);
    const meter = {
      ledger: () => cpuMicrosOf(ledger.pid) ?? 0,
      server: () => cpuOf(postmaster) ?? 0,
      receiver: () => cpuMicrosOf(receiver.pid) ?? 0,
      sender: () => cpuMicrosOf(process.pid) ?? 0,
    };
    const [byOurs, byBare] = [new Spent(meter), new Spent(meter)];
    const comparison = await interleave(
      `delivery in service mode, ${algorithm}, ${count} waiting to durable outcomes, all following`,
      rounds,
      () => house.delivered(count, byOurs),
      () => posted(receiver.url, signingAt(keyRingFrom(ring), Date.now()), count, byBare),
    );
    return { comparison, cpu: { algorithm, ours: byOurs.each(), bare: byBare.each() } };
  } finally {
    for (const process of started.reverse()) await process.stop();
    await owner.end();
    await rm(folder, { recursive: true, force: true });
  }
}

type Who = 'ledger' | 'server' | 'receiver' | 'sender';

/** Processor time over all rounds, that of warming up among them. */
class Spent {
  private readonly micros = new Map<Who, number>();
  private messages = 0;

  constructor(private readonly meter: Readonly<Record<Who, () => number>>) {}

  /** @returns to be called at the end, with how many messages there were */
  begin(): (messages: number) => void {
    const read = () => (Object.keys(this.meter) as Who[]).map((who) => [who, this.meter[who]()] as const);
    const before = new Map(read());
    return (messages) => {
      this.messages += messages;
      for (const [who, micros] of read())
        this.micros.set(who, (this.micros.get(who) ?? 0) + micros - (before.get(who) ?? 0));
    };
  }

  /** For one message. */
  each(): Readonly<Record<Who, number>> {
    const of = (who: Who) => Math.round((this.micros.get(who) ?? 0) / Math.max(1, this.messages));
    return { ledger: of('ledger'), server: of('server'), receiver: of('receiver'), sender: of('sender') };
  }
}

/** A whole ledger, as its people speak to it. */
class House {
  private readonly agent = new Agent({ connections: 32 });

  constructor(
    private readonly url: string,
    private readonly officer: string,
    private readonly operator: string,
    private readonly owner: pg.Pool,
  ) {}

  /** Papers that were recorded while the body was paused; from the moment on which it is told the first of them. */
  async delivered(count: number, spent: Spent): Promise<Sample> {
    await this.say(`pushes/bodies/${body}/pause`, { reason: '测量' }, this.operator);
    await sleep(1_100); // a pause takes hold within a second
    await this.record(count);
    await this.allFollowed();
    if ((await this.waiting(count)) < count) throw new Error('not all of it waits');
    await this.say(`pushes/bodies/${body}/resume`, { reason: '测量' }, this.operator);
    const { left, startedAt } = await this.firstIsThrough(count);
    const end = spent.begin();
    while ((await this.waiting(1)) > 0) await sleep(10);
    await this.allFollowed();
    end(left);
    return { perSecond: left / ((performance.now() - startedAt) / 1_000), p50Ms: null, p99Ms: null };
  }

  private async firstIsThrough(count: number): Promise<{ readonly left: number; readonly startedAt: number }> {
    for (;;) {
      const startedAt = performance.now();
      const left = await this.waiting(count);
      if (left < count) return { left, startedAt };
      await sleep(5);
    }
  }

  private async record(count: number): Promise<void> {
    const last = papers + count;
    const loop = async () => {
      while (papers < last) await this.say('penalty-decisions', aFine(++papers), this.officer);
    };
    await Promise.all(Array.from({ length: 32 }, loop));
  }

  /** Every follower has read what was in the log when this was asked. */
  private async allFollowed(): Promise<void> {
    const text = `SELECT (SELECT max(position) FROM ledger_events)::float8 AS head, min(position)::float8 AS behind FROM projection_checkpoints`;
    const ask = async () => (await this.owner.query<{ head: number; behind: number }>(text)).rows[0];
    const head = (await ask())?.head ?? 0;
    while (((await ask())?.behind ?? 0) < head) await sleep(10);
  }

  /** How many wait, `most` at most. */
  private async waiting(most: number): Promise<number> {
    const { rows } = await this.owner.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM (SELECT FROM pushes WHERE endpoint = $1 AND status = 'waiting' LIMIT $2) AS those`,
      [body, most],
    );
    return rows[0]?.count ?? 0;
  }

  private async say(path: string, paper: object, key: string): Promise<void> {
    const answer = await request(`${this.url}/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(paper),
      dispatcher: this.agent,
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`${path}: ${answer.statusCode} ${text}`);
  }
}

/** A warning is told to nobody. */
const aFine = (number: number) => ({
  ...aPaper(number),
  penaltyKinds: '罚款',
  penaltyContent: '罚款5000元',
  fineWan: '0.50',
});

let papers = 0;
let posts = 0;

/** The limit: bodies of the size and the signatures of ours, made beforehand; what is answered is read and looked at no further. */
async function posted(url: string, key: ReturnType<typeof signingAt>, count: number, spent: Spent): Promise<Sample> {
  const address = `${url}/v1/records`;
  const requests: (SignedRequest & { readonly text: string })[] = [];
  for (let made = 0; made < count; made++) {
    const text = JSON.stringify({ idempotencyKey: `${body}:penalty:bench:${posts++}`, fields: aFine(posts) });
    requests.push({ text, ...(await signRequest(key, { method: 'POST', url: address, body: text, now: Date.now() })) });
  }
  const dispatcher = new Agent({ connections });
  let next = 0;
  const loop = async () => {
    for (let one = requests[next++]; one; one = requests[next++]) {
      const answer = await request(address, { method: 'POST', headers: one.headers, body: one.text, dispatcher });
      await answer.body.text();
      if (answer.statusCode !== 200) throw new Error(`the receiver answered ${answer.statusCode}`);
    }
  };
  const end = spent.begin();
  const sample = await timed(count, async () => {
    await Promise.all(Array.from({ length: connections }, loop));
  });
  end(count);
  await dispatcher.close();
  return sample;
}
