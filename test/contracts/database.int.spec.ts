import { join } from 'node:path';
import { BatchMarkFile } from '@app/endpoints';
import type { Answer, LaterAnswer, Push } from '@app/outbox';
import pg from 'pg';
import { aNthPenalty } from '../../libs/endpoints/src/credit-hebei/credit-hebei.contract';
import { creditHebeiMessage } from '../../libs/endpoints/src/credit-hebei/payload';
import {
  askedByKeyContract,
  endpointContract,
  type EndpointUnderTest,
  laterAnswersContract,
} from '../../libs/endpoints/src/endpoint.contract';
import { aPushOf } from '../../libs/endpoints/src/push.examples';
import { aPenalty } from '../../libs/exchange/src/told.examples';
import { asLogin, openExchange } from '../support/exchange-database';

const going = new AbortController().signal;

const asked = () => openExchange() as Promise<Required<EndpointUnderTest>>;
endpointContract('an exchange database', asked);
laterAnswersContract('an exchange database', asked);
askedByKeyContract('an exchange database whose receiver looks by itself', () => openExchange(50));

describe('an exchange database', () => {
  let subject: Awaited<ReturnType<typeof openExchange>>;
  beforeEach(async () => {
    subject = await openExchange();
  });
  afterEach(() => subject.close());

  const send = (pushes: readonly Push[], endpoint = subject.endpoint) => endpoint.send(pushes, going);
  const keys = async () => (await subject.stored()).map(({ key }) => key);
  const outcomes = (answers: readonly Answer[]) => answers.map(({ outcome }) => outcome);
  const failedBecause = (why: RegExp) => ({ outcome: 'failed', reason: expect.stringMatching(why) as string });

  async function sent(push: Push, endpoint = subject.endpoint): Promise<{ push: Push; reference: string }> {
    const [answer] = await send([push], endpoint);
    if (answer?.outcome !== 'sent') throw new Error(`not sent but ${JSON.stringify(answer)}`);
    return { push, reference: answer.reference };
  }
  const collect = async (pushes: readonly { push: Push; reference: string }[]): Promise<LaterAnswer['answer'][]> =>
    (await subject.endpoint.collect(pushes, going)).map(({ answer }) => answer);

  /** Resolves when the receiver has something to answer. */
  async function askedAbout(): Promise<void> {
    while ((await subject.owner.query('SELECT FROM exchange_questions WHERE state IS NULL')).rowCount === 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  it('brings each answer of the platform: receipt, code and the fields at fault', async () => {
    const good = await sent(aNthPenalty(1));
    const nameless = await sent(
      aPushOf(aPenalty({ legalRepresentative: null, documentNumber: '廊消行罚决字〔2024〕第9号' })),
    );
    await subject.answerAll();
    expect(await collect([good, nameless])).toEqual([
      {
        outcome: 'acknowledged',
        receiptNumber: expect.stringMatching(/^HB\d+$/) as string,
        receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
      },
      { outcome: 'rejected', code: '1002', message: expect.stringContaining('缺少') as string, fields: ['CF_FRDB'] },
    ]);
  });

  it('brings the day of publication, of a receiver that shows what it is told', async () => {
    const shown = await sent(aNthPenalty(1));
    await subject.owner.query(
      `UPDATE exchange_records SET state = '记名成功', receipt_number = 'GS1', feedback_at = now(), published_on = '2026-06-02'`,
    );
    expect(await collect([shown])).toMatchObject([{ outcome: 'acknowledged', publishedOn: '2026-06-02' }]);
  });

  it('judges a refused record anew when it is said again, mended, under its own key', async () => {
    const wrong = aNthPenalty(1);
    const mended = { ...wrong, document: { ...wrong.document, legalRepresentative: '郭军丽' } };
    const first = await sent({ ...wrong, document: { ...wrong.document, legalRepresentative: null } });
    await subject.answerAll();
    expect(await collect([first])).toMatchObject([{ outcome: 'rejected', code: '1002' }]);
    const again = await sent(mended);
    expect(again.reference).not.toBe(first.reference);
    await subject.answerAll();
    expect(await collect([again])).toMatchObject([{ outcome: 'acknowledged' }]);
    expect(await subject.stored()).toMatchObject([{ arrivals: 2 }]);
  });

  it('says when the receiver has taken a record in hand', async () => {
    const push = await sent(aNthPenalty(1));
    expect(await collect([push])).toEqual([]);
    await subject.owner.query(`UPDATE exchange_records SET state = '处理中', taken_at = now()`);
    expect(await collect([push])).toEqual([{ outcome: 'processing' }]);
    expect(await send([push.push])).toEqual([{ outcome: 'sent', reference: push.reference }]);
  });

  it('refuses other content under a key that was not refused', async () => {
    const push = aNthPenalty(1);
    await sent(push);
    const other = { ...push, document: { ...push.document, fineFen: 1_000_000 } };
    expect(await send([other])).toMatchObject([{ outcome: 'rejected', code: '1409' }]);
    expect(await keys()).toEqual([push.key]);
  });

  it('leaves the others of a batch when one row cannot be held', async () => {
    const pushes = Array.from({ length: 20 }, (_, n) => aNthPenalty(n + 1));
    const bad = { ...aNthPenalty(21), key: 'x'.repeat(501) };
    const answers = await send([...pushes.slice(0, 10), bad, ...pushes.slice(10)]);
    expect(outcomes(answers)).toEqual([
      ...pushes.slice(0, 10).map(() => 'sent'),
      'failed',
      ...pushes.slice(10).map(() => 'sent'),
    ]);
    expect((await keys()).length).toBe(20);
  });

  describe('away, slow or torn', () => {
    it('fails and provably left nothing when nobody answers at its address', async () => {
      const nobody = new URL(subject.database.ownerUrl);
      nobody.port = '1';
      expect(await send([aNthPenalty(1)], subject.endpointWith({ url: nobody.toString() }))).toMatchObject([
        { outcome: 'failed', arrived: 'no' },
      ]);
    });

    it('does not claim that nothing arrived when the wire broke at COMMIT', async () => {
      await subject.loseNextAnswer();
      const [answer] = await send([aNthPenalty(1)]);
      expect(answer).toEqual({ outcome: 'failed', reason: expect.any(String) as string });
      expect(await keys()).toEqual([aNthPenalty(1).key]);
    });

    it('fails in time when it says nothing, and takes the batch when it does again', async () => {
      const blocker = await subject.owner.connect();
      await blocker.query('BEGIN; LOCK TABLE exchange_records');
      const slow = subject.endpointWith({ timeoutMs: 300 });
      expect(await send([aNthPenalty(1)], slow)).toMatchObject([{ outcome: 'failed', arrived: 'no' }]);
      await blocker.query('ROLLBACK');
      blocker.release();
      expect(await keys()).toEqual([]);
      expect(outcomes(await send([aNthPenalty(1)], slow))).toEqual(['sent']);
    });

    it('fails in time when the wire hangs', async () => {
      const slow = subject.endpointWith({ timeoutMs: 300 });
      await sent(aNthPenalty(1), slow);
      subject.wire.hang();
      expect(await send([aNthPenalty(2)], slow)).toMatchObject([{ outcome: 'failed' }]);
    });

    it('holds nothing of a batch whose connection was killed in the middle', async () => {
      const blocker = await subject.owner.connect();
      // The first row goes in, the second one waits for us.
      await blocker.query('BEGIN');
      await blocker.query(
        `INSERT INTO exchange_batches (token, batch_number, records) VALUES (gen_random_uuid(), 9, 1)`,
      );
      await blocker.query(
        `INSERT INTO exchange_records (idempotency_key, batch_number, place, kind, subject_sequence, fields) VALUES ($1, 9, 1, '', 1, '{}')`,
        [aNthPenalty(2).key],
      );
      const sending = send([1, 2, 3].map(aNthPenalty));
      const administrator = new pg.Client({ connectionString: subject.database.superuserUrl });
      await administrator.connect();
      await waitingFor(administrator);
      await administrator.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'fire-credit-ledger' AND wait_event_type = 'Lock'`,
      );
      expect(await sending).toMatchObject([1, 2, 3].map(() => ({ outcome: 'failed', arrived: 'no' })));
      await administrator.end();
      await blocker.query('ROLLBACK');
      blocker.release();
      expect(await keys()).toEqual([]);
      expect(outcomes(await send([1, 2, 3].map(aNthPenalty)))).toEqual(['sent', 'sent', 'sent']);
    });

    it('does not say that nothing is there of what its receiver was not yet asked about', async () => {
      const unhurried = subject.endpointWith({ timeoutMs: 300 });
      expect(await unhurried.askByKey([aNthPenalty(1)], going)).toMatchObject([failedBecause(/not answered yet/)]);
      await subject.answerAll();
      expect(await unhurried.askByKey([aNthPenalty(1)], going)).toEqual([{ outcome: 'absent' }]);
    });
  });

  describe('restored from yesterday', () => {
    it('is found before the next batch leaves; what it lost is said again, once', async () => {
      const early = await sent(aNthPenalty(1));
      await subject.answerAll();
      const yesterday = await subject.backUp();
      const answered = await sent(aNthPenalty(2));
      await subject.answerAll();
      const unseen = await sent(aNthPenalty(3));
      await subject.restore(yesterday);
      let heard = 0;
      subject.endpoint.whenRestored(() => heard++);
      expect(await subject.endpoint.restorations()).toEqual([]);

      expect(await send([aNthPenalty(4)])).toMatchObject([failedBecause(/restored: batch 3 is gone, its newest is 1/)]);
      expect(subject.restored).toMatchObject([{ endpoint: 'credit-hebei', newestBatchNumber: 1 }]);
      expect(heard).toBe(1);
      const token = unseen.reference.replace(/^\d+-/, '');
      expect(await subject.endpointWith().restorations()).toMatchObject([{ token }]); // whichever ledger asks
      expect(await keys()).toEqual([early.push.key]);

      const answers = await collect([early, answered, unseen]);
      expect(answers.map(({ outcome }) => outcome)).toEqual(['acknowledged', 'lost', 'lost']);
      const again = [await sent(aNthPenalty(2)), await sent(aNthPenalty(3)), await sent(aNthPenalty(4))];
      await subject.answerAll();
      expect(await collect(again)).toMatchObject(again.map(() => ({ outcome: 'acknowledged' })));
      const held = (await (await fetch(`${subject.sandbox.url}/records`)).json()) as { items: unknown[] };
      expect(held.items).toHaveLength(4);
      expect(subject.restored).toHaveLength(1);
    });

    it('gives no batch a number that was given before', async () => {
      await sent(aNthPenalty(1));
      const yesterday = await subject.backUp();
      for (const n of [2, 3, 4]) await sent(aNthPenalty(n));
      const { reference } = await sent(aNthPenalty(5));
      await subject.restore(yesterday);
      await send([aNthPenalty(6)]);
      const next = await sent(aNthPenalty(6));
      expect(Number.parseInt(next.reference, 10)).toBeGreaterThan(Number.parseInt(reference, 10));
    });

    it('is found by a ledger that was started anew, by what it kept in a file', async () => {
      const path = join(subject.folder, 'mark.json');
      await sent(aNthPenalty(1), subject.endpointWith({ marks: new BatchMarkFile(path) }));
      const yesterday = await subject.backUp();
      await sent(aNthPenalty(2), subject.endpointWith({ marks: new BatchMarkFile(path) }));
      await subject.restore(yesterday);
      const started = subject.endpointWith({ marks: new BatchMarkFile(path) });
      expect(await send([aNthPenalty(3)], started)).toMatchObject([failedBecause(/restored/)]);
      expect(outcomes(await send([aNthPenalty(3)], started))).toEqual(['sent']);
    });

    it('is not believed about a refusal of what was mended since', async () => {
      const wrong = aNthPenalty(1);
      await sent({ ...wrong, document: { ...wrong.document, legalRepresentative: null } });
      await subject.answerAll();
      const yesterday = await subject.backUp();
      const mended = await sent(wrong);
      await subject.restore(yesterday);
      expect(await collect([mended])).toMatchObject([{ outcome: 'lost' }]);
    });

    it('is not taken to prove that the body holds nothing: the body is asked', async () => {
      const yesterday = await subject.backUp();
      await sent(aNthPenalty(1));
      await subject.answerAll();
      await subject.restore(yesterday);
      expect(await subject.endpoint.askByKey([aNthPenalty(1)], going)).toMatchObject([failedBecause(/restored/)]);
      const asking = subject.endpoint.askByKey([aNthPenalty(1), aNthPenalty(2)], going);
      await askedAbout();
      await subject.answerAll();
      expect(await asking).toMatchObject([{ outcome: 'acknowledged' }, { outcome: 'absent' }]);
    });

    it('brings back no answer to a question of before', async () => {
      const asking = subject.endpoint.askByKey([aNthPenalty(1)], going);
      await askedAbout();
      await subject.answerAll();
      expect(await asking).toEqual([{ outcome: 'absent' }]);
      const yesterday = await subject.backUp();
      await sent(aNthPenalty(1));
      await subject.answerAll();
      await subject.restore(yesterday);
      const unhurried = subject.endpointWith({ timeoutMs: 300 });
      await send([aNthPenalty(2)]);
      expect(await unhurried.askByKey([aNthPenalty(1)], going)).toMatchObject([failedBecause(/not answered yet/)]);
    });
  });

  it('is shared by two ledgers: each key is one row, each batch has its number', async () => {
    const other = subject.endpointWith();
    const pushes = Array.from({ length: 60 }, (_, n) => aNthPenalty(n + 1));
    const rounds = [0, 20, 40].flatMap((from) => [
      send(pushes.slice(from, from + 20)),
      send(pushes.slice(from, from + 20).toReversed(), other),
    ]);
    expect(outcomes((await Promise.all(rounds)).flat())).toEqual(Array.from({ length: 120 }, () => 'sent'));
    expect(await subject.stored()).toHaveLength(60);
    expect((await subject.stored()).every(({ arrivals }) => arrivals === 2)).toBe(true);
    const { rows } = await subject.owner.query<{ number: string }>(
      'SELECT batch_number AS number FROM exchange_batches ORDER BY 1',
    );
    expect(rows.map(({ number }) => Number(number))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(subject.restored).toEqual([]);
  });

  describe('empties personal text', () => {
    const name = '欧阳静姝';
    const personal = (n: number) => {
      const push = aNthPenalty(n);
      return { ...push, document: { ...push.document, legalRepresentative: name, facts: `${name}在场。` } };
    };

    it('when it was answered long enough ago: receipt and code stay', async () => {
      const kept = await sent(personal(1));
      await subject.answerAll();
      const refused = await sent(personal(2));
      await subject.rejectNext();
      await subject.answerAll();
      const before = await collect([kept, refused]);
      const [yesterday, tomorrow] = [-1, 1].map((days) => new Date(Date.now() + days * 86_400_000)) as [Date, Date];
      expect(await subject.endpoint.emptyAnsweredBefore(yesterday)).toBe(0);
      expect(await subject.grep(name)).toBe(true);
      expect(await subject.endpoint.emptyAnsweredBefore(tomorrow)).toBe(2);
      expect(await subject.grep(name)).toBe(false);
      expect(await collect([kept, refused])).toEqual([before[0], { ...before[1], message: '' }]);
      expect(await send([personal(1)])).toEqual([before[0]]);
      expect(await subject.grep(name)).toBe(false);
      expect(await subject.endpoint.emptyAnsweredBefore(tomorrow)).toBe(0);
    });

    it('not of what waits for its answer, however long', async () => {
      const waiting = await sent(personal(1));
      expect(await subject.endpoint.emptyAnsweredBefore(new Date('2999-01-01'))).toBe(0);
      await subject.answerAll();
      expect(await collect([waiting])).toMatchObject([{ outcome: 'acknowledged' }]);
    });

    it('at once on erasure: what nobody has looked at is closed and never taken', async () => {
      const [erased, other] = [await sent(personal(1)), await sent(aNthPenalty(2))];
      expect(await subject.endpoint.emptyOf([erased.push.key])).toBe(1);
      expect(await subject.grep(name)).toBe(false);
      await subject.answerAll();
      expect(await collect([erased, other])).toMatchObject([
        { outcome: 'rejected', code: 'personal-data-erased' },
        { outcome: 'acknowledged' },
      ]);
      const held = (await (await fetch(`${subject.sandbox.url}/records`)).json()) as { items: unknown[] };
      expect(held.items).toHaveLength(1);
    });

    it('also while the receiver has it in hand: its answer counts, its words are not kept', async () => {
      const taken = await sent(personal(1));
      await subject.owner.query(`UPDATE exchange_records SET state = '处理中', taken_at = now()`);
      await subject.endpoint.emptyOf([taken.push.key]);
      await subject.owner.query(
        `UPDATE exchange_records SET state = '记名不成功', error_code = '1001', error_message = $1, feedback_at = now()`,
        [`${name}不匹配`],
      );
      expect(await subject.grep(name)).toBe(false);
      expect(await collect([taken])).toMatchObject([{ outcome: 'rejected', code: '1001', message: '' }]);
    });

    it('again, when a restore brought it back', async () => {
      const taken = await sent(personal(1));
      const yesterday = await subject.backUp();
      await subject.endpoint.emptyOf([taken.push.key]);
      await subject.restore(yesterday);
      await subject.endpoint.emptyOf([taken.push.key]);
      expect(await subject.grep(name)).toBe(false);
    });
  });

  describe('whose sender knows the page alone', () => {
    const message = (n: number) => creditHebeiMessage(aNthPenalty(n));

    /** One batch, as the page says. */
    async function leave(...numbers: number[]): Promise<void> {
      await subject.owner.query(
        `WITH batch AS (
           INSERT INTO exchange_batches (token, batch_number, records)
           SELECT gen_random_uuid(), coalesce(max(batch_number), 0) + 1, 0 FROM exchange_batches RETURNING batch_number
         )
         INSERT INTO exchange_records (idempotency_key, batch_number, place, kind, subject_sequence, fields)
         SELECT said ->> 'idempotencyKey', batch_number, place, said ->> 'kind', (said ->> 'subjectSequence')::bigint, said -> 'fields'
         FROM batch, jsonb_array_elements($1::jsonb) WITH ORDINALITY AS said (said, place)`,
        [JSON.stringify(numbers.map(message))],
      );
    }
    const states = async () => {
      const { rows } = await subject.owner.query<{ state: string }>(
        'SELECT state FROM exchange_records ORDER BY batch_number, place',
      );
      return rows.map(({ state }) => state);
    };

    it('is answered in the order of batch and place', async () => {
      await leave(2, 1);
      await leave(3);
      await subject.answerAll();
      expect(await states()).toEqual(['记名成功', '记名成功', '记名成功']);
      const held = (await (await fetch(`${subject.sandbox.url}/records`)).json()) as {
        items: { idempotencyKey: string }[];
      };
      expect(held.items.map(({ idempotencyKey }) => idempotencyKey)).toEqual(
        [2, 1, 3].map((n) => message(n).idempotencyKey),
      );
    });

    it('is answered when the receiver has decided, also by question', async () => {
      await fetch(`${subject.sandbox.url}/control/answers`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ later: true }),
      });
      await leave(1);
      await subject.owner.query('INSERT INTO exchange_questions (idempotency_key, epoch) VALUES ($1, 0)', [
        message(1).idempotencyKey,
      ]);
      await subject.answerAll();
      expect(await states()).toEqual(['处理中']);
      const { rows } = await subject.owner.query('SELECT state FROM exchange_questions');
      expect(rows).toEqual([{ state: '处理中' }]);
      await subject.control('decisions');
      await subject.answerAll();
      expect(await states()).toEqual(['记名成功']);
    });

    it('is answered about what a crash left in hand: looked at again, or refused when it was emptied meanwhile', async () => {
      await leave(1, 2);
      await subject.owner.query(`UPDATE exchange_records SET state = '处理中', taken_at = now()`);
      await subject.owner.query('UPDATE exchange_records SET fields = NULL, emptied_at = now() WHERE place = 2');
      await subject.answerAll();
      expect(await states()).toEqual(['记名成功', '记名不成功']);
    });
  });

  it('lets the receiver change nothing of what was said to it', async () => {
    await sent(aNthPenalty(1));
    const receiver = new pg.Client({ connectionString: asLogin(subject.database.ownerUrl, 'exchange_receiver') });
    await receiver.connect();
    const denied = expect.objectContaining({ code: '42501' }) as Error;
    await expect(receiver.query(`UPDATE exchange_records SET fields = '{}'`)).rejects.toEqual(denied);
    await expect(receiver.query('DELETE FROM exchange_batches')).rejects.toEqual(denied);
    await receiver.end();
  });

  it('loses nothing when the sandbox dies between its books and the table', async () => {
    const push = await sent(aNthPenalty(1));
    await subject.control('faults', { mode: 'drop-answer', times: 1 });
    await subject.answerAll();
    expect(await collect([push])).toEqual([{ outcome: 'processing' }]);
    await subject.answerAll();
    expect(await collect([push])).toMatchObject([{ outcome: 'acknowledged' }]);
  });
});

/** Resolves when a connection of the ledger waits for a lock. */
async function waitingFor(administrator: pg.Client): Promise<void> {
  for (;;) {
    const { rowCount } = await administrator.query(
      `SELECT FROM pg_stat_activity WHERE application_name = 'fire-credit-ledger' AND wait_event_type = 'Lock'`,
    );
    if (rowCount) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
