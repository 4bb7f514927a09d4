import type { StoredEvent } from '@app/event-store';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database';
import { stored } from '../../../../test/support/stored';
import { EventsByKey, type KeyedEvent } from './events-by-key';

let database: TestDatabase;
let client: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client(database.url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const event = (position: number, data: Uint8Array = Buffer.from('{}')): StoredEvent => ({
  ...stored({ type: 'Happened', data: { subjectId: 'a' } }, { position, occurredOn: '2026-06-01' }),
  data,
});
const keys = ['b', 'a', '河北\t"\\N"\n', 'ä', '', "'; --", '😀', 'a ', 'A'];
const many = (count: number, bytes = 10): KeyedEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    key: keys[(index * 7) % keys.length] ?? '',
    event: event(index + 1, Buffer.alloc(bytes, index % 256)),
    folds: index % 3 === 0 ? [0, 2] : [1],
  }));

/** Everything about the events under a key, in their order, as text: quick to compare. */
const under = (key: string, events: readonly KeyedEvent[]): string[] =>
  events.flatMap((one) => {
    const { data, ...envelope } = one.event;
    return one.key === key ? [JSON.stringify([envelope, one.folds, Buffer.from(data).toString('base64')])] : [];
  });

async function throughIt(events: readonly KeyedEvent[], budgetBytes: number) {
  const byKey = new EventsByKey(client, budgetBytes);
  let most = 0;
  for (const one of events) {
    await byKey.add([one]);
    most = Math.max(most, byKey.bytesInMemory);
  }
  const found: KeyedEvent[] = [];
  for await (const piece of byKey.inOrder()) found.push(...piece);
  await byKey.close();
  return { found, most };
}

describe('events set aside under their keys', () => {
  it.each([
    ['in memory', 10_000_000, 1_500],
    ['through the database', 20_000, 1_500],
    ['one by one through the database', 1, 100],
  ])('come back %s: each key at once, its events in order, to the very bytes', async (_, budgetBytes, count) => {
    const given = many(count, 300);
    const { found } = await throughIt(given, budgetBytes);

    const runs = found.filter(({ key }, index) => key !== found[index - 1]?.key);
    expect(runs).toHaveLength(keys.length);
    for (const key of keys) expect(under(key, found)).toEqual(under(key, given));
  });

  it('take no more memory than the budget, however many they are', async () => {
    const budgetBytes = 256 * 1024;
    const { found, most } = await throughIt(many(6_000, 2_000), budgetBytes); // 12 MB
    expect(found).toHaveLength(6_000);
    expect(most).toBeLessThanOrEqual(budgetBytes);
  });

  it('of any size go in and out', async () => {
    const large = { key: 'large', event: event(1, Buffer.alloc(3_000_000, 7)), folds: [0] };
    const { found } = await throughIt([large, ...many(10)], 1_000);
    expect(under('large', found)).toEqual(under('large', [large]));
  });

  it('leave nothing in the session, also when nobody asks for them', async () => {
    const byKey = new EventsByKey(client, 1);
    await byKey.add(many(10));
    await byKey.close();
    const half = new EventsByKey(client, 1);
    await half.add(many(10));
    await half.inOrder().next();
    await half.close();
    const { rows } = await client.query(
      `SELECT relname FROM pg_class WHERE relname = 'folded_events' UNION ALL SELECT name FROM pg_cursors WHERE name = 'folded_in_order'`,
    );
    expect(rows).toEqual([]);
  });
});
