import {
  AccessDeniedError,
  BACKWARDS,
  END,
  EventStoreDBClient,
  excludeSystemEvents,
  jsonEvent,
  MaxAppendSizeExceededError,
  NO_STREAM,
  START,
  STREAM_EXISTS,
  StreamDeletedError,
  StreamNotFoundError,
  streamNameFilter,
  UnavailableError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { EventStoreDbDouble } from './eventstoredb-double';

const counted = (n: number) => jsonEvent({ type: 'Counted', data: { n } });

/** The stand-in behaves, towards the client as it comes, like EventStoreDB 23.10. */
describe('the stand-in for EventStoreDB', () => {
  let server: EventStoreDbDouble;
  let client: EventStoreDBClient;
  let now: number;
  beforeEach(async () => {
    now = Date.parse('2026-04-01T00:00:00Z');
    server = await EventStoreDbDouble.start({ now: () => now });
    client = EventStoreDBClient.connectionString(server.url);
  });
  afterEach(async () => {
    await client.dispose();
    server.stop();
  });

  const positionsIn = async (events: AsyncIterable<{ event?: { position?: { commit: bigint } } }>) => {
    const positions: bigint[] = [];
    for await (const { event } of events) if (event?.position) positions.push(event.position.commit);
    return positions;
  };

  it('is sent appends over one batch stream, as a real server is, and answers with revision and position', async () => {
    const first = await client.appendToStream('a-1', [counted(1), counted(2)], { expectedRevision: NO_STREAM });
    const next = await client.appendToStream('a-1', counted(3), { expectedRevision: 1n });

    expect(first).toMatchObject({ success: true, nextExpectedRevision: 1n });
    expect(next.position?.commit).toBeGreaterThan((first.position?.commit ?? 0n) + 1n); // bytes, not events
    expect(server.calls).toEqual(['batchAppend']);
  });

  it('takes appends one by one as well', async () => {
    const credentials = { username: 'any', password: 'any' };
    await client.appendToStream('a-1', counted(1), { credentials });
    expect(server.calls).toEqual(['append']);
  });

  it.each([true, false])('refuses a wrong revision and says the current one; by batch: %s', async (batch) => {
    const options = batch ? {} : { credentials: { username: 'any', password: 'any' } };
    await client.appendToStream('a-1', counted(1), options);

    const refused = client.appendToStream('a-1', counted(2), { expectedRevision: NO_STREAM, ...options });
    await expect(refused).rejects.toBeInstanceOf(WrongExpectedVersionError);
    await expect(refused).rejects.toMatchObject({ actualVersion: 0n });
    const absent = client.appendToStream('a-2', counted(2), { expectedRevision: STREAM_EXISTS, ...options });
    await expect(absent).rejects.toMatchObject({ actualVersion: 'no_stream' });
  });

  it('answers events said again at the same place with success and the first place', async () => {
    const events = [counted(1), counted(2)];
    const first = await client.appendToStream('a-1', events, { expectedRevision: NO_STREAM });
    await client.appendToStream('a-1', counted(3));
    server.log.forgetRecentIds();

    expect(await client.appendToStream('a-1', events, { expectedRevision: NO_STREAM })).toEqual(first);
    await expect(client.appendToStream('a-1', events, { expectedRevision: 0n })).rejects.toBeInstanceOf(
      WrongExpectedVersionError,
    );
  });

  it('knows events said again at any place only as long as it remembers their ids', async () => {
    const event = counted(1);
    const first = await client.appendToStream('a-1', event);
    expect(await client.appendToStream('a-1', event)).toEqual(first);

    server.log.forgetRecentIds();
    expect(await client.appendToStream('a-1', event)).toMatchObject({ nextExpectedRevision: 1n });
  });

  it('keeps ids apart within a stream only', async () => {
    const event = counted(1);
    await client.appendToStream('a-1', event);
    expect(await client.appendToStream('a-2', event)).toMatchObject({ nextExpectedRevision: 0n });
  });

  it.each([true, false])('refuses an append of more than a mebibyte; by batch: %s', async (batch) => {
    const options = batch ? {} : { credentials: { username: 'any', password: 'any' } };
    const large = jsonEvent({ type: 'Large', data: { text: 'x'.repeat(1_100_000) } });
    await expect(client.appendToStream('a-1', large, options)).rejects.toBeInstanceOf(MaxAppendSizeExceededError);
  });

  it('says of a stream nobody wrote to that it is not found', async () => {
    await expect(positionsIn(client.readStream('a-1'))).rejects.toBeInstanceOf(StreamNotFoundError);
  });

  it('says the same of a deleted stream, and lets its next writer, who expects none, go on behind it', async () => {
    await client.appendToStream('a-1', [counted(1), counted(2)]);
    await client.deleteStream('a-1');
    await expect(positionsIn(client.readStream('a-1'))).rejects.toBeInstanceOf(StreamNotFoundError);
    expect(await client.getStreamMetadata('a-1')).toMatchObject({ metadata: { truncateBefore: 2 ** 63 } });

    const next = await client.appendToStream('a-1', counted(3), { expectedRevision: NO_STREAM });
    expect(next).toMatchObject({ nextExpectedRevision: 2n });
    expect(await positionsIn(client.readStream('a-1'))).toHaveLength(1);
    expect(await client.getStreamMetadata('a-1')).toMatchObject({ metadata: { truncateBefore: 2 } });
  });

  it('shows nothing of a stream that was truncated or aged whole, and does not say that it is not there', async () => {
    for (const metadata of [{ truncateBefore: 2 }, { maxAge: 1 }]) {
      const stream = `a-${JSON.stringify(metadata)}`;
      await client.appendToStream(stream, [counted(1), counted(2)]);
      await client.setStreamMetadata(stream, metadata);
      now += 2_000;
      expect(await positionsIn(client.readStream(stream))).toEqual([]);
      const asNew = client.appendToStream(stream, counted(3), { expectedRevision: NO_STREAM });
      await expect(asNew).rejects.toBeInstanceOf(WrongExpectedVersionError);
    }
  });

  it('keeps a tombstone in $all, and lets nobody read or write the stream', async () => {
    await client.appendToStream('a-1', counted(1));
    await client.tombstoneStream('a-1');
    await expect(positionsIn(client.readStream('a-1'))).rejects.toBeInstanceOf(StreamDeletedError);
    await expect(client.appendToStream('a-1', counted(2))).rejects.toBeInstanceOf(StreamDeletedError);
    const types: unknown[] = [];
    for await (const { event } of client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 }))
      types.push(event?.type, event?.revision);
    expect(types).toEqual(['$streamDeleted', 2n ** 63n - 1n]);
  });

  it('lets nobody delete or write metadata where only administrators may', async () => {
    const guarded = await EventStoreDbDouble.start({ guarded: true });
    const ordinary = EventStoreDBClient.connectionString(guarded.url);
    await ordinary.appendToStream('a-1', counted(1));
    for (const act of [
      () => ordinary.deleteStream('a-1'),
      () => ordinary.tombstoneStream('a-1'),
      () => ordinary.setStreamMetadata('a-1', { maxCount: 1 }),
    ])
      await expect(act()).rejects.toBeInstanceOf(AccessDeniedError);
    await ordinary.dispose();
    guarded.stop();
  });

  it('reads $all both ways, with its own events and those of others in between', async () => {
    await client.appendToStream('a-1', [counted(1), counted(2)]);

    const forwards = await positionsIn(client.readAll({ fromPosition: START }));
    const backwards = await positionsIn(client.readAll({ direction: BACKWARDS, fromPosition: END }));

    expect(forwards.length).toBeGreaterThan(2);
    expect(backwards).toEqual([...forwards].reverse());
  });

  it('reads from a position inclusively forwards, exclusively backwards, and from no place between events', async () => {
    await client.appendToStream('a-1', [counted(1), counted(2)]);
    const all = await positionsIn(client.readAll());
    const at = all[2] ?? 0n;
    const from = (commit: bigint) => ({ fromPosition: { commit, prepare: commit } });

    expect(await positionsIn(client.readAll(from(at)))).toEqual(all.slice(2));
    expect(await positionsIn(client.readAll({ ...from(at), direction: BACKWARDS }))).toEqual(all.slice(0, 2).reverse());
    await expect(positionsIn(client.readAll(from(at + 1n)))).rejects.toThrow('InvalidPosition');
  });

  it('gives a subscription what comes after its position, checkpoints, and word that it has caught up', async () => {
    await client.appendToStream('a-1', [counted(1), counted(2)]);
    const second = (await positionsIn(client.readStream('a-1')))[0] ?? 0n;
    const seen: unknown[] = [];
    const checkpoints: bigint[] = [];
    const subscription = client.subscribeToAll({
      fromPosition: { commit: second, prepare: second },
      filter: streamNameFilter({
        prefixes: ['a-'],
        maxSearchWindow: 2,
        checkpointReached: (_, { commit }) => void checkpoints.push(commit),
      }),
    });
    subscription.on('caughtUp', () => seen.push('caught up'));
    subscription.on('data', ({ event }) => seen.push(event?.data));
    while (!seen.includes('caught up')) await new Promise((resolve) => setImmediate(resolve));
    await client.appendToStream('a-1', counted(3));
    server.log.writeForeign(4);
    while (seen.length < 3 || checkpoints.length < 2) await new Promise((resolve) => setImmediate(resolve));

    expect(seen).toEqual([{ n: 2 }, 'caught up', { n: 3 }]);
    await subscription.unsubscribe();
  });

  it('filters by type as well', async () => {
    const seen: unknown[] = [];
    const subscription = client.subscribeToAll({ filter: excludeSystemEvents() });
    subscription.on('data', ({ event }) => seen.push(event?.type));
    while (seen.length < 1) await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual(['OrderPlaced']);
    await subscription.unsubscribe();
  });

  it('fails when told to: before storing, or after it', async () => {
    server.faults.next('fails-before-storing', /^a-1$/);
    await expect(client.appendToStream('a-1', counted(1))).rejects.toBeInstanceOf(UnavailableError);
    await expect(positionsIn(client.readStream('a-1'))).rejects.toBeInstanceOf(StreamNotFoundError);

    server.faults.next('answer-lost-after-storing', /^a-1$/);
    await expect(client.appendToStream('a-1', counted(1))).rejects.toBeInstanceOf(UnavailableError);
    expect(await positionsIn(client.readStream('a-1'))).toHaveLength(1);
  });
});
