import { randomBytes } from 'node:crypto';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { EventStoreDbDouble } from '../../../../test/support/eventstoredb-double';
import { eventBytesMax, type EventLog, EventRefused, UnreadableEvent } from '../event-log';
import { anEvent, aStream, eventLogContract, textOf } from '../event-log.contract';
import { EventStoreDbEventLog } from './eventstoredb-event-log';

/** `npm run test:eventstoredb` gives a real server; without one its stand-in serves. */
const realUrl = process.env.EVENT_LOG === 'eventstoredb' ? process.env.EVENTSTORE_URL : undefined;
/** Names of our own on a server that others share, and that keeps what earlier runs left. */
const streams = `contract${randomBytes(8).toString('hex')}`;

let double: EventStoreDbDouble | undefined;
let url = '';
beforeAll(async () => {
  if (realUrl === undefined) double = await EventStoreDbDouble.start();
  url = realUrl ?? double?.url ?? '';
});
afterAll(() => {
  double?.stop();
});

const open = (name = streams) => new EventStoreDbEventLog({ url, streams: name });

eventLogContract(
  realUrl === undefined ? 'eventstoredb' : 'a real EventStoreDB',
  () => Promise.resolve(open()),
  () => Promise.resolve(open()),
);

describe('the log on EventStoreDB', () => {
  let log: EventLog;
  let others: EventStoreDBClient;
  beforeAll(() => {
    log = open();
    others = EventStoreDBClient.connectionString(url);
  });
  afterAll(async () => {
    await log.close();
    await others.dispose();
  });

  it('refuses an append that is too large for the server, and no neighbour of it', async () => {
    const tooLarge = Array.from({ length: 9 }, () => anEvent({ data: textOf(eventBytesMax) }));
    const larger = Array.from({ length: 70 }, () => anEvent({ data: textOf(eventBytesMax) })); // more than the wire takes

    const outcomes = await Promise.allSettled([
      log.append(aStream(), 'no-stream', [anEvent()]),
      log.append(aStream(), 'no-stream', tooLarge),
      log.append(aStream(), 'no-stream', [anEvent(), ...larger]),
      log.append(aStream(), 'no-stream', [anEvent()]),
    ]);

    expect(outcomes).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: expect.any(EventRefused) as unknown },
      { status: 'rejected', reason: expect.any(EventRefused) as unknown },
      { status: 'fulfilled' },
    ]);
  });

  it('keeps several events that together are more than the server takes at once, to the byte', async () => {
    const stream = aStream();
    const events = Array.from({ length: 7 }, (_, at) =>
      anEvent({ data: Buffer.from(JSON.stringify({ rows: String(at).repeat(250_000) })) }),
    );
    await log.append(stream, 'no-stream', events);
    const read = await log.readStream(stream);
    expect(read.map(({ data }, at) => Buffer.compare(data, events[at]?.data ?? Buffer.of()))).toEqual(
      events.map(() => 0),
    );
  });

  it('keeps words of more than the server takes at once, to the byte', async () => {
    const stream = aStream();
    const rows = Array.from({ length: 400 }, (_, row) => ({
      row,
      name: `廊坊演示单位${row}`,
      note: 'x'.repeat(400),
    }));
    const events = Array.from({ length: 12 }, (_, part) =>
      anEvent({ data: Buffer.from(JSON.stringify({ subjectId: null, part, rows })) }),
    );

    const first = await log.append(stream, 'no-stream', events);

    const stored = await log.readStream(stream);
    expect(events.reduce((sum, { data }) => sum + data.length, 0)).toBeGreaterThan(2_000_000);
    const sameBytes = stored.map(
      ({ data }, index) => Buffer.compare(data, events[index]?.data ?? Buffer.alloc(0)) === 0,
    );
    expect(sameBytes).toEqual(events.map(() => true));
    expect(await log.append(stream, 'no-stream', events)).toEqual({ ...first, outcome: 'already-recorded' });
  });

  it.each(['not-a-uuid', '00000000-0000-0000-0000-000000000000'])('refuses %s for an event id', async (id) => {
    await expect(log.append(aStream(), 'any', [anEvent({ id })])).rejects.toBeInstanceOf(EventRefused);
  });

  it('reads its own streams only, whoever else writes to the server', async () => {
    const start = await log.head();
    const other = open(`other${randomBytes(8).toString('hex')}`);
    await other.append(aStream(), 'no-stream', [anEvent()]);
    await others.appendToStream(`shop-${aStream()}`, jsonEvent({ type: 'OrderPlaced', data: {} }));
    const stream = aStream();

    const { position } = await log.append(stream, 'no-stream', [anEvent()]);
    await others.appendToStream(`shop-${aStream()}`, jsonEvent({ type: 'OrderPlaced', data: {} }));

    expect((await log.readAll({ after: start, limit: 100 })).map((event) => event.stream)).toEqual([stream]);
    expect(await log.head()).toBe(position);
    expect(await other.head()).toBeLessThan(position);
    await other.close();
  });

  it('lets the same id be used under another name on the same server', async () => {
    const other = open(`other${randomBytes(8).toString('hex')}`);
    const event = anEvent();
    await log.append(aStream(), 'no-stream', [event]);

    expect(await other.append(aStream(), 'no-stream', [event])).toMatchObject({ revision: 0 });
    await other.close();
  });

  it('wakes readers when another process appends', async () => {
    const other = open();
    let woken = 0;
    log.onAppended(() => woken++);
    const wokenAbove = async (count: number) => {
      while (woken <= count) await new Promise((resolve) => setTimeout(resolve, 1));
    };
    await wokenAbove(0); // it is being followed from here on

    const before = woken;
    await other.append(aStream(), 'no-stream', [anEvent()]);
    await wokenAbove(before);

    expect(woken).toBeGreaterThan(before);
    await other.close();
  });

  it('lets the server search what others wrote behind its newest event once, not each time a reader waits there', async () => {
    const { position } = await log.append(aStream(), 'no-stream', [anEvent()]);
    await others.appendToStream(
      `shop-${aStream()}`,
      Array.from({ length: 2_000 }, () => jsonEvent({ type: 'OrderPaid', data: {} })),
    );
    for (let look = 1; look <= 24; look++) expect(await log.readAll({ after: position, limit: 10 })).toEqual([]);
    const before = double?.log.searched ?? 0;

    expect(await log.readAll({ after: position, limit: 10 })).toEqual([]);
    expect(await log.head()).toBe(position);

    expect((double?.log.searched ?? 0) - before).toBeLessThan(10);
    const next = await log.append(aStream(), 'no-stream', [anEvent()]);
    expect(await log.readAll({ after: position, limit: 10 })).toMatchObject([{ position: next.position }]);
    expect(await log.head()).toBe(next.position);
  });

  /** A log of its own: what cannot be read here stops nobody else. */
  async function withThreeEvents() {
    const name = `own${randomBytes(8).toString('hex')}`;
    const mine = open(name);
    const stream = aStream();
    const events = [anEvent(), anEvent(), anEvent()];
    await mine.append(stream, 'no-stream', events);
    return { mine, stream, events, onServer: `${name}.${stream}` };
  }

  it('says that it cannot read what another program wrote under its name, and what to do about it', async () => {
    const { mine, stream, onServer } = await withThreeEvents();
    const start = await mine.head();
    await others.appendToStream(onServer, jsonEvent({ type: 'Intruded', data: {} }));

    await expect(mine.readStream(stream)).rejects.toBeInstanceOf(UnreadableEvent);
    await expect(mine.readAll({ after: start, limit: 10 })).rejects.toThrow(
      /event 3 of own.* cannot be read: .*another program wrote under our name: .*scavenges/,
    );
    await mine.close();
  });

  it('says of a stream that was deleted for good that it was, where it is read and where all is', async () => {
    const { mine, stream, onServer } = await withThreeEvents();
    const start = await mine.head();
    await others.tombstoneStream(onServer);

    const deletedForGood = /own.* cannot be read: an administrator deleted the stream for good: only a backup/;
    await expect(mine.readStream(stream)).rejects.toThrow(deletedForGood);
    await expect(mine.readAll({ after: start, limit: 10 })).rejects.toThrow(deletedForGood);
    await expect(mine.append(stream, 'any', [anEvent()])).rejects.toThrow(deletedForGood);
    await mine.close();
  });

  describe.each<[string, (onServer: string) => Promise<unknown>]>([
    ['deleted', (onServer) => others.deleteStream(onServer)],
    ['truncated before its end', (onServer) => others.setStreamMetadata(onServer, { truncateBefore: 3 })],
    ['cut off at its beginning', (onServer) => others.setStreamMetadata(onServer, { truncateBefore: 2 })],
    ['limited to fewer events than it had', (onServer) => others.setStreamMetadata(onServer, { maxCount: 1 })],
    ['given an age, which has passed', (onServer) => others.setStreamMetadata(onServer, { maxAge: 1 }).then(agePasses)],
  ])('a stream that was %s', (_what, touch) => {
    it('is not taken for one that nobody wrote to, or for a shorter one', async () => {
      const { mine, stream, onServer } = await withThreeEvents();
      await touch(onServer);

      await expect(mine.readStream(stream)).rejects.toThrow(/events of it are gone.*removes \$tb/);
      await mine.close();
    });

    it('takes no further event, and is as it was when its metadata is', async () => {
      const { mine, stream, events, onServer } = await withThreeEvents();
      await touch(onServer);

      for (const expected of ['no-stream', 'any', 'stream-exists', 2] as const)
        await expect(mine.append(stream, expected, [anEvent()])).rejects.toBeInstanceOf(UnreadableEvent);
      await expect(mine.append(stream, 'no-stream', events)).rejects.toBeInstanceOf(UnreadableEvent);
      await others.setStreamMetadata(onServer, {});
      await others.setStreamMetadata(onServer, {}); // what follows a soft delete, the server amends: only the second time it stays

      expect((await mine.readStream(stream)).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
      expect(await mine.append(stream, 'any', events)).toMatchObject({ outcome: 'already-recorded', revision: 2 });
      await mine.close();
    });
  });

  it('says that a position is none of this log, instead of asking for patience', async () => {
    const { position } = await log.append(aStream(), 'no-stream', [anEvent()]);
    await log.append(aStream(), 'no-stream', [anEvent()]); // behind the last event nothing is said
    await expect(log.readAll({ after: position + 1, limit: 10 })).rejects.toThrow('it is a position of another log');
    await expect(log.readAll({ after: position + 1, limit: 10 })).rejects.toBeInstanceOf(UnreadableEvent);
  });

  it('takes no name that could be mixed up with another', () => {
    for (const name of ['', 'Ledger', 'a.b', 'a-b', '$all', 'x'.repeat(41)])
      expect(() => open(name)).toThrow('no name for streams');
  });

  it('takes no address that it would not understand', () => {
    expect(() => new EventStoreDbEventLog({ url: 'postgres://a:b@c/d' })).toThrow('no connection string');
  });
});

const agePasses = () => new Promise((resolve) => setTimeout(resolve, 1_500));
