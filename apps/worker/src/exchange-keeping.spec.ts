import type { StoredEvent } from '@app/event-store';
import { ExchangeKeeping } from './exchange-keeping';

const keyId = '0c0c0c0c-0000-4000-8000-00000000000a';
const erased = {
  type: 'PersonalDataErased',
  subjectId: '92131022MAEHM5G2XY',
  data: Buffer.from(JSON.stringify({ keyId })),
} as unknown as StoredEvent;
const signal = new AbortController().signal;

/** A world in which everything that is asked or done is written down. */
function aWorld() {
  const world = {
    now: new Date('2026-06-15T02:00:00Z'),
    apart: false,
    away: false,
    lost: [] as string[],
    known: new Set<string>(),
    destroyed: [] as string[],
    did: [] as string[],
    said: [] as string[],
  };
  const reached = <Value>(value: Value): Promise<Value> =>
    world.away ? Promise.reject(new Error('the exchange database is away')) : Promise.resolve(value);
  const did = (what: string) => {
    if (!world.away) world.did.push(what);
    return reached(0);
  };
  const database = {
    restorations: () => reached(world.lost.map((token) => ({ token, notedAt: '2026-06-15T01:00:00.000Z' }))),
    whenRestored: () => undefined,
    emptyAnsweredBefore: (instant: Date) => did(`before ${instant.toISOString()}`),
    emptyOf: (keys: readonly string[]) => did(`of ${keys.join()}`),
  };
  const say = (line: string) => {
    world.said.push(line);
  };
  const keeping = new ExchangeKeeping({
    pool: {
      // Whatever names the key, once; then nothing is behind it.
      query: (_text: string, [, subjectId, , words, after]: unknown[]) =>
        Promise.resolve({
          rows: [
            after === null
              ? { keys: (words as string[]).map((word) => `${word.at(-1) ?? ''}/${String(subjectId)}`), last: 'p1' }
              : { keys: null, last: null },
          ],
        }),
    } as never,
    bodies: [
      { id: 'credit-hebei', exchange: { database, emptyAfterDays: 30 }, leaseMs: 30_000 },
      { id: 'gsxt-hebei', exchange: undefined, leaseMs: 15_000 },
    ],
    databases: {
      recordRestored: (endpoint, lostBatches) => {
        const fresh = lostBatches.filter((one) => !world.known.has(one));
        for (const one of fresh) world.known.add(one);
        return Promise.resolve(fresh.map((lostBatch) => ({ endpoint, lostBatch })));
      },
    },
    personal: { destroyedIds: () => Promise.resolve(world.destroyed) },
    clocks: {
      now: () => world.now,
      today: () => world.now.toISOString().slice(0, 10),
      check: () => Promise.resolve(),
      areApart: () => world.apart,
    },
    logger: { warn: say, error: say },
  });
  return {
    world,
    keeping,
    /** What was done in a round. */
    round: async () => {
      world.did.length = 0;
      await keeping.round(signal);
      return [...world.did];
    },
  };
}

describe('the copies in an exchange database', () => {
  it('are emptied once a day: what was answered thirty days ago, and what was ever erased', async () => {
    const { world, round } = aWorld();
    world.destroyed = [keyId];
    expect(await round()).toEqual(['before 2026-05-16T02:00:00.000Z', 'of a/null']);
    expect(await round()).toEqual([]);
    world.now = new Date('2026-06-16T02:00:00Z');
    expect(await round()).toHaveLength(2);
  });

  it('are emptied at once of what was erased, and again until nothing of it can be on its way', async () => {
    const { world, keeping, round } = aWorld();
    await round();
    world.did.length = 0;
    await keeping.react([erased]);
    expect(world.did).toEqual([`of a/${String(erased.subjectId)}`]);
    expect(await round()).not.toEqual([]);
    world.now = new Date(world.now.getTime() + 31_000);
    expect(await round()).not.toEqual([]);
    expect(await round()).toEqual([]);
  });

  it('are emptied later where the database is away; the policy goes on', async () => {
    const { world, keeping, round } = aWorld();
    await round();
    world.away = true;
    await keeping.react([erased]);
    expect(world.said).toEqual([expect.stringContaining('the exchange database is away')]);
    expect(await round()).toEqual([]);
    world.away = false;
    expect(await round()).not.toEqual([]);
  });

  it('are emptied again when the very backup of before was put back once more', async () => {
    const { keeping, round } = aWorld();
    await round();
    keeping.owe('credit-hebei');
    expect(await round()).not.toEqual([]);
    expect(await round()).toEqual([]);
  });

  it('are not emptied while the clocks are apart', async () => {
    const { world, round } = aWorld();
    world.apart = true;
    expect(await round()).toEqual([]);
    world.apart = false;
    expect(await round()).not.toEqual([]);
  });
});

it('a restore is recorded, said aloud and emptied after, once', async () => {
  const { world, round } = aWorld();
  await round();
  world.lost = ['token-1'];
  expect(await round()).not.toEqual([]);
  expect(world.said).toEqual([expect.stringContaining('token-1')]);
  expect(await round()).toEqual([]);
  expect(world.said).toHaveLength(1);
});
