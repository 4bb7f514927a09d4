import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { Client, Pool } from 'pg';
import { Deliverer } from './deliverer';
import { DeliveryOutcome, Endpoint, FinalOutcome } from './endpoint';
import { Claimed, enqueue, Outbox, Settlement } from './outbox';
import { idempotencyKeyOf, Push } from './push';
import { aPenalty, aPush } from './push.examples';

const LONG = 60_000;
const serverUrl = process.env.TEST_POSTGRES_URL ?? '';
const database = `outbox_${randomUUID().replaceAll('-', '')}`;
let pool: Pool;
let outbox: Outbox;

beforeAll(async () => {
  const server = new Client({ connectionString: serverUrl });
  await server.connect();
  await server.query(`CREATE DATABASE ${database}`);
  await server.end();
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  pool = new Pool({ connectionString: url.href, max: 8 });
  for (const table of ['pushes', 'push_attempts']) {
    await pool.query(readFileSync(join(__dirname, 'sql', `${table}.sql`), 'utf8'));
  }
  outbox = new Outbox(pool);
});

beforeEach(() => pool.query('TRUNCATE pushes, push_attempts'));

afterAll(() => pool.end());

describe('enqueue', () => {
  it('queues with the transaction it runs in, and only with it', async () => {
    await inTransaction('ROLLBACK', (client) => enqueue(client, [push(1, 'a')]));
    expect(await outbox.summary()).toEqual({ waiting: 0, delivered: 0, refused: 0 });

    await inTransaction('COMMIT', (client) => enqueue(client, [push(1, 'a')]));
    expect(await outbox.summary()).toEqual({ waiting: 1, delivered: 0, refused: 0 });
  });

  it('queues the same push once, and says how many were new', async () => {
    expect(await enqueue(pool, [push(1, 'a'), push(2, 'a')])).toBe(2);
    expect(await enqueue(pool, [push(2, 'a'), push(3, 'a')])).toBe(1);
    expect(await enqueue(pool, [])).toBe(0);
  });

  it('gives a push back as it was put in', async () => {
    const said = aPush(aPenalty({ penaltyKinds: ['罚款', '责令停产停业'], remark: '引号"、换行\n、空' }), {
      position: 3_000_000_000,
    });
    await enqueue(pool, [said]);
    expect((await outbox.claim('credit-hebei', 1, LONG))[0]?.push).toEqual(said);
  });
});

describe('claim', () => {
  it('hands out the earliest push of each subject', async () => {
    await enqueue(pool, [push(1, 'a'), push(2, 'b'), push(3, 'a')]);
    expect(positions(await outbox.claim('credit-hebei', 10, LONG))).toEqual([1, 2]);
  });

  it('hands out nothing twice while the lease lasts, nor the later pushes of the subject', async () => {
    await enqueue(pool, [push(1, 'a'), push(2, 'a')]);
    await outbox.claim('credit-hebei', 10, LONG);
    expect(await outbox.claim('credit-hebei', 10, LONG)).toEqual([]);
  });

  it('hands out a push again when its lease has run out, and counts', async () => {
    await enqueue(pool, [push(1, 'a')]);
    const [first] = await outbox.claim('credit-hebei', 10, 0);
    const [second] = await outbox.claim('credit-hebei', 10, LONG);
    expect([first?.attempt, second?.attempt]).toEqual([1, 2]);
    expect(second?.leaseId).not.toBe(first?.leaseId);
  });

  it('keeps the endpoints apart: one that is stuck holds up nobody else', async () => {
    await enqueue(pool, [push(1, 'a'), push(1, 'a', 'gsxt-hebei'), push(2, 'a', 'gsxt-hebei')]);
    expect(positions(await outbox.claim('credit-hebei', 10, LONG))).toEqual([1]);
    expect(positions(await outbox.claim('gsxt-hebei', 10, LONG))).toEqual([1]);
  });

  it('shares the queue between claimers that ask at the same moment', async () => {
    await enqueue(
      pool,
      Array.from({ length: 60 }, (_, i) => push(i + 1, `subject-${i % 20}`)),
    );
    const hands = await Promise.all(Array.from({ length: 8 }, () => outbox.claim('credit-hebei', 5, LONG)));
    const handedOut = positions(hands.flat());
    expect(new Set(handedOut).size).toBe(handedOut.length);
    expect(handedOut.every((position) => position <= 20)).toBe(true);
  });
});

describe('settle', () => {
  it.each<[string, FinalOutcome]>([
    ['delivered', { outcome: 'delivered', receiptNumber: 'HB2024000001', receivedAt: '2024-03-06T01:02:03.004Z' }],
    ['refused', { outcome: 'refused', code: '1001', message: '未查询到主体', fields: ['CF_XDR_MC'] }],
  ])('a %s push leaves, and the next one of its subject follows', async (_, outcome) => {
    await enqueue(pool, [push(1, 'a'), push(2, 'a')]);
    await settle(await outbox.claim('credit-hebei', 10, LONG), outcome);
    expect(positions(await outbox.claim('credit-hebei', 10, LONG))).toEqual([2]);
    expect(await attempts()).toMatchObject([{ attempt: 1, outcome: outcome.outcome }]);
  });

  it('a failed push waits, and holds back its subject alone', async () => {
    await enqueue(pool, [push(1, 'a'), push(2, 'a'), push(3, 'b')]);
    await settle(await outbox.claim('credit-hebei', 1, LONG), { outcome: 'failed', reason: '503' }, LONG);
    expect(positions(await outbox.claim('credit-hebei', 10, LONG))).toEqual([3]);
  });

  it('a failed attempt keeps the reason, with the beginning of an answer that could not be read', async () => {
    await enqueue(pool, [push(1, 'a'), push(2, 'b')]);
    const [one, other] = await outbox.claim('credit-hebei', 10, LONG);
    if (!one || !other) throw new Error('nothing was claimed');
    await settle([one], { outcome: 'failed', reason: 'unexpected answer 502', answer: '<html>' }, LONG);
    await settle([other], { outcome: 'failed', reason: 'no answer' }, LONG);
    const { rows } = await pool.query<{ detail: object }>('SELECT detail FROM push_attempts ORDER BY ended_at');
    expect(rows.map(({ detail }) => detail)).toEqual([
      { reason: 'unexpected answer 502: <html>' },
      { reason: 'no answer' },
    ]);
  });

  it('a failed push is handed out again after its wait', async () => {
    await enqueue(pool, [push(1, 'a'), push(2, 'a')]);
    await settle(await outbox.claim('credit-hebei', 1, LONG), { outcome: 'failed', reason: '503' }, 0);
    expect(await outbox.claim('credit-hebei', 10, LONG)).toMatchObject([{ push: { position: 1 }, attempt: 2 }]);
  });

  it('a deliverer whose lease ran out cannot take the push out of the hands of the next one', async () => {
    await enqueue(pool, [push(1, 'a')]);
    const slow = await outbox.claim('credit-hebei', 1, 0);
    const quick = await outbox.claim('credit-hebei', 1, LONG);
    await settle(slow, { outcome: 'failed', reason: 'too slow' }, 0);
    expect(await outbox.claim('credit-hebei', 1, LONG)).toEqual([]);

    await settle(quick, {
      outcome: 'delivered',
      receiptNumber: 'HB2024000001',
      receivedAt: '2024-03-06T01:02:03.004Z',
    });
    expect(await outbox.summary()).toEqual({ waiting: 0, delivered: 1, refused: 0 });
    expect(await attempts()).toMatchObject([
      { attempt: 1, outcome: 'failed' },
      { attempt: 2, outcome: 'delivered' },
    ]);
  });

  it('said twice, changes nothing', async () => {
    await enqueue(pool, [push(1, 'a')]);
    const claimed = await outbox.claim('credit-hebei', 1, LONG);
    await settle(claimed, { outcome: 'failed', reason: '503' }, LONG);
    await settle(claimed, { outcome: 'refused', code: '1001', message: '', fields: [] });
    expect(await outbox.summary()).toMatchObject({ waiting: 1, refused: 0 });
    expect(await attempts()).toHaveLength(1);
  });
});

describe('waiting', () => {
  it('says what waits where, and since when', async () => {
    await enqueue(pool, [push(1, 'a'), push(2, 'b')]);
    await settle(await outbox.claim('credit-hebei', 1, LONG), { outcome: 'failed', reason: '503' }, LONG);
    const [line] = await outbox.waiting();
    expect(line).toMatchObject({ endpoint: 'credit-hebei', waiting: 2, retrying: 1 });
    expect(Math.abs(Date.parse(line?.oldestEnqueuedAt ?? '') - Date.now())).toBeLessThan(10_000);
  });

  it('is silent when nothing waits', async () => {
    expect(await outbox.waiting()).toEqual([]);
  });
});

/** Remembers what it was told under each key; what it answers is drawn. Breaks off like a real one when told to. */
class MoodyEndpoint implements Endpoint {
  readonly name = 'credit-hebei';
  readonly stored = new Map<string, { position: number; subjectId: string; times: number }>();

  constructor(private readonly nextMood: () => Mood) {}

  async deliver(one: Push, signal: AbortSignal): Promise<DeliveryOutcome> {
    const mood = this.nextMood();
    await new Promise((resolve) => setTimeout(resolve, mood.tookMs));
    if (signal.aborted || mood.kind === 'fails') return { outcome: 'failed', reason: mood.kind };
    const key = idempotencyKeyOf(one);
    if (refusable(one)) return { outcome: 'refused', code: '1001', message: '', fields: [] };
    const known = this.stored.get(key);
    if (known) known.times += 1;
    else this.stored.set(key, { position: one.position, subjectId: one.subjectId, times: 1 });
    return mood.kind === 'loses-answer'
      ? { outcome: 'failed', reason: mood.kind }
      : { outcome: 'delivered', receiptNumber: `R-${key}`, receivedAt: '2024-03-06T01:02:03.004Z' };
  }
}

interface Mood {
  readonly kind: 'answers' | 'fails' | 'loses-answer';
  readonly tookMs: number;
}

const refusable = (one: Push): boolean => one.position % 7 === 0;

/** A deliverer whose plug can be pulled: from then on none of its statements arrives and none of its calls returns. */
function pluggedDeliverer(endpoint: Endpoint, facts: Map<string, FinalOutcome>) {
  const plug = new AbortController();
  const throughPlug = async <T>(call: () => Promise<T>): Promise<T> => {
    plug.signal.throwIfAborted();
    const answer = await call();
    plug.signal.throwIfAborted();
    return answer;
  };
  const deliverer = new Deliverer({
    outbox: {
      claim: (name, limit, leaseMs) => throughPlug(() => outbox.claim(name, limit, leaseMs)),
      settle: (settlements) => throughPlug(() => outbox.settle(settlements)),
    },
    endpoint: { name: endpoint.name, deliver: (one, signal) => throughPlug(() => endpoint.deliver(one, signal)) },
    onOutcome: (one, outcome) =>
      throughPlug(() => {
        const known = facts.get(one.pushId);
        if (known) expect(outcome).toEqual(known);
        facts.set(one.pushId, outcome);
        return Promise.resolve();
      }),
    onTrouble: () => undefined,
    concurrency: 6,
    leaseMs: 120,
    pollMs: 5,
    backoff: { firstMs: 1, capMs: 10 },
  });
  deliverer.start();
  return {
    pull: async () => {
      plug.abort();
      await deliverer.stop(0);
    },
    stop: () => deliverer.stop(),
  };
}

describe('two deliverers, bad moods and pulled plugs', () => {
  const moods = fc.infiniteStream(
    fc.record<Mood>({
      kind: fc.constantFrom('answers', 'answers', 'fails', 'loses-answer'),
      tookMs: fc.integer({ min: 0, max: 4 }),
    }),
  );
  const crashes = fc.array(fc.record({ afterMs: fc.integer({ min: 1, max: 60 }), which: fc.nat(1) }), { maxLength: 5 });
  const queue = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 60 });

  it('every push arrives, is stored once, in the order of its subject, and its fact is recorded', async () => {
    await fc.assert(
      fc.asyncProperty(queue, moods, crashes, async (subjects, mood, pulls) => {
        await pool.query('TRUNCATE pushes, push_attempts');
        const pushes = subjects.map((subject, i) => push(i + 1, `subject-${subject}`));
        await enqueue(pool, pushes);
        const endpoint = new MoodyEndpoint(() => mood.next().value as Mood);
        const facts = new Map<string, FinalOutcome>();

        const pair = [pluggedDeliverer(endpoint, facts), pluggedDeliverer(endpoint, facts)];
        for (const { afterMs, which } of pulls) {
          await new Promise((resolve) => setTimeout(resolve, afterMs));
          await pair[which]?.pull();
          pair[which] = pluggedDeliverer(endpoint, facts);
        }
        await untilNothingWaits();
        await Promise.all(pair.map((one) => one.stop()));

        const refused = pushes.filter(refusable);
        expect(await outbox.summary()).toEqual({
          waiting: 0,
          delivered: pushes.length - refused.length,
          refused: refused.length,
        });
        expect(facts.size).toBe(pushes.length);
        expect([...endpoint.stored.keys()].sort()).toEqual(
          pushes
            .filter((one) => !refusable(one))
            .map(idempotencyKeyOf)
            .sort(),
        );
        for (const subject of new Set(subjects)) {
          const arrived = [...endpoint.stored.values()].filter((one) => one.subjectId === `subject-${subject}`);
          const inOrder = arrived.map((one) => one.position).sort((a, b) => a - b);
          expect(arrived.map((one) => one.position)).toEqual(inOrder);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('stops politely: what was under way is finished and written down', async () => {
    await enqueue(pool, [push(1, 'a'), push(2, 'b')]);
    const endpoint = new MoodyEndpoint(() => ({ kind: 'answers', tookMs: 80 }));
    const facts = new Map<string, FinalOutcome>();
    const deliverer = pluggedDeliverer(endpoint, facts);
    await new Promise((resolve) => setTimeout(resolve, 40));
    await deliverer.stop();
    expect(await outbox.summary()).toMatchObject({ waiting: 0, delivered: 2 });
  });

  it('tries again when the outcome could not be recorded', async () => {
    await enqueue(pool, [push(1, 'a')]);
    const troubles: unknown[] = [];
    const endpoint = new MoodyEndpoint(() => ({ kind: 'answers', tookMs: 0 }));
    const deliverer = new Deliverer({
      outbox,
      endpoint,
      onOutcome: () => (troubles.length < 2 ? Promise.reject(new Error('the log is away')) : Promise.resolve()),
      onTrouble: (error) => troubles.push(error),
      pollMs: 5,
      backoff: { firstMs: 1, capMs: 10 },
    });
    deliverer.start();
    await untilNothingWaits();
    await deliverer.stop();
    expect(troubles).toHaveLength(2);
    expect([...endpoint.stored.values()]).toMatchObject([{ times: 3 }]);
    expect(await attempts()).toMatchObject([{ outcome: 'failed' }, { outcome: 'failed' }, { outcome: 'delivered' }]);
  });
});

function push(position: number, subjectId: string, endpoint = 'credit-hebei'): Push {
  return aPush(aPenalty({ documentNumber: `廊消行罚决字〔2024〕第${position}号` }), { position, subjectId, endpoint });
}

const positions = (claimed: readonly Claimed[]): number[] => claimed.map((one) => one.push.position);

async function settle(
  claimed: readonly (Claimed | undefined)[],
  outcome: DeliveryOutcome,
  retryAfterMs = 0,
): Promise<void> {
  await outbox.settle(
    claimed.map((one): Settlement => {
      if (!one) throw new Error('nothing was claimed');
      const common = { pushId: one.push.pushId, attempt: one.attempt, leaseId: one.leaseId, tookMs: 1 };
      return outcome.outcome === 'failed' ? { ...common, ...outcome, retryAfterMs } : { ...common, ...outcome };
    }),
  );
}

async function attempts(): Promise<{ attempt: number; outcome: string }[]> {
  const { rows } = await pool.query<{ attempt: number; outcome: string }>(
    'SELECT attempt, outcome FROM push_attempts ORDER BY push_id, attempt',
  );
  return rows;
}

async function untilNothingWaits(): Promise<void> {
  while ((await outbox.waiting()).length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function inTransaction(end: 'COMMIT' | 'ROLLBACK', work: (client: Pick<Client, 'query'>) => Promise<unknown>) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await work(client);
    await client.query(end);
  } finally {
    client.release();
  }
}
