import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { Client, Pool } from 'pg';
import { BodyRests } from './body-rests';
import { Deliverer, type DelivererOptions } from './deliverer';
import type {
  Acknowledged,
  Answer,
  Endpoint,
  Holding,
  LaterAnswer,
  Outcome,
  Over,
  Overtaken,
  Processing,
  Rejected,
  SentPush,
} from './endpoint';
import { enqueue } from './enqueue';
import { PUSH_STATES } from './lane';
import { type Awaits, type Claimed, Outbox, type PushCounts, type Settlement, type Stays } from './outbox';
import type { Push } from './push';
import { aPush } from './push.examples';
import { redrive } from './redrive';
import { doubtWhatAnotherSent, type PushRecorded, type RecordedOutcome, settleAsRecorded } from './settle-as-recorded';

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
  const files = [
    'pushes',
    'push_attempts',
    'pushes_carry_documents',
    'push_attempts_say_states',
    'pushes_in_parts',
    'pushes_take_turns',
    'push_attempts_say_fates',
    'push_is_open',
    'take_turn_when_queued',
    'take_turn_when_standing',
    'pass_turn',
    'turns_when_queued',
    'turns_when_standing',
    'turns_passed',
    'body_rests',
    'pushes_name_publication',
    'pushes_held_as',
    'pushes_end_before_they_leave',
    'pushes_wait_for_receipts',
    'receipt_is_to_come',
    'release_who_waits',
    'receipts_release',
    'pushes_say_their_way',
  ];
  for (const file of files) {
    await pool.query(readFileSync(join(__dirname, 'sql', `${file}.sql`), 'utf8'));
  }
  outbox = new Outbox(pool);
});

beforeEach(() => pool.query('TRUNCATE pushes, push_attempts'));

afterAll(() => pool.end());

describe('enqueue', () => {
  it('queues with the transaction it runs in, and only with it', async () => {
    await inTransaction('ROLLBACK', (client) => enqueue(client, [push(1, 'a')]));
    expect(await outbox.summary()).toEqual(counts({}));

    await inTransaction('COMMIT', (client) => enqueue(client, [push(1, 'a')]));
    expect(await outbox.summary()).toEqual(counts({ waiting: 1 }));
  });

  it('queues the same push once, and says how many were new', async () => {
    expect(await enqueue(pool, [push(1, 'a'), push(2, 'a')])).toBe(2);
    expect(await enqueue(pool, [push(2, 'a'), push(3, 'a')])).toBe(1);
    expect(await enqueue(pool, [])).toBe(0);
  });

  it('queues each part of an event once', async () => {
    expect(await enqueue(pool, parts(1, 'a', 2))).toBe(2);
    expect(await enqueue(pool, [...parts(1, 'a', 2), ...parts(1, 'a', 2, 'another')])).toBe(2);
  });

  it('gives a push back as it was put in', async () => {
    const said = aPush({
      position: 3_000_000_000,
      part: 1,
      lane: 'a lane of its own',
      key: '键:1',
      document: { kinds: ['罚款', '责令停产停业'], remark: '引号"、换行\n、空', none: null, fen: 1 },
    });
    await enqueue(pool, [said]);
    expect((await outbox.claim('somebody', 1, LONG))[0]?.push).toEqual(said);
  });
});

describe('settling by what was recorded', () => {
  const recordedAt = '2026-06-01T08:00:00.000Z';
  const receipt = { receiptNumber: 'R1', receivedAt: '2026-06-01T07:59:00.000Z', publishedOn: '2026-06-02' };
  const said = (one: Push, outcome: RecordedOutcome): PushRecorded => ({ pushId: one.pushId, recordedAt, ...outcome });
  const statusesOf = async () =>
    (await pool.query<{ status: string }>('SELECT status FROM pushes ORDER BY position')).rows.map(
      ({ status }) => status,
    );

  it.each<[string, RecordedOutcome, object]>([
    ['acknowledged', { outcome: 'acknowledged', ...receipt }, { receipt_number: 'R1' }],
    ['rejected', { outcome: 'rejected', code: '1001' }, { refusal_code: '1001' }],
    [
      'dead',
      { outcome: 'dead', because: 'unreadable-answers', unreadable: 20 },
      { dead_because: 'unreadable-answers', in_doubt: true },
    ],
    ['held', { outcome: 'held' }, {}],
    ['overtaken', { outcome: 'overtaken', by: randomUUID() }, {}],
    ['nothing-there', { outcome: 'nothing-there' }, {}],
  ])('%s is what a push becomes that nobody handed out here', async (status, outcome, columns) => {
    const one = push(1, 'a');
    await enqueue(pool, [one]);
    await settleAsRecorded(pool, [said(one, outcome)]);
    const { rows } = await pool.query('SELECT * FROM pushes');
    expect(rows).toEqual([
      expect.objectContaining({ status, settled_at: new Date(recordedAt), lease_id: null, ...columns }),
    ]);
    await settleAsRecorded(pool, [said(one, outcome)]);
    expect((await pool.query('SELECT * FROM pushes')).rows).toEqual(rows);
  });

  it('does to the record what the message did, and lets the next of the lane have its turn', async () => {
    const [states, withdraws, other] = [push(1, 'a'), { ...push(2, 'a'), effect: 'withdraws' as const }, push(3, 'a')];
    await enqueue(pool, [states, withdraws, other]);
    await settleAsRecorded(
      pool,
      [states, withdraws].map((one) => said(one, { outcome: 'acknowledged', ...receipt })),
    );
    expect(await statusesOf()).toEqual(['withdrawn', 'acknowledged', 'waiting']);
    expect(positions(await outbox.claim('somebody', 10, LONG))).toEqual([3]);
  });

  it('leaves what is settled, and what a deliverer has in its hands', async () => {
    const [settled, held] = [push(1, 'a'), push(2, 'b')];
    await enqueue(pool, [settled, held]);
    await settleAsRecorded(pool, [said(settled, { outcome: 'acknowledged', ...receipt })]);
    await outbox.claim('somebody', 10, LONG);
    await settleAsRecorded(
      pool,
      [settled, held].map((one) => said(one, { outcome: 'rejected', code: '1001' })),
    );
    expect(await statusesOf()).toEqual(['acknowledged', 'waiting']);
  });

  it('puts what waits in doubt when another has sent, once; without that nothing is', async () => {
    const [sent, waits, elsewhere] = [push(1, 'a'), push(2, 'b'), push(3, 'c', 'another')];
    await enqueue(pool, [sent, waits, elsewhere]);
    expect(await doubtWhatAnotherSent(pool, 'somebody')).toBe(0);
    await settleAsRecorded(pool, [said(sent, { outcome: 'acknowledged', ...receipt })]);
    expect(await doubtWhatAnotherSent(pool, 'another')).toBe(0);
    expect(await doubtWhatAnotherSent(pool, 'somebody')).toBe(1);
    expect((await outbox.claim('somebody', 10, LONG)).map(({ inDoubt }) => inDoubt)).toEqual([true]);

    await enqueue(pool, [push(4, 'd')]);
    expect(await doubtWhatAnotherSent(pool, 'somebody')).toBe(0);
  });
});

describe('claim', () => {
  it('hands out the earliest push of each lane', async () => {
    await enqueue(pool, [push(1, 'a'), push(2, 'b'), push(3, 'a')]);
    expect(positions(await outbox.claim('somebody', 10, LONG))).toEqual([1, 2]);
  });

  it('hands out the parts of an event one after the other, each when the one before is out, before what comes later', async () => {
    await enqueue(pool, [push(2, 'a'), ...[...parts(1, 'a', 3)].reverse()]);
    const order = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const claimed = await outbox.claim('somebody', 10, LONG);
      order.push(claimed.map((one) => [one.push.position, one.push.part]));
      expect(await outbox.claim('somebody', 10, LONG)).toEqual([]);
      await settle(claimed, {
        outcome: 'acknowledged',
        receiptNumber: `R-${turn}`,
        receivedAt: '2024-03-06T01:02:03.004Z',
      });
    }
    expect(order).toEqual([[[1, 0]], [[1, 1]], [[1, 2]], [[2, 0]]]);
  });

  it('hands out no part while the one before waits for its retry or for its answer', async () => {
    await enqueue(pool, parts(1, 'a', 2));
    await settle(await outbox.claim('somebody', 1, LONG), { outcome: 'failed', reason: '503' }, LONG);
    expect(await outbox.claim('somebody', 10, LONG)).toEqual([]);

    await enqueue(pool, parts(5, 'b', 2));
    await settle(await outbox.claim('somebody', 1, LONG), { outcome: 'sent', reference: 'B-1' }, LONG);
    expect(await outbox.claim('somebody', 10, LONG)).toEqual([]);
  });

  it('hands out nothing twice while the lease lasts, nor the later pushes of the lane', async () => {
    await enqueue(pool, [push(1, 'a'), push(2, 'a')]);
    await outbox.claim('somebody', 10, LONG);
    expect(await outbox.claim('somebody', 10, LONG)).toEqual([]);
  });

  it('hands out a push again when its lease has run out, and counts', async () => {
    await enqueue(pool, [push(1, 'a')]);
    const [first] = await outbox.claim('somebody', 10, 0);
    const [second] = await outbox.claim('somebody', 10, LONG);
    expect([first?.attempt, second?.attempt]).toEqual([1, 2]);
    expect(second?.leaseId).not.toBe(first?.leaseId);
  });

  it('keeps the endpoints apart: one that is stuck holds up nobody else', async () => {
    await enqueue(pool, [push(1, 'a'), push(1, 'a', 'another'), push(2, 'a', 'another')]);
    expect(positions(await outbox.claim('somebody', 10, LONG))).toEqual([1]);
    expect(positions(await outbox.claim('another', 10, LONG))).toEqual([1]);
  });

  it('shares the queue between claimers that ask at the same moment', async () => {
    await enqueue(
      pool,
      Array.from({ length: 60 }, (_, i) => push(i + 1, `subject-${i % 20}`)),
    );
    const hands = await Promise.all(Array.from({ length: 8 }, () => outbox.claim('somebody', 5, LONG)));
    const handedOut = positions(hands.flat());
    expect(new Set(handedOut).size).toBe(handedOut.length);
    expect(handedOut.every((position) => position <= 20)).toBe(true);
  });

  it('reads few rows of the thousands that wait, also when no statistics tell of them yet', async () => {
    await enqueue(
      pool,
      Array.from({ length: 2_000 }, (_, i) => push(i + 1, `subject-${i + 1}`)),
    );
    const client = await pool.connect();
    try {
      const alone = new Outbox({ query: client.query.bind(client) } as unknown as Pool);
      const before = await rowsRead(client);
      expect(await alone.claim('somebody', 8, LONG)).toHaveLength(8);
      expect((await rowsRead(client)) - before).toBeLessThan(200);
    } finally {
      client.release();
    }
  });
});

/** Entries of the indexes of `pushes`, and rows of the table itself, that were read so far, as far as this session has told. */
async function rowsRead(client: Pick<Client, 'query'>): Promise<number> {
  await client.query('SELECT pg_stat_force_next_flush()');
  const { rows } = await client.query<{ read: number }>(
    `SELECT (t.seq_tup_read + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes i WHERE i.relid = t.relid))::float8 AS read
     FROM pg_stat_user_tables t WHERE relname = 'pushes'`,
  );
  return rows[0]?.read ?? NaN;
}

describe('settle', () => {
  const receipt: Acknowledged = {
    outcome: 'acknowledged',
    receiptNumber: 'HB2024000001',
    receivedAt: '2024-03-06T01:02:03.004Z',
  };
  const refusal: Rejected = { outcome: 'rejected', code: '1001', message: '未查询到主体', fields: ['CF_XDR_MC'] };

  it('an acknowledged push leaves, and the next one of its lane follows', async () => {
    await enqueue(pool, [push(1, 'a'), push(2, 'a')]);
    await settle(await outbox.claim('somebody', 10, LONG), receipt);
    expect(positions(await outbox.claim('somebody', 10, LONG))).toEqual([2]);
    expect(await attempts()).toMatchObject([{ attempt: 1, outcome: 'acknowledged' }]);
  });

  it('a rejected one stands still: it is shown once to whoever looks whether the next one mends it, and holds its own lane alone', async () => {
    await enqueue(pool, [push(1, 'a'), push(2, 'a'), push(3, 'b')]);
    const [one, other] = await outbox.claim('somebody', 10, LONG);
    await settle([one], refusal);
    await settle([other], receipt);
    const [looked, ...others] = await outbox.claim('somebody', 10, LONG);
    expect(others).toEqual([]);
    expect(looked).toMatchObject({ push: { position: 1 }, lane: [{ status: 'rejected' }, { status: 'waiting' }] });
    await settle([looked], { outcome: 'stays' });
    expect(await outbox.claim('somebody', 10, LONG)).toEqual([]);
    expect(await attempts()).toHaveLength(2);
  });

  it('a rejected one is looked at again when another message of its lane comes, also while somebody looks', async () => {
    await enqueue(pool, [push(1, 'a')]);
    await settle(await outbox.claim('somebody', 10, LONG), refusal);
    expect(await outbox.claim('somebody', 10, LONG)).toEqual([]);
    await enqueue(pool, [push(2, 'a')]);
    const slow = await outbox.claim('somebody', 10, LONG);
    expect(slow).toMatchObject([{ push: { position: 1 } }]);
    await enqueue(pool, [push(3, 'a')]);
    await settle(slow, { outcome: 'stays' });
    expect(await outbox.claim('somebody', 10, LONG)).toMatchObject([
      { push: { position: 1 }, lane: [{}, {}, { status: 'waiting' }] },
    ]);
  });

  it('one whose publicity ended before it left is overtaken by no message, and says until when it ran', async () => {
    await enqueue(pool, [push(1, 'a'), push(2, 'a')]);
    await settle(await outbox.claim('somebody', 10, LONG), { outcome: 'overtaken', through: '2027-05-06' });
    expect(await outbox.summary()).toEqual(counts({ overtaken: 1, waiting: 1 }));
    const { rows } = await pool.query('SELECT overtaken_by FROM pushes WHERE push_id = $1', [push(1, 'a').pushId]);
    expect(rows).toEqual([{ overtaken_by: null }]);
    expect((await pool.query('SELECT outcome, detail FROM push_attempts')).rows).toEqual([
      { outcome: 'overtaken', detail: { through: '2027-05-06' } },
    ]);
    expect(positions(await outbox.claim('somebody', 10, LONG))).toEqual([2]);
  });

  describe('one that waits for the receipt of another body', () => {
    const first = push(1, 'a', 'elsewhere');
    const waiting: Push = { ...push(1, 'a'), waitsFor: { pushId: first.pushId, endpoint: 'elsewhere' } };
    const claimed = () => outbox.claim('somebody', 10, LONG);

    it('says so while the receipt is to come, and loses neither turn nor attempt by it', async () => {
      await enqueue(pool, [waiting, push(2, 'a'), push(3, 'b')]);
      const [one, other, ...more] = await claimed(); // the other body's outbox is not even filled
      expect([one?.awaits, other?.awaits, more]).toEqual(['elsewhere', null, []]);
      await settle([one], { outcome: 'awaits' });
      await settle([other], receipt);
      expect(await attempts()).toHaveLength(1);
      expect(await claimed()).toEqual([]); // for now
      const { rows } = await pool.query(
        'SELECT turn, attempts, due_at > now() AS later FROM pushes WHERE push_id = $1',
        [waiting.pushId],
      );
      expect(rows).toEqual([{ turn: true, attempts: 0, later: true }]);
    });

    it('is due at once when the receipt has come, and does not wait any more', async () => {
      await enqueue(pool, [first, waiting]);
      await settle(await claimed(), { outcome: 'awaits' });
      await settle(await outbox.claim('elsewhere', 10, LONG), receipt);
      expect(await claimed()).toMatchObject([{ push: { position: 1 }, attempt: 1, awaits: null }]);
    });

    it('waits for what is refused there, and goes on when a later message that mended it is acknowledged', async () => {
      await enqueue(pool, [first, waiting]);
      await settle(await claimed(), { outcome: 'awaits' });
      await settle(await outbox.claim('elsewhere', 10, LONG), refusal);
      expect(await claimed()).toEqual([]);
      const later = push(2, 'a', 'elsewhere');
      await enqueue(pool, [later]);
      await settle(await outbox.claim('elsewhere', 10, LONG), { outcome: 'mended', by: later.pushId });
      const [again] = await claimed();
      expect(again?.awaits).toBe('elsewhere');
      await settle([again], { outcome: 'awaits' });
      await settle(await outbox.claim('elsewhere', 10, LONG), receipt);
      expect(await claimed()).toMatchObject([{ push: { position: 1 }, awaits: null }]);
    });

    it('goes on when the other body is never to be told of it', async () => {
      await enqueue(pool, [first, waiting]);
      await settle(await claimed(), { outcome: 'awaits' });
      await settle(await outbox.claim('elsewhere', 10, LONG), { outcome: 'overtaken', by: push(9, 'a').pushId });
      expect(await claimed()).toMatchObject([{ push: { position: 1 }, awaits: null }]);
    });

    it('is left to him who has it in hand when the receipt comes, and found again by the clock', async () => {
      await enqueue(pool, [first, waiting]);
      const slow = await claimed();
      await settle(await outbox.claim('elsewhere', 10, LONG), receipt);
      expect(await claimed()).toEqual([]);
      await settle(slow, { outcome: 'awaits' });
      expect(await claimed()).toEqual([]);
      const soon = new Outbox(pool, () => new Date(Date.now() + 31_000));
      expect(await soon.claim('somebody', 10, LONG)).toMatchObject([{ push: { position: 1 }, awaits: null }]);
    });
  });

  it('one that is overtaken leaves, and the next one of its lane follows', async () => {
    await enqueue(pool, [push(1, 'a'), push(2, 'a')]);
    await settle(await outbox.claim('somebody', 10, LONG), { outcome: 'overtaken', by: push(2, 'a').pushId });
    expect(await outbox.summary()).toEqual(counts({ overtaken: 1, waiting: 1 }));
    expect(positions(await outbox.claim('somebody', 10, LONG))).toEqual([2]);
  });

  it.each([
    ['withdraws', 'withdrawn'],
    ['replaces', 'corrected'],
    ['ends', 'ended'],
  ] as const)(
    'what the body has is no more what it shows when a message that %s is acknowledged: %s',
    async (effect, state) => {
      await enqueue(pool, [push(1, 'a'), aPush({ position: 2, subjectId: 'a', effect })]);
      await settle(await outbox.claim('somebody', 10, LONG), receipt);
      expect(await outbox.summary()).toEqual(counts({ acknowledged: 1, waiting: 1 }));
      await settle(await outbox.claim('somebody', 10, LONG), receipt);
      expect(await outbox.summary()).toEqual(counts({ acknowledged: 1, [state]: 1 }));
    },
  );

  it('what was withdrawn is shown again when that is undone', async () => {
    const withdrawal = aPush({ position: 2, subjectId: 'a', effect: 'withdraws' });
    await enqueue(pool, [push(1, 'a'), withdrawal, aPush({ position: 3, subjectId: 'a', effect: 'restores' })]);
    for (let turn = 0; turn < 3; turn += 1) await settle(await outbox.claim('somebody', 10, LONG), receipt);
    expect(await outbox.summary()).toEqual(counts({ acknowledged: 3 }));
  });

  it('says of a push that was handed out before that it is in doubt, until the body has spoken', async () => {
    await enqueue(pool, [push(1, 'a')]);
    const [first] = await outbox.claim('somebody', 1, 0); // whoever held it died
    const [second] = await outbox.claim('somebody', 1, LONG);
    await settle([second], refusal);
    await redrive(pool, [push(1, 'a').pushId]);
    const [third] = await outbox.claim('somebody', 1, LONG);
    expect([first, second, third].map((one) => one?.inDoubt)).toEqual([false, true, false]);
    await settle([third], { outcome: 'failed', reason: 'refused connection', arrived: 'no' }, 0);
    expect(await outbox.claim('somebody', 1, LONG)).toMatchObject([{ inDoubt: false }]);
  });

  it('a failed push waits, and holds back its lane alone', async () => {
    await enqueue(pool, [push(1, 'a'), push(2, 'a'), push(3, 'b')]);
    await settle(await outbox.claim('somebody', 1, LONG), { outcome: 'failed', reason: '503' }, LONG);
    expect(positions(await outbox.claim('somebody', 10, LONG))).toEqual([3]);
  });

  it('a failed attempt keeps the reason, with the beginning of an answer that could not be read', async () => {
    await enqueue(pool, [push(1, 'a'), push(2, 'b')]);
    const [one, other] = await outbox.claim('somebody', 10, LONG);
    if (!one || !other) throw new Error('nothing was claimed');
    await settle([one], { outcome: 'failed', reason: 'unexpected answer 502', answer: '<html>' }, LONG);
    await settle([other], { outcome: 'failed', reason: 'no answer' }, LONG);
    const { rows } = await pool.query<{ detail: object }>('SELECT detail FROM push_attempts ORDER BY ended_at');
    expect(rows.map(({ detail }) => detail)).toEqual([
      { reason: 'unexpected answer 502: <html>' },
      { reason: 'no answer' },
    ]);
  });

  it('an answer that no row could hold is kept with its characters replaced', async () => {
    await enqueue(pool, [push(1, 'a'), push(2, 'b')]);
    const [one, other] = await outbox.claim('somebody', 10, LONG);
    if (!one || !other) throw new Error('nothing was claimed');
    await settle([one], { outcome: 'failed', reason: 'unexpected answer 500', answer: 'a\0b\uD83D' }, LONG);
    await settle([other], { outcome: 'rejected', code: '1001', message: '甲\uD842', fields: ['x\uD800'] });
    const { rows } = await pool.query<{ detail: object }>('SELECT detail FROM push_attempts ORDER BY ended_at');
    expect(rows.map(({ detail }) => detail)).toEqual([
      { reason: 'unexpected answer 500: a\uFFFDb\uFFFD' },
      { code: '1001', message: '甲\uFFFD', fields: ['x\uFFFD'] },
    ]);
  });

  it('a failed push is handed out again after its wait', async () => {
    await enqueue(pool, [push(1, 'a'), push(2, 'a')]);
    await settle(await outbox.claim('somebody', 1, LONG), { outcome: 'failed', reason: '503' }, 0);
    expect(await outbox.claim('somebody', 10, LONG)).toMatchObject([{ push: { position: 1 }, attempt: 2 }]);
  });

  it('a deliverer whose lease ran out cannot take the push out of the hands of the next one', async () => {
    await enqueue(pool, [push(1, 'a')]);
    const slow = await outbox.claim('somebody', 1, 0);
    const quick = await outbox.claim('somebody', 1, LONG);
    await settle(slow, { outcome: 'failed', reason: 'too slow' }, 0);
    expect(await outbox.claim('somebody', 1, LONG)).toEqual([]);

    await settle(quick, {
      outcome: 'acknowledged',
      receiptNumber: 'HB2024000001',
      receivedAt: '2024-03-06T01:02:03.004Z',
    });
    expect(await outbox.summary()).toEqual(counts({ acknowledged: 1 }));
    expect(await attempts()).toMatchObject([
      { attempt: 1, outcome: 'failed' },
      { attempt: 2, outcome: 'acknowledged' },
    ]);
  });

  it('said twice, changes nothing', async () => {
    await enqueue(pool, [push(1, 'a')]);
    const claimed = await outbox.claim('somebody', 1, LONG);
    await settle(claimed, { outcome: 'failed', reason: '503' }, LONG);
    await settle(claimed, { outcome: 'rejected', code: '1001', message: '', fields: [] });
    expect(await outbox.summary()).toMatchObject({ waiting: 1, rejected: 0 });
    expect(await attempts()).toHaveLength(1);
  });
});

/** To the millisecond, as lines of the outbox say it. */
async function databaseNow(): Promise<number> {
  const { rows } = await pool.query<{ now: Date }>(`SELECT date_trunc('milliseconds', clock_timestamp()) AS now`);
  return rows[0]?.now.getTime() ?? NaN;
}

describe('waiting', () => {
  it('says what waits where, and since when', async () => {
    const before = await databaseNow();
    await enqueue(pool, [push(1, 'a'), push(2, 'b')]);
    const after = await databaseNow();
    await settle(await outbox.claim('somebody', 1, LONG), { outcome: 'failed', reason: '503' }, LONG);
    const [line] = await outbox.waiting();
    expect(line).toMatchObject({ endpoint: 'somebody', waiting: 2, retrying: 1 });
    const since = Date.parse(line?.oldestEnqueuedAt ?? '');
    expect(since).toBeGreaterThanOrEqual(before);
    expect(since).toBeLessThanOrEqual(after);
  });

  it('is silent when nothing waits', async () => {
    expect(await outbox.waiting()).toEqual([]);
  });
});

describe('what was sent by another way', () => {
  const sentBy = async (way: string, ...pushes: readonly Push[]) => {
    await enqueue(pool, pushes);
    const claimed = await outbox.claim('somebody', 10, LONG);
    await outbox.settle(
      claimed.map(({ push: { pushId }, attempt, leaseId }) => ({
        ...{ pushId, attempt, leaseId, tookMs: 1, outcome: 'sent', reference: `r-${pushId}`, retryAfterMs: 0, way },
      })),
    );
  };

  it('is counted by way while the body owes the answer', async () => {
    await sentBy('file', push(1, 'a'), push(2, 'b'));
    await sentBy('database', push(3, 'c'));
    expect(await outbox.owedOtherwise('somebody', 'service')).toEqual([
      { way: 'file', count: 2 },
      { way: 'database', count: 1 },
    ]);
    expect(await outbox.owedOtherwise('somebody', 'file')).toEqual([{ way: 'database', count: 1 }]);
    expect(await outbox.owedOtherwise('another', 'service')).toEqual([]);
  });

  it('is noted by the deliverer that sent it', async () => {
    await enqueue(pool, [push(1, 'a')]);
    const deliverer = new Deliverer({
      outbox,
      way: 'file',
      endpoint: { name: 'somebody', send: () => Promise.resolve([{ outcome: 'sent', reference: 'R' }]) },
      onOutcome: () => Promise.resolve(),
      onTrouble: (error) => {
        throw error;
      },
      pollMs: 5,
    });
    deliverer.start();
    while ((await outbox.summary()).sent === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await deliverer.stop();
    expect(await outbox.owedOtherwise('somebody', 'service')).toEqual([{ way: 'file', count: 1 }]);
  });

  it('waits in doubt once it is to be asked for otherwise, and what went this way goes on being asked about', async () => {
    await sentBy('file', push(1, 'a'), push(2, 'a'));
    await sentBy('service', push(3, 'c'));
    await outbox.askOtherwise('somebody', 'service');
    expect(await outbox.owedOtherwise('somebody', 'service')).toEqual([]);
    const claimed = await outbox.claim('somebody', 10, LONG);
    expect(claimed.map(({ push: { position }, inDoubt }) => [position, inDoubt])).toEqual([[1, true]]);
    expect(positions(await outbox.claimSent('somebody', 10, LONG))).toEqual([3]);
  });
});

describe('an answer that comes later', () => {
  const sent: Answer = { outcome: 'sent', reference: 'R-1' };
  const receipt: Acknowledged = {
    outcome: 'acknowledged',
    receiptNumber: 'N-1',
    receivedAt: '2024-03-06T01:02:03.004Z',
  };
  const settleSent = async (answer: Exclude<LaterAnswer['answer'], Processing>, retryAfterMs = 0) => {
    const claimed = await outbox.claimSent('somebody', 10, LONG);
    await outbox.settle(
      claimed.map(({ push: { pushId }, attempt, leaseId }): Settlement => {
        const common = { pushId, attempt, leaseId, tookMs: 1 };
        return answer.outcome === 'acknowledged' || answer.outcome === 'rejected'
          ? { ...common, ...answer }
          : { ...common, ...answer, retryAfterMs };
      }),
    );
    return claimed;
  };

  it('holds its lane until it comes', async () => {
    await enqueue(pool, [push(1, 'a'), push(2, 'a'), push(3, 'b')]);
    await settle(await outbox.claim('somebody', 1, LONG), sent);
    expect(await outbox.summary()).toMatchObject({ sent: 1, waiting: 2 });
    expect(positions(await outbox.claim('somebody', 10, LONG))).toEqual([3]);

    await settleSent(receipt);
    expect(positions(await outbox.claim('somebody', 10, LONG))).toEqual([2]);
  });

  it('is asked for by the reference, and not by two at once', async () => {
    await enqueue(pool, [push(1, 'a')]);
    await settle(await outbox.claim('somebody', 1, LONG), sent);
    const [asked] = await outbox.claimSent('somebody', 10, LONG);
    expect(asked).toMatchObject({ reference: 'R-1', push: { position: 1 }, attempt: 2 });
    expect(await outbox.claimSent('somebody', 10, LONG)).toEqual([]);
  });

  it('that did not come yet is asked for again after a while, those asked for longest ago first', async () => {
    await enqueue(pool, [push(1, 'a'), push(2, 'b')]);
    await settle(await outbox.claim('somebody', 10, LONG), sent);
    await outbox.askAgain(await outbox.claimSent('somebody', 1, LONG), LONG);
    expect(positions(await outbox.claimSent('somebody', 10, LONG))).toEqual([2]);
    expect(await attempts()).toHaveLength(2); // asking in vain is no attempt
  });

  it('ends the push, and is an attempt of its own', async () => {
    await enqueue(pool, [push(1, 'a')]);
    await settle(await outbox.claim('somebody', 1, LONG), sent);
    await settleSent(receipt);
    expect(await outbox.summary()).toEqual(counts({ acknowledged: 1 }));
    expect(await attempts()).toMatchObject([
      { attempt: 1, outcome: 'sent' },
      { attempt: 2, outcome: 'acknowledged' },
    ]);
  });

  it('that it is unknown sends the push once more', async () => {
    await enqueue(pool, [push(1, 'a')]);
    await settle(await outbox.claim('somebody', 1, LONG), sent);
    await settleSent({ outcome: 'lost', reason: 'nothing known of R-1' });
    expect(await outbox.claim('somebody', 10, LONG)).toMatchObject([{ push: { position: 1 }, attempt: 3 }]);
  });

  it('that nobody can read leaves it to be asked for again, and is counted', async () => {
    await enqueue(pool, [push(1, 'a')]);
    await settle(await outbox.claim('somebody', 1, LONG), sent);
    await settleSent({ outcome: 'unreadable', reason: '?' });
    expect(await outbox.claimSent('somebody', 10, LONG)).toMatchObject([{ reference: 'R-1', unreadable: 1 }]);
  });
});

describe('redrive', () => {
  const no: Rejected = { outcome: 'rejected', code: '1001', message: '', fields: [] };
  const redriveAll = async (...pushes: Push[]) =>
    redrive(
      pool,
      pushes.map(({ pushId }) => pushId),
    );

  it('lets a rejected push wait once more, at once', async () => {
    await enqueue(pool, [push(1, 'a')]);
    await settle(await outbox.claim('somebody', 1, LONG), no);
    expect(await redriveAll(push(1, 'a'))).toBe(1);
    expect(await outbox.claim('somebody', 1, LONG)).toMatchObject([{ redrives: 1, attempt: 2, unreadable: 0 }]);
  });

  it('leaves alone what was acknowledged', async () => {
    await enqueue(pool, [push(1, 'a')]);
    await settle(await outbox.claim('somebody', 1, LONG), {
      outcome: 'acknowledged',
      receiptNumber: 'N-1',
      receivedAt: '2024-03-06T01:02:03.004Z',
    });
    expect(await redriveAll(push(1, 'a'))).toBe(0);
    expect(await outbox.summary()).toEqual(counts({ acknowledged: 1 }));
  });

  it('puts a push back before the later ones of its lane, whoever of them had the turn', async () => {
    const [first, second] = [push(1, 'a'), aPush({ position: 2, subjectId: 'a', effect: 'withdraws' })];
    await enqueue(pool, [first, second]);
    await settle(await outbox.claim('somebody', 1, LONG), { outcome: 'overtaken', by: second.pushId });
    await redriveAll(first);
    expect(positions(await outbox.claim('somebody', 10, LONG))).toEqual([1]);
  });

  it('takes a push out of the hands of who still has its earlier round', async () => {
    await enqueue(pool, [push(1, 'a')]);
    const slow = await outbox.claim('somebody', 1, LONG);
    await redriveAll(push(1, 'a'));
    await settle(slow, no);
    expect(await outbox.summary()).toMatchObject({ waiting: 1, rejected: 0 });
  });
});

describe('the dead', () => {
  const facts = new Map<string, Outcome>();
  beforeEach(() => {
    facts.clear();
  });
  const delivererOf = (
    answer: (push: Push) => Answer,
    more: Pick<Partial<DelivererOptions>, 'unreadableMax' | 'mendWithinMs' | 'mayGiveUp' | 'onRest'> = {},
  ) =>
    new Deliverer({
      outbox,
      endpoint: { name: 'somebody', send: (pushes) => Promise.resolve(pushes.map((one) => answer(one))) },
      onOutcome: ({ pushId }, outcome) => {
        facts.set(pushId, outcome);
        return Promise.resolve();
      },
      onTrouble: (error) => {
        throw error;
      },
      pollMs: 5,
      askEveryMs: 5,
      backoff: { firstMs: 1, capMs: 2 },
      breaker: { afterFailures: 3, rest: { firstMs: 1, capMs: 2 } },
      ...more,
    });

  it('so many answers nobody can read, and a push is given up; its lane waits for what becomes of it', async () => {
    await enqueue(pool, [push(1, 'a')]);
    const deliverer = delivererOf(() => ({ outcome: 'unreadable', reason: '?', answer: '处理中' }), {
      unreadableMax: 3,
    });
    deliverer.start();
    await untilNothingWaits();
    await deliverer.stop();
    expect(await outbox.summary()).toEqual(counts({ dead: 1 }));
    expect(facts.get(push(1, 'a').pushId)).toEqual({ outcome: 'dead', because: 'unreadable-answers', unreadable: 3 });
    expect(await attempts()).toMatchObject([{ outcome: 'unreadable' }, { outcome: 'unreadable' }, { outcome: 'dead' }]);
    await enqueue(pool, [push(2, 'a')]);
    expect(await outbox.claim('somebody', 10, LONG)).toMatchObject([{ push: { position: 1 }, inDoubt: true }]);
    expect(await outbox.claim('somebody', 10, LONG)).toEqual([]);
  });

  const refusesTheFirst = ({ position, key }: Push): Answer =>
    position === 1 ? { outcome: 'rejected', code: '1001', message: '', fields: [] } : receiptOf(key);

  it('what was refused is mended by the message that states its record anew, which then leaves', async () => {
    await enqueue(pool, [push(1, 'a'), { ...push(2, 'a'), effect: 'notes' }]);
    const deliverer = delivererOf(refusesTheFirst);
    deliverer.start();
    const until = async (wanted: Partial<PushCounts>) => {
      while (JSON.stringify(await outbox.summary()) !== JSON.stringify(counts(wanted))) await aMoment();
    };
    await until({ rejected: 1, waiting: 1 });
    await enqueue(pool, [push(3, 'a')]);
    await until({ mended: 1, 'nothing-there': 1, acknowledged: 1 });
    await deliverer.stop();
    expect(facts.get(push(1, 'a').pushId)).toEqual({ outcome: 'mended', by: push(3, 'a').pushId });
  });

  it('an outage of any length gives up nothing', async () => {
    await enqueue(pool, [push(1, 'a')]);
    let failures = 0;
    const deliverer = delivererOf(() => ({ outcome: 'failed', reason: `${++failures}` }), { unreadableMax: 1 });
    deliverer.start();
    while (failures < 20) await new Promise((resolve) => setTimeout(resolve, 5));
    await deliverer.stop();
    expect(await outbox.summary()).toEqual(counts({ waiting: 1 }));
    expect(facts.size).toBe(0);
  });

  it('a rejection nobody mends in time is given up; one that was redriven is not', async () => {
    await enqueue(pool, [push(1, 'a'), push(2, 'b')]);
    await settle(await outbox.claim('somebody', 10, LONG), {
      outcome: 'rejected',
      code: '1001',
      message: '',
      fields: [],
    });
    const rejections = await outbox.unmended('somebody', 0, 10);
    expect(rejections.map(({ push: { position } }) => position)).toEqual([1, 2]);
    await redrive(pool, [push(2, 'b').pushId]);
    await outbox.bury(rejections);
    expect(await outbox.summary()).toEqual(counts({ waiting: 1, dead: 1 }));
  });

  it('a body that does not answer is said to be left alone, until it answers again', async () => {
    await enqueue(pool, [push(1, 'a')]);
    let isAway = true;
    const rests = new BodyRests(pool, () => new Date());
    const deliverer = delivererOf(({ key }) => (isAway ? { outcome: 'failed', reason: '503' } : receiptOf(key)), {
      onRest: (rest) => rests.tell('somebody', rest),
    });
    deliverer.start();
    const told = async () =>
      (await pool.query<object>('SELECT endpoint, until > since AS lasts, rests FROM body_rests')).rows;
    while ((await told()).length === 0) await aMoment();
    expect(await told()).toMatchObject([{ endpoint: 'somebody', lasts: true }]);
    isAway = false;
    await untilNothingWaits();
    await deliverer.stop();
    expect(await told()).toEqual([]);
  });

  it('a rejection is not given up while nobody can say what time it is', async () => {
    await enqueue(pool, [push(1, 'a')]);
    await settle(await outbox.claim('somebody', 10, LONG), {
      outcome: 'rejected',
      code: '1001',
      message: '',
      fields: [],
    });
    let believable = false;
    const deliverer = delivererOf(() => ({ outcome: 'failed', reason: 'never asked' }), {
      mendWithinMs: 0,
      mayGiveUp: () => Promise.resolve(believable),
    });
    deliverer.start();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(facts.size).toBe(0);
    believable = true;
    while (facts.size === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await deliverer.stop();
    expect(await outbox.summary()).toEqual(counts({ dead: 1 }));
  });

  it('are not those that a clock which was ahead had put off for a year: they are due at once', async () => {
    await enqueue(pool, [push(1, 'a')]);
    await pool.query(`UPDATE pushes SET due_at = now() + interval '1 year'`);
    expect(await outbox.claim('somebody', 10, LONG)).toEqual([]);
    await outbox.notPutOff('somebody');
    expect(await outbox.claim('somebody', 10, LONG)).toHaveLength(1);
    await outbox.notPutOff('somebody'); // the lease stands
    expect(await outbox.claim('somebody', 10, LONG)).toEqual([]);
  });

  it('a rejection is left to be mended for as long as is allowed', async () => {
    await enqueue(pool, [push(1, 'a')]);
    await settle(await outbox.claim('somebody', 10, LONG), {
      outcome: 'rejected',
      code: '1001',
      message: '',
      fields: [],
    });
    const patient = delivererOf(() => ({ outcome: 'failed', reason: 'never asked' }), { mendWithinMs: LONG });
    patient.start();
    await new Promise((resolve) => setTimeout(resolve, 30));
    await patient.stop();
    expect(await outbox.summary()).toEqual(counts({ rejected: 1 }));

    const strict = delivererOf(() => ({ outcome: 'failed', reason: 'never asked' }), { mendWithinMs: 1 });
    strict.start();
    while ((await outbox.summary()).dead === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await strict.stop();
    expect([...facts.values()]).toEqual([{ outcome: 'dead', because: 'rejection-not-mended', unreadable: 0 }]);
  });

  it('one that cannot be given up hinders no other, nor does a body that cannot be asked', async () => {
    await enqueue(pool, [push(1, 'a'), push(2, 'b')]);
    const rejected = { outcome: 'rejected', code: '1001', message: '', fields: [] } as const;
    await settle(await outbox.claim('somebody', 10, LONG), rejected);
    const troubles = new Set<string>();
    const deliverer = new Deliverer({
      outbox,
      endpoint: {
        name: 'somebody',
        send: () => Promise.reject(new Error('never asked')),
        collect: () => Promise.reject(new Error('away')),
      },
      onOutcome: ({ pushId }) =>
        pushId === push(1, 'a').pushId ? Promise.reject(new Error('not now')) : Promise.resolve(),
      onTrouble: (error) => void troubles.add(String(error)),
      pollMs: 5,
      askEveryMs: 5,
      mendWithinMs: 1,
    });
    await enqueue(pool, [push(3, 'c')]);
    const [sent] = await outbox.claim('somebody', 10, LONG);
    await settle(sent ? [sent] : [], { outcome: 'sent', reference: 'r' }, 1);
    deliverer.start();
    while ((await outbox.summary()).dead === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await deliverer.stop();
    expect(await outbox.summary()).toEqual(counts({ rejected: 1, dead: 1, sent: 1 }));
    expect([...troubles].sort()).toEqual(['Error: away', 'Error: not now']);
  });

  it('a dead push may be redriven, and its count begins anew', async () => {
    await enqueue(pool, [push(1, 'a')]);
    const deliverer = delivererOf(() => ({ outcome: 'unreadable', reason: '?' }), { unreadableMax: 2 });
    deliverer.start();
    await untilNothingWaits();
    await deliverer.stop();
    await redrive(pool, [push(1, 'a').pushId]);
    expect(await outbox.claim('somebody', 10, LONG)).toMatchObject([{ redrives: 1, unreadable: 0 }]);
  });
});

describe('batches', () => {
  it('carry as many pushes as the endpoint takes, and each has its own outcome', async () => {
    await enqueue(
      pool,
      Array.from({ length: 10 }, (_, i) => push(i + 1, `subject-${i}`)),
    );
    const sizes: number[] = [];
    const endpoint: Endpoint = {
      name: 'somebody',
      batch: 4,
      send: (pushes) => {
        sizes.push(pushes.length);
        return Promise.resolve(
          pushes.map(({ position }) =>
            position === 7
              ? { outcome: 'rejected', code: '1001', message: '', fields: [] }
              : { outcome: 'acknowledged', receiptNumber: `N-${position}`, receivedAt: '2024-03-06T01:02:03.004Z' },
          ),
        );
      },
    };
    const deliverer = new Deliverer({
      outbox,
      endpoint,
      inParallel: 1,
      onOutcome: () => Promise.resolve(),
      onTrouble: (error) => {
        throw error;
      },
      pollMs: 5,
    });
    deliverer.start();
    await untilNothingWaits();
    await deliverer.stop();
    expect(sizes).toEqual([4, 4, 2]);
    expect(await outbox.summary()).toEqual(counts({ acknowledged: 9, rejected: 1 }));
    const { rows } = await pool.query(`SELECT FROM pushes WHERE receipt_number = 'N-' || position`);
    expect(rows).toHaveLength(9);
  });

  it('whose answers are too few have failed, all of them', async () => {
    await enqueue(pool, [push(1, 'a'), push(2, 'b')]);
    const troubles: unknown[] = [];
    const deliverer = new Deliverer({
      outbox,
      endpoint: { name: 'somebody', batch: 2, send: () => Promise.resolve([{ outcome: 'sent', reference: 'R' }]) },
      onOutcome: () => Promise.resolve(),
      onTrouble: (error) => troubles.push(error),
      pollMs: 5,
      backoff: { firstMs: LONG, capMs: LONG },
    });
    deliverer.start();
    while ((await attempts()).length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await deliverer.stop();
    expect(await outbox.summary()).toEqual(counts({ waiting: 2 }));
    expect(String(troubles[0])).toContain('1 answers for 2 pushes');
  });
});

/** Takes everything and answers later; what it took survives whoever sent it. */
class SlowOffice implements Endpoint {
  readonly name = 'somebody';
  readonly batch = 3;
  readonly taken = new Map<string, { position: number; lane: string; times: number; answered: boolean }>();
  collects = 0;

  constructor(private readonly nextMood: () => Mood) {}

  async send(pushes: readonly Push[], signal: AbortSignal): Promise<Answer[]> {
    const mood = this.nextMood();
    await new Promise((resolve) => setTimeout(resolve, mood.tookMs));
    if (signal.aborted || mood.kind === 'fails') return pushes.map(() => ({ outcome: 'failed', reason: mood.kind }));
    for (const { key, position, lane } of pushes) {
      const known = this.taken.get(key);
      if (known) known.times += 1;
      else this.taken.set(key, { position, lane, times: 1, answered: false });
    }
    return pushes.map(({ key }) =>
      mood.kind === 'loses-answer'
        ? { outcome: 'failed', reason: mood.kind }
        : { outcome: 'sent', reference: `R-${key}` },
    );
  }

  async collect(sent: readonly SentPush[]): Promise<LaterAnswer[]> {
    this.collects += 1;
    const mood = this.nextMood();
    await new Promise((resolve) => setTimeout(resolve, mood.tookMs));
    if (mood.kind === 'fails') throw new Error('the office is closed');
    return sent.flatMap(({ push: { pushId, key }, reference }, index) => {
      if (reference !== `R-${key}`) throw new Error(`asked about ${key} by ${reference}`);
      const record = this.taken.get(key);
      if (!record || (mood.kind === 'loses-answer' && index % 2 === 0)) return [];
      record.answered = true;
      const answer: Acknowledged = {
        outcome: 'acknowledged',
        receiptNumber: `N-${key}`,
        receivedAt: '2024-03-06T01:02:03.004Z',
      };
      return [{ pushId, answer }];
    });
  }
}

/** Remembers what it was told under each key; what it answers is drawn. Breaks off like a real one when told to. */
class MoodyEndpoint implements Endpoint {
  readonly name = 'somebody';
  readonly stored = new Map<string, { position: number; lane: string; times: number }>();

  constructor(private readonly nextMood: () => Mood) {}

  send(pushes: readonly Push[], signal: AbortSignal): Promise<Answer[]> {
    return Promise.all(pushes.map((one) => this.sendOne(one, signal)));
  }

  askByKey(pushes: readonly Push[]): Promise<Holding[]> {
    const mood = this.nextMood();
    return Promise.resolve(
      pushes.map(({ key }): Holding => {
        if (mood.kind === 'fails') return { outcome: 'failed', reason: mood.kind };
        return this.stored.has(key) ? receiptOf(key) : { outcome: 'absent' };
      }),
    );
  }

  private async sendOne(one: Push, signal: AbortSignal): Promise<Answer> {
    const mood = this.nextMood();
    await new Promise((resolve) => setTimeout(resolve, mood.tookMs));
    if (signal.aborted || mood.kind === 'fails') return { outcome: 'failed', reason: mood.kind };
    const { key } = one;
    if (refusable(one)) return { outcome: 'rejected', code: '1001', message: '', fields: [] };
    const known = this.stored.get(key);
    if (known) known.times += 1;
    else this.stored.set(key, { position: one.position, lane: one.lane, times: 1 });
    return mood.kind === 'loses-answer' ? { outcome: 'failed', reason: mood.kind } : receiptOf(key);
  }
}

const receiptOf = (key: string): Acknowledged => ({
  outcome: 'acknowledged',
  receiptNumber: `R-${key}`,
  receivedAt: '2024-03-06T01:02:03.004Z',
});

interface Mood {
  readonly kind: 'answers' | 'fails' | 'loses-answer';
  readonly tookMs: number;
}

/** Is a refusal of `other` what the push waits behind? */
const holds = (other: Push, { lane, position }: Push): boolean =>
  other.lane === lane && other.position < position && refusable(other);

const aMoment = () => new Promise((resolve) => setTimeout(resolve, 10));

const refusable = (one: Push): boolean => one.position % 7 === 0;

type Call = <T>(call: () => Promise<T>) => Promise<T>;

function pluggedEndpoint(endpoint: Endpoint, throughPlug: Call): Endpoint {
  const { name, batch = 1 } = endpoint;
  return {
    name,
    batch,
    send: (pushes, signal) => throughPlug(() => endpoint.send(pushes, signal)),
    ...(endpoint.askByKey && {
      askByKey: (pushes: readonly Push[], signal: AbortSignal) =>
        throughPlug(() => endpoint.askByKey?.(pushes, signal) ?? Promise.resolve([])),
    }),
    ...(endpoint.collect && {
      collect: (sent: readonly SentPush[], signal: AbortSignal) =>
        throughPlug(() => endpoint.collect?.(sent, signal) ?? Promise.resolve([])),
    }),
  };
}

/** Two outcomes of one push, where only the first can be a fact. A deliverer would try again and hide it. */
const contradictions: object[] = [];
afterEach(() => {
  const found = contradictions.splice(0);
  if (found.length > 0) throw new Error(`two outcomes of one push: ${JSON.stringify(found)}`);
});

/** A deliverer whose plug can be pulled: from then on none of its statements arrives and none of its calls returns. */
function pluggedDeliverer(endpoint: Endpoint, facts: Map<string, Outcome>) {
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
      claimSent: (name, limit, leaseMs) => throughPlug(() => outbox.claimSent(name, limit, leaseMs)),
      pushes: (pushIds) => throughPlug(() => outbox.pushes(pushIds)),
      askAgain: (sent, afterMs) => throughPlug(() => outbox.askAgain(sent, afterMs)),
      unmended: (name, forMs, limit) => throughPlug(() => outbox.unmended(name, forMs, limit)),
      notPutOff: (name) => throughPlug(() => outbox.notPutOff(name)),
      bury: (rejections) => throughPlug(() => outbox.bury(rejections)),
    },
    endpoint: pluggedEndpoint(endpoint, throughPlug),
    onOutcome: (one, outcome) =>
      throughPlug(() => {
        const known = facts.get(one.pushId);
        if (known && !isDeepStrictEqual(outcome, known)) contradictions.push({ known, outcome });
        facts.set(one.pushId, outcome);
        return Promise.resolve();
      }),
    onTrouble: () => undefined,
    inParallel: 6,
    leaseMs: 120,
    pollMs: 5,
    askEveryMs: 5,
    backoff: { firstMs: 1, capMs: 10 },
    breaker: { afterFailures: 3, rest: { firstMs: 1, capMs: 10 } },
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

  it('every push arrives, is stored once, in the order of its lane, and its fact is recorded', async () => {
    await fc.assert(
      fc.asyncProperty(queue, moods, crashes, async (subjects, mood, pulls) => {
        await pool.query('TRUNCATE pushes, push_attempts');
        // None of them states its record anew, which would mend what was refused before it.
        const pushes = subjects.map((subject, i) => ({
          ...push(i + 1, `subject-${subject}`),
          effect: 'amends' as const,
        }));
        await enqueue(pool, pushes);
        const endpoint = new MoodyEndpoint(() => mood.next().value as Mood);
        const facts = new Map<string, Outcome>();

        const pair = [pluggedDeliverer(endpoint, facts), pluggedDeliverer(endpoint, facts)];
        for (const { afterMs, which } of pulls) {
          await new Promise((resolve) => setTimeout(resolve, afterMs));
          await pair[which]?.pull();
          pair[which] = pluggedDeliverer(endpoint, facts);
        }
        // What stands behind a refusal waits for a person.
        const refused = pushes.filter((one) => refusable(one) && !pushes.some((other) => holds(other, one)));
        const arriving = pushes.filter((one) => !refusable(one) && !pushes.some((other) => holds(other, one)));
        const ended = counts({
          acknowledged: arriving.length,
          rejected: refused.length,
          waiting: pushes.length - refused.length - arriving.length,
        });
        const isOver = async () => JSON.stringify(await outbox.summary()) === JSON.stringify(ended);
        for (let look = 0; !(await isOver()) && look < 1_000; look += 1) await aMoment();
        await Promise.all(pair.map((one) => one.stop()));

        expect(await outbox.summary()).toEqual(ended);
        expect(facts.size).toBe(refused.length + arriving.length);
        expect([...endpoint.stored.keys()].sort()).toEqual(arriving.map(({ key }) => key).sort());
        // It was asked for by its key before it was sent again.
        expect([...endpoint.stored.values()].every(({ times }) => times === 1)).toBe(true);
        for (const subject of new Set(subjects)) {
          const arrived = [...endpoint.stored.values()].filter((one) => one.lane === `subject-${subject}`);
          const inOrder = arrived.map((one) => one.position).sort((a, b) => a - b);
          expect(arrived.map((one) => one.position)).toEqual(inOrder);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('answers that come later, over restarts: every push is acknowledged, taken once, in the order of its lane', async () => {
    await fc.assert(
      fc.asyncProperty(queue, moods, crashes, async (lanes, mood, pulls) => {
        await pool.query('TRUNCATE pushes, push_attempts');
        const pushes = lanes.map((lane, i) => push(i + 1, `subject-${lane}`));
        await enqueue(pool, pushes);
        const office = new SlowOffice(() => mood.next().value as Mood);
        const facts = new Map<string, Outcome>();

        const pair = [pluggedDeliverer(office, facts), pluggedDeliverer(office, facts)];
        for (const { afterMs, which } of pulls) {
          await new Promise((resolve) => setTimeout(resolve, afterMs));
          await pair[which]?.pull();
          pair[which] = pluggedDeliverer(office, facts);
        }
        await untilNothingWaits();
        await Promise.all(pair.map((one) => one.stop()));

        expect(await outbox.summary()).toEqual(counts({ acknowledged: pushes.length }));
        expect(facts.size).toBe(pushes.length);
        expect([...office.taken.keys()].sort()).toEqual(pushes.map(({ key }) => key).sort());
        for (const lane of new Set(lanes)) {
          const arrived = [...office.taken.values()].filter((one) => one.lane === `subject-${lane}`);
          const inOrder = arrived.map((one) => one.position).sort((a, b) => a - b);
          expect(arrived.map((one) => one.position)).toEqual(inOrder);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('a plug pulled between sending and asking: the next deliverer asks for the answer and sends nothing again', async () => {
    await enqueue(pool, [push(1, 'a')]);
    const office = new SlowOffice(() => ({ kind: 'answers', tookMs: 0 }));
    const facts = new Map<string, Outcome>();
    const sender = new Deliverer({
      outbox,
      endpoint: {
        name: 'somebody',
        send: (pushes, signal) => office.send(pushes, signal),
        collect: () => Promise.resolve([]), // it never comes to asking
      },
      onOutcome: () => Promise.resolve(),
      onTrouble: () => undefined,
      pollMs: 5,
      askEveryMs: 1,
    });
    sender.start();
    while ((await outbox.summary()).sent === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await sender.stop(0);

    const next = pluggedDeliverer(office, facts);
    await untilNothingWaits();
    await next.stop();
    expect(await outbox.summary()).toEqual(counts({ acknowledged: 1 }));
    expect([...office.taken.values()]).toMatchObject([{ times: 1 }]);
    expect([...facts.values()]).toMatchObject([{ outcome: 'acknowledged' }]);
  });

  it('stops politely: what was under way is finished and written down', async () => {
    await enqueue(pool, [push(1, 'a'), push(2, 'b')]);
    let underWay = 0;
    const endpoint = new MoodyEndpoint(() => ((underWay += 1), { kind: 'answers', tookMs: 80 }));
    const facts = new Map<string, Outcome>();
    const deliverer = pluggedDeliverer(endpoint, facts);
    while (underWay < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    await deliverer.stop();
    expect(await outbox.summary()).toMatchObject({ waiting: 0, acknowledged: 2 });
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
    expect([...endpoint.stored.values()]).toMatchObject([{ times: 1 }]); // asked for by its key since
    expect(await attempts()).toMatchObject([{ outcome: 'failed' }, { outcome: 'failed' }, { outcome: 'acknowledged' }]);
  });
});

it('what was left by another way, before the settings of the body were changed, is said again by one that answers at once', async () => {
  await enqueue(pool, [push(1, 'a')]);
  await settle(await outbox.claim('somebody', 1, LONG), { outcome: 'sent', reference: 'B-1' });
  const told: string[] = [];
  const send = (pushes: readonly Push[]) => {
    told.push(...pushes.map(({ key }) => key));
    const receipt = { outcome: 'acknowledged', receiptNumber: 'R', receivedAt: '2024-03-06T01:02:03.004Z' } as const;
    return Promise.resolve(pushes.map(() => receipt));
  };
  const deliverer = new Deliverer({
    outbox,
    endpoint: { name: 'somebody', send },
    onOutcome: () => Promise.resolve(),
    onTrouble: (error) => {
      throw error;
    },
    ...{ pollMs: 5, askEveryMs: 5, backoff: { firstMs: 1, capMs: 10 } },
  });
  deliverer.start();
  await untilNothingWaits();
  await deliverer.stop();
  expect(told).toEqual([push(1, 'a').key]);
  expect(await attempts()).toMatchObject([{ outcome: 'sent' }, { outcome: 'lost' }, { outcome: 'acknowledged' }]);
});

function push(position: number, subjectId: string, endpoint = 'somebody'): Push {
  return aPush({ position, subjectId, endpoint });
}

/** So many messages of one event. */
function parts(position: number, subjectId: string, count: number, endpoint = 'somebody'): Push[] {
  return Array.from({ length: count }, (_, part) => aPush({ position, subjectId, part, endpoint }));
}

const counts = (some: Partial<PushCounts>): PushCounts => ({
  ...(Object.fromEntries(PUSH_STATES.map((state) => [state, 0])) as PushCounts),
  ...some,
});

const positions = (claimed: readonly Claimed[]): number[] => claimed.map((one) => one.push.position);

async function settle(
  claimed: readonly (Claimed | undefined)[],
  outcome: Answer | Stays | Awaits | Overtaken | Over,
  retryAfterMs = 0,
): Promise<void> {
  await outbox.settle(
    claimed.map((one): Settlement => {
      if (!one) throw new Error('nothing was claimed');
      const common = { pushId: one.push.pushId, attempt: one.attempt, leaseId: one.leaseId, tookMs: 1 };
      switch (outcome.outcome) {
        case 'acknowledged':
        case 'rejected':
        case 'stays':
        case 'awaits':
        case 'overtaken':
        case 'mended':
          return { ...common, ...outcome };
        default:
          return { ...common, ...outcome, retryAfterMs };
      }
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
  for (let look = 0; (await outbox.waiting()).length > 0 && look < 2_000; look += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
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
