import { setTimeout as sleep } from 'node:timers/promises';
import { Rounds } from './rounds';

let rounds: Rounds;
afterEach(() => rounds.stop());

const comingRound = (run: (signal: AbortSignal) => Promise<unknown>, everyMs: number, wakeMs = 5) => {
  const troubles: string[] = [];
  rounds = new Rounds({ everyMs, wakeMs, run, onTrouble: ({ message }) => troubles.push(message) });
  rounds.start();
  return troubles;
};

describe('rounds', () => {
  it('come by a timer, and go on after one that failed', async () => {
    let times = 0;
    const troubles = comingRound(() => Promise.reject(new Error(`round ${++times}`)), 5);
    while (times < 3) await sleep(1);
    expect(troubles.slice(0, 2)).toEqual(['round 1', 'round 2']);
  });

  it('come soon when woken, once for however many times', async () => {
    let times = 0;
    comingRound(() => Promise.resolve(++times), 60_000, 20);
    while (times < 1) await sleep(1);
    for (let said = 0; said < 100; said++) rounds.wake();
    await sleep(100);
    expect(times).toBe(2);
  });

  it('come again after a round during which they were woken, one at a time', async () => {
    let [times, atOnce, most] = [0, 0, 0];
    comingRound(async () => {
      most = Math.max(most, ++atOnce);
      times += 1;
      await sleep(30);
      atOnce -= 1;
    }, 60_000);
    while (times < 1) await sleep(1);
    rounds.wake();
    while (times < 2) await sleep(1);
    await sleep(100);
    expect([times, most]).toEqual([2, 1]);
  });

  it('end with the round under way, which is told', async () => {
    let [begun, ended] = [false, false];
    comingRound(async (signal) => {
      begun = true;
      while (!signal.aborted) await sleep(1);
      ended = true;
    }, 1);
    while (!begun) await sleep(1);
    await rounds.stop();
    expect(ended).toBe(true);
  });
});
