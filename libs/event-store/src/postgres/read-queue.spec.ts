import { ReadQueue } from './read-queue';

/** A queue whose queries are answered when the test says so. */
function aQueue() {
  const queries: { readonly keys: readonly string[]; answer(): void }[] = [];
  const fetch = (keys: readonly string[]) =>
    new Promise<ReadonlyMap<string, string>>((resolve) => {
      queries.push({
        keys,
        answer: () => {
          resolve(new Map(keys.map((key) => [key, `value of ${key}`])));
        },
      });
    });
  return { queue: new ReadQueue<string>(fetch, 'nothing'), queries };
}

const tick = () =>
  new Promise<void>((resolve) => {
    process.nextTick(resolve);
  });
const turn = () =>
  new Promise<void>((resolve) => {
    setImmediate(resolve);
  });

describe('reads of one turn', () => {
  it('begin at once when nothing is under way, and together when they woke together', async () => {
    const { queue, queries } = aQueue();
    const answers = Promise.all([queue.get('a'), queue.get('b'), queue.get('a')]);
    await tick();
    expect(queries.flatMap(({ keys }) => keys)).toEqual(['a', 'b']);
    for (const query of queries) query.answer();
    expect(await answers).toEqual(['value of a', 'value of b', 'value of a']);
  });

  it('wait for the end of the turn while others are under way', async () => {
    const { queue, queries } = aQueue();
    const answers = [queue.get('a')];
    await tick();
    for (const key of ['b', 'c', 'd', 'e', 'f', 'g']) {
      answers.push(queue.get(key));
      await tick();
    }
    expect(queries).toHaveLength(1);
    await turn();
    expect(queries.length).toBeLessThanOrEqual(1 + 3);
    expect(queries.flatMap(({ keys }) => keys)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    for (const query of queries) query.answer();
    expect(await Promise.all(answers)).toHaveLength(7);
  });
});
