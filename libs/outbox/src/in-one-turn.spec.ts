import { inOneTurn } from './in-one-turn';

const aTurn = () => new Promise((resolve) => setImmediate(resolve));

function asking() {
  const asked: (readonly number[])[] = [];
  const ask = inOneTurn((items: readonly number[]) => {
    asked.push([...items]);
    return items.includes(0) ? Promise.reject(new Error('a nought')) : Promise.resolve(items.length);
  });
  return { asked, ask };
}

describe('what is asked in one turn', () => {
  it('is one question, and its answer is everybody’s', async () => {
    const { asked, ask } = asking();
    expect(await Promise.all([ask([1]), ask([2, 3]), ask([])])).toEqual([3, 3, 3]);
    expect(asked).toEqual([[1, 2, 3]]);
  });

  it('is another question in the next turn', async () => {
    const { asked, ask } = asking();
    const first = ask([1]);
    await aTurn();
    expect(await Promise.all([first, ask([2])])).toEqual([1, 1]);
    expect(asked).toEqual([[1], [2]]);
  });

  it('fails for all who asked together, and for nobody who asks after', async () => {
    const { ask } = asking();
    const said = await Promise.allSettled([ask([1]), ask([0])]);
    expect(said.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await ask([1])).toBe(1);
  });
});
