import { setTimeout as sleep } from 'node:timers/promises';
import { keptFor } from './kept-for';

describe('an answer that is kept for a while', () => {
  it('is asked for once by all who come meanwhile, and again afterwards', async () => {
    let asked = 0;
    const ask = keptFor(30, async () => {
      await sleep(5);
      return ++asked;
    });
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
    expect(await ask()).toBe(1);
    await sleep(40);
    expect(await ask()).toBe(2);
  });

  it('is kept from its end on, however long it took', async () => {
    let asked = 0;
    const ask = keptFor(20, async () => {
      await sleep(40);
      return ++asked;
    });
    const first = ask();
    await sleep(30);
    expect(await Promise.all([first, ask()])).toEqual([1, 1]);
  });

  it('is asked for again after a failure', async () => {
    let asked = 0;
    const ask = keptFor(10_000, () => (++asked === 1 ? Promise.reject(new Error('away')) : Promise.resolve(asked)));
    await expect(ask()).rejects.toThrow('away');
    expect(await ask()).toBe(2);
  });
});
