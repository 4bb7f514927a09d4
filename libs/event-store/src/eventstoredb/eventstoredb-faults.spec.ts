import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AccessDeniedError, DeadlineExceededError } from '@eventstore/db-client';
import { EventStoreDbClusterDouble, EventStoreDbDouble } from '../../../../test/support/eventstoredb-double';
import { type AppendResult, EventIdTaken, type EventLog, LogUnavailable, type NewEvent } from '../event-log';
import { anEvent, aStream } from '../event-log.contract';
import { EventStoreDbEventLog } from './eventstoredb-event-log';

const reservations = /^ledgerEventId-/;
const events = /^ledger\./;

describe('the log on EventStoreDB, when things go wrong', () => {
  let server: EventStoreDbDouble;
  let log: EventLog;
  let troubles: Error[];
  beforeEach(async () => {
    server = await EventStoreDbDouble.start();
    troubles = [];
    log = new EventStoreDbEventLog({ url: server.url, onTrouble: (error) => troubles.push(error) });
  });
  afterEach(async () => {
    server.faults.clear();
    await log.close();
    server.stop();
  });

  /** Says it again until the log answers, as callers do. */
  async function untilAnswered(stream: string, expected: number | 'no-stream' | 'any', batch: readonly NewEvent[]) {
    for (let attempt = 1; ; attempt++) {
      try {
        return { attempt, answer: await log.append(stream, expected, batch) };
      } catch (error) {
        if (!(error instanceof LogUnavailable) || attempt === 10) throw error;
      }
    }
  }
  const idsIn = async (stream: string) => (await log.readStream(stream)).map(({ id }) => id);

  describe.each([
    ['a reservation', reservations],
    ['an append', events],
  ])('with %s', (_what, streams) => {
    it.each(['fails-before-storing', 'answer-lost-after-storing', 'not-ready'] as const)(
      'that %s: nothing is known, and said again it is stored once',
      async (fault) => {
        const stream = aStream();
        const batch = [anEvent(), anEvent()];
        server.faults.next(fault, streams);

        await expect(log.append(stream, 'no-stream', batch)).rejects.toBeInstanceOf(LogUnavailable);
        const { answer } = await untilAnswered(stream, 'no-stream', batch);

        expect(answer).toMatchObject({ revision: 1 });
        expect(await idsIn(stream)).toEqual(batch.map(({ id }) => id));
        expect(await log.readAll({ after: 0, limit: 10 })).toHaveLength(2);
        expect(await log.append(stream, 'no-stream', batch)).toEqual({ ...answer, outcome: 'already-recorded' });
      },
    );

    it('that nobody answers: the deadline passes, and said again it is stored once', async () => {
      const hasty = new EventStoreDbEventLog({ url: server.url, timeoutMs: 1_000 });
      const stream = aStream();
      const batch = [anEvent()];
      server.faults.next('never-answered', streams);

      await expect(hasty.append(stream, 'no-stream', batch)).rejects.toMatchObject({
        constructor: LogUnavailable,
        cause: expect.any(DeadlineExceededError) as unknown,
      });
      expect(await hasty.append(stream, 'no-stream', batch)).toMatchObject({ revision: 0 });
      expect(await idsIn(stream)).toHaveLength(1);
      await hasty.close();
    });
  });

  it('gives the first answer after a lost one, also when the stream has moved on and the server has forgotten', async () => {
    const stream = aStream();
    const batch = [anEvent(), anEvent()];
    server.faults.next('answer-lost-after-storing', events);
    await expect(log.append(stream, 'no-stream', batch)).rejects.toBeInstanceOf(LogUnavailable);
    await untilAnswered(stream, 'any', [anEvent()]);
    server.log.forgetRecentIds();

    const again = await log.append(stream, 'no-stream', batch);

    const stored = await log.readStream(stream);
    const { position, recordedAt } = stored[1] ?? {};
    expect(again).toEqual({ outcome: 'already-recorded', revision: 1, position, recordedAt });
    expect(stored).toHaveLength(3);
  });

  it('stores once what was said again while the first saying was still on its way', async () => {
    const hasty = new EventStoreDbEventLog({ url: server.url, timeoutMs: 150 });
    const stream = aStream();
    const batch = [anEvent()];
    await log.append(stream, 'any', [anEvent()]);
    server.faults.delayMs = 100;
    const early = log.append(stream, 'any', batch);
    server.log.forgetRecentIds(); // what the server remembers is not to be relied on
    const late = hasty.append(stream, 'any', batch);
    const outcomes = await Promise.allSettled([early, late]);
    server.faults.delayMs = 0;

    const answer = await log.append(stream, 'any', batch); // whoever of them was in time
    expect(outcomes).toContainEqual({ status: 'fulfilled', value: { ...answer, outcome: 'recorded' } });
    expect(await idsIn(stream)).toHaveLength(2);
    await hasty.close();
  });

  describe('after a crash between reservation and append', () => {
    const stream = aStream();
    const batch = [anEvent(), anEvent()];
    beforeEach(async () => {
      server.faults.next('fails-before-storing', events);
      await log.append(stream, 'no-stream', batch).catch((error: unknown) => {
        if (!(error instanceof LogUnavailable)) throw error;
      });
    });

    it('shows nothing', async () => {
      expect(await log.readStream(stream)).toEqual([]);
      expect(await log.readAll({ after: 0, limit: 10 })).toEqual([]);
      expect(await log.head()).toBe(0);
    });

    it('lets the same command continue', async () => {
      expect((await untilAnswered(stream, 'no-stream', batch)).answer).toMatchObject({ revision: 1 });
    });

    it('lets no other stream have the ids', async () => {
      const other = aStream();
      await expect(
        untilAnswered(
          other,
          'no-stream',
          batch.map(({ id }) => anEvent({ id })),
        ),
      ).rejects.toBeInstanceOf(EventIdTaken);
      expect(await log.readStream(other)).toEqual([]);
    });
  });

  describe('with a reservation that the server refuses to write again and does not show yet', () => {
    const stream = aStream();
    const batch = [anEvent()];
    let first: AppendResult;
    beforeEach(async () => {
      first = await log.append(stream, 'no-stream', batch);
    });

    it('looks again', async () => {
      server.faults.hide(reservations, 3);
      expect(await log.append(stream, 'any', batch)).toEqual({ ...first, outcome: 'already-recorded' });
    });

    it('does not know, after a while', async () => {
      server.faults.hide(reservations, 100);
      await expect(log.append(stream, 'any', batch)).rejects.toBeInstanceOf(LogUnavailable);
    });

    it('says that somebody deleted it', async () => {
      server.log.softDelete(`ledgerEventId-${batch[0]?.id}`);
      await expect(log.append(stream, 'any', batch)).rejects.toThrow('somebody deleted a reservation');
    });
  });

  it('writes nothing behind what was deleted between look and write as if it were there', async () => {
    const stream = aStream();
    await log.append(stream, 'no-stream', [anEvent()]);
    server.log.softDelete(`ledger.${stream}`);
    server.faults.hide(new RegExp(`^\\$\\$ledger\\.${stream}$`)); // it looks as if nobody had written to it

    await expect(log.append(stream, 'no-stream', [anEvent()])).rejects.toThrow('it was deleted meanwhile');
    await expect(log.readStream(stream)).rejects.toThrow('events of it are gone');
  });

  it('lets one stream win when two want one id at the same time', async () => {
    const event = anEvent();
    const streams = Array.from({ length: 6 }, aStream);

    const outcomes = await Promise.allSettled(streams.map((stream) => log.append(stream, 'any', [event])));

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refusals.every((reason) => reason instanceof EventIdTaken)).toBe(true);
    expect(await log.readAll({ after: 0, limit: 10 })).toHaveLength(1);
  });

  it('says that it does not know while the server is away, and goes on when it is back', async () => {
    const before = await log.append(aStream(), 'no-stream', [anEvent()]);
    server.stop();

    const away = [
      log.append(aStream(), 'no-stream', [anEvent()]),
      log.readStream(aStream()),
      log.readAll({ after: 0, limit: 10 }),
      log.head(),
    ];
    for (const outcome of await Promise.allSettled(away))
      expect(outcome).toMatchObject({ status: 'rejected', reason: { constructor: LogUnavailable } });

    await server.listen();
    const { answer } = await untilAnswered(aStream(), 'no-stream', [anEvent()]);
    expect(answer.position).toBeGreaterThan(before.position);
  });

  it('takes a dropped subscription up again, and a server that was away', async () => {
    const other = new EventStoreDbEventLog({ url: server.url });
    let woken = 0;
    log.onAppended(() => woken++);
    const until = async (happened: () => boolean) => {
      while (!happened()) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await until(() => server.subscribers === 1 && woken > 0);

    for (const interrupt of [
      () => {
        server.dropSubscriptions();
        return Promise.resolve();
      },
      async () => {
        server.stop();
        await server.listen();
      },
    ]) {
      const subscriptions = server.calls.filter((call) => call === 'subscribe').length;
      await interrupt();
      await until(() => server.calls.filter((call) => call === 'subscribe').length > subscriptions);
      await until(() => server.subscribers === 1);
      const before = woken;
      await appendUntilAnswered(other);
      await until(() => woken > before);
    }
    expect(troubles.length).toBeGreaterThan(0);
    await other.close();
  });

  it('turns to the leader when the node it knows no longer leads', async () => {
    const leader = await EventStoreDbDouble.start();
    server.follow(leader);

    const stream = aStream();
    expect(await log.append(stream, 'no-stream', [anEvent()])).toMatchObject({ revision: 0 });

    expect(await log.readStream(stream)).toHaveLength(1);
    expect(leader.log.stream(`ledger.${stream}`, 0, 'forwards', 10)).toHaveLength(1);
    expect(server.log.stream(`ledger.${stream}`, 0, 'forwards', 10)).toBeUndefined();
    leader.stop();
  });

  it('finds the leader of a cluster by asking any of its nodes', async () => {
    const follower = await EventStoreDbDouble.start();
    follower.follow(server);
    const clustered = new EventStoreDbEventLog({ url: `esdb+discover://${follower.address}?tls=false` });

    const stream = aStream();
    await clustered.append(stream, 'no-stream', [anEvent()]);

    expect(await log.readStream(stream)).toHaveLength(1);
    expect(follower.calls).toEqual([]);
    await clustered.close();
    follower.stop();
  });

  it('settles the appends under way before it closes, and takes none afterwards', async () => {
    server.faults.delayMs = 50;
    const stream = aStream();
    const under: Promise<AppendResult> = log.append(stream, 'no-stream', [anEvent()]);

    await log.close();

    expect(await under).toMatchObject({ revision: 0 });
    await expect(log.append(aStream(), 'no-stream', [anEvent()])).rejects.toBeInstanceOf(LogUnavailable);
  });

  it('reads nothing after it closed, and follows nothing, also when it closed at once', async () => {
    log.onAppended(() => undefined);
    await log.close();
    log.onAppended(() => undefined);

    const closed = { constructor: LogUnavailable, message: expect.stringContaining('the log was closed') as unknown };
    await expect(log.readStream(aStream())).rejects.toMatchObject(closed);
    await expect(log.readAll({ after: 0, limit: 1 })).rejects.toMatchObject(closed);
    await expect(log.head()).rejects.toMatchObject(closed);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.calls).not.toContain('subscribe');
  });

  it('sends every append as a call of its own', async () => {
    await Promise.all([1, 2, 3].map(() => log.append(aStream(), 'no-stream', [anEvent()])));
    expect(server.calls).not.toContain('batchAppend');
  });
});

/** A deadline no test waits for: what is done was not done by it. */
const neverMs = 600_000;

describe('the log on a cluster whose leader froze', () => {
  let cluster: EventStoreDbClusterDouble;
  let log: EventLog;
  let troubles: Error[];
  beforeEach(async () => {
    cluster = await EventStoreDbClusterDouble.start({ noticeMs: 50, electionMs: 50 });
    troubles = [];
    log = new EventStoreDbEventLog({
      url: cluster.url,
      timeoutMs: neverMs,
      patienceMs: 50,
      onTrouble: (error) => troubles.push(error),
    });
    await log.append(aStream(), 'no-stream', [anEvent()]);
  });
  afterEach(async () => {
    await log.close();
    cluster.stop();
  });
  const idsStored = async () => (await log.readAll({ after: 0, limit: 100 })).map(({ id }) => id);

  it('goes on with the next leader long before any deadline: what was asked of the frozen one is asked again', async () => {
    const batches = [1, 2, 3].map(() => [anEvent()]);
    cluster.freeze(0);

    const answers = await Promise.all([
      ...batches.map((batch) => log.append(aStream(), 'no-stream', batch)),
      log.readAll({ after: 0, limit: 10 }),
      log.head(),
    ]);

    expect(cluster.leads).toBe(1);
    expect(answers.slice(0, 3)).toMatchObject(batches.map(() => ({ outcome: 'recorded', revision: 0 })));
    expect(await idsStored()).toEqual(expect.arrayContaining(batches.flat().map(({ id }) => id)));
  });

  it('stores once what the frozen one had stored and could not say, also when it goes on', async () => {
    const [stream, batch] = [aStream(), [anEvent(), anEvent()]];
    cluster.delayWrites(30); // every write is under way when it freezes, and stored
    const append = log.append(stream, 'no-stream', batch);
    await new Promise((resolve) => setTimeout(resolve, 45)); // the ids are reserved, the events on their way
    cluster.freeze(0);
    cluster.delayWrites(0);

    expect(await append).toMatchObject({ revision: 1 });
    cluster.thaw(0);
    expect(await log.append(stream, 'no-stream', batch)).toMatchObject({ outcome: 'already-recorded', revision: 1 });
    expect((await log.readStream(stream)).map(({ id }) => id)).toEqual(batch.map(({ id }) => id));
  });

  it('takes the subscription up again at the next leader', async () => {
    expect.assertions(1);
    const other = new EventStoreDbEventLog({ url: cluster.url, timeoutMs: neverMs, patienceMs: 50 });
    let woken = 0;
    log.onAppended(() => woken++);
    const until = async (happened: () => boolean) => {
      while (!happened()) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await until(() => woken > 0);
    cluster.freeze(0);
    await log.head();
    await until(() => troubles.length > 0);
    const before = woken;
    await until(() => woken > before); // it is confirmed anew
    const confirmed = woken;
    await other.append(aStream(), 'no-stream', [anEvent()]);
    await until(() => woken > confirmed);
    expect(cluster.leads).toBe(1);
    await other.close();
  });

  it('leaves a leader alone that only takes long', async () => {
    cluster.delayWrites(400);
    const batch = [anEvent()];
    expect(await log.append(aStream(), 'no-stream', batch)).toMatchObject({ outcome: 'recorded' });
    expect(cluster.writesAt(0)).toBe(4); // a reservation and an event, each said once, after those of before
    expect(cluster.leads).toBe(0);
  });
});

describe('the log on EventStoreDB, over TLS', () => {
  const folder = join(__dirname, '../../../../test/support/eventstoredb-double/certificate');
  const authority = `tls=true&tlsCAFile=${encodeURIComponent(join(folder, 'server.crt'))}`;
  const tls = {
    key: readFileSync(join(folder, 'server.key'), 'utf8'),
    certificate: readFileSync(join(folder, 'server.crt'), 'utf8'),
  };
  let server: EventStoreDbDouble;
  beforeAll(async () => {
    server = await EventStoreDbDouble.start({
      tls,
      login: { user: 'ledger', password: 'p@ss word' },
    });
  });
  afterAll(() => {
    server.stop();
  });
  const as = (login: string, options = authority) =>
    new EventStoreDbEventLog({
      url: `esdb://${login}@${server.address.replace('127.0.0.1', 'localhost')}?${options}`,
      timeoutMs: 2_000,
    });

  it('works with the login and the authority that the connection string names', async () => {
    const log = as('ledger:p%40ss%20word');
    const stream = aStream();
    await log.append(stream, 'no-stream', [anEvent()]);
    expect(await log.readAll({ after: 0, limit: 10 })).toMatchObject([{ stream }]);
    await log.close();
  });

  it('is spoken to by its number without a warning, and by no number its certificate does not bear', async () => {
    const warned = jest.spyOn(process, 'emitWarning');
    const numbered = new EventStoreDbEventLog({
      url: `esdb://ledger:p%40ss%20word@${server.address}?${authority}`,
      timeoutMs: 2_000,
    });
    await numbered.append(aStream(), 'no-stream', [anEvent()]);
    await numbered.close();
    expect(warned.mock.calls).toEqual([]);
    warned.mockRestore();

    const another = await EventStoreDbDouble.start({ tls, host: '127.0.0.2' });
    const elsewhere = new EventStoreDbEventLog({ url: `esdb://${another.address}?${authority}`, timeoutMs: 2_000 });
    await expect(elsewhere.head()).rejects.toThrow(/IP: 127\.0\.0\.2 is not in the cert's list/);
    await elsewhere.close();
    another.stop();
  });

  it('shows the certificate of its user where the server asks for one, and is not let in without', async () => {
    const strict = await EventStoreDbDouble.start({ tls: { ...tls, asksForCertificate: true } });
    const [crt, key] = ['server.crt', 'server.key'].map((file) => encodeURIComponent(join(folder, file)));
    const url = `esdb://${strict.address}?${authority}`;
    const shown = new EventStoreDbEventLog({ url: `${url}&userCertFile=${crt}&userKeyFile=${key}`, timeoutMs: 2_000 });
    await shown.append(aStream(), 'no-stream', [anEvent()]);
    await shown.close();

    const unknown = new EventStoreDbEventLog({ url, timeoutMs: 2_000 });
    await expect(unknown.head()).rejects.toBeInstanceOf(LogUnavailable);
    await unknown.close();
    strict.stop();
  });

  it('knows nothing with a wrong password', async () => {
    const log = as('ledger:wrong');
    const denied = { constructor: LogUnavailable, cause: expect.any(AccessDeniedError) as unknown };
    await expect(log.append(aStream(), 'no-stream', [anEvent()])).rejects.toMatchObject(denied);
    await expect(log.head()).rejects.toMatchObject(denied);
    await log.close();
  });

  it('does not speak to a server whose authority it was not told', async () => {
    const log = as('ledger:p%40ss%20word', 'tls=true');
    await expect(log.head()).rejects.toBeInstanceOf(LogUnavailable);
    await log.close();
  });

  it('says at once that the file of the authority is not there', () => {
    expect(() => as('a:b', 'tls=true&tlsCAFile=/nowhere/ca.crt')).toThrow('Failed to load certificate file');
  });
});

async function appendUntilAnswered(log: EventLog): Promise<void> {
  const [stream, event] = [aStream(), anEvent()];
  for (;;) {
    try {
      await log.append(stream, 'any', [event]);
      return;
    } catch (error) {
      if (!(error instanceof LogUnavailable)) throw error;
    }
  }
}
