import { CommandIdReused, EventRefused, EventTooLarge } from '@app/event-store';
import { Refusal } from '../shared';
import { carryOut, type LatestOrders } from './carry-out';

const pause = () => new Promise((resolve) => setImmediate(resolve));

describe('orders carried out together', () => {
  it('start at once, but those of one key wait for each other', async () => {
    const happened: string[] = [];
    const order = (key: string, name: string) => ({
      key,
      give: async () => {
        happened.push(`${name} begins`);
        await pause();
        happened.push(`${name} ends`);
        return name;
      },
    });
    expect((await carryOut([order('a', 'a1'), order('b', 'b1'), order('a', 'a2')])).answers).toEqual([
      'a1',
      'b1',
      'a2',
    ]);
    expect(happened.slice(0, 2)).toEqual(['a1 begins', 'b1 begins']);
    expect(happened.indexOf('a1 ends')).toBeLessThan(happened.indexOf('a2 begins'));
  });

  it('keep the order of a key across all that are given at the same time, and remember none that has ended', async () => {
    const happened: string[] = [];
    const order = (key: string, name: string) => ({
      key,
      give: async () => {
        happened.push(`${name} begins`);
        await pause();
        happened.push(`${name} ends`);
        return name;
      },
    });
    const latest: LatestOrders = new Map();
    await Promise.all([
      carryOut([order('a', 'a1'), order('b', 'b1')], latest),
      carryOut([order('c', 'c1'), order('a', 'a2')], latest),
    ]);
    expect(happened.slice(0, 3)).toEqual(['a1 begins', 'b1 begins', 'c1 begins']);
    expect(happened.indexOf('a1 ends')).toBeLessThan(happened.indexOf('a2 begins'));
    await pause();
    expect(latest.size).toBe(0);
  });

  it('answer a refusal in its place, and the next order of that key goes on', async () => {
    const refusal = new Refusal('required');
    const { answers } = await carryOut([
      { key: 'a', give: () => Promise.reject<string>(refusal) },
      { key: 'a', give: () => Promise.resolve('a2') },
    ]);
    expect(answers).toEqual([refusal, 'a2']);
  });

  it('take an event that the store cannot hold for a refusal: it would stop the file for good', async () => {
    const give = () => Promise.reject<string>(new EventRefused('x-1', new Error('too large')));
    const giveTooMuch = () => Promise.reject<string>(new EventTooLarge('x-1', 262_145));
    expect(
      await carryOut([
        { key: 'a', give },
        { key: 'b', give: giveTooMuch },
      ]),
    ).toEqual({ answers: [new Refusal('record-not-storable'), new Refusal('event-too-large', { max: 262_144 })] });
  });

  it('take a command id that is used for something else for a refusal of its row', async () => {
    const give = () => Promise.reject<string>(new CommandIdReused('x'));
    const answers = await carryOut([
      { key: 'a', give },
      { key: 'b', give: () => Promise.resolve('b1') },
    ]);
    expect(answers).toEqual({ answers: [new Refusal('command-id-reused'), 'b1'] });
  });

  it('tell of one that fails otherwise when all have come to an end, and what became of the others', async () => {
    let ended = false;
    const failing = { key: 'a', give: () => Promise.reject<string>(new Error('database gone')) };
    const slow = {
      key: 'b',
      give: async () => {
        await pause();
        ended = true;
        return 'b1';
      },
    };
    const { answers, failure } = await carryOut([failing, slow]);
    expect(failure).toEqual(new Error('database gone'));
    expect(answers).toEqual([undefined, 'b1']);
    expect(ended).toBe(true);
  });
});
