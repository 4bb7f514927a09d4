import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredEvent } from '../event-log';
import { ReadAhead } from './read-ahead';

/** A log of so many events that counts how often, and for what, it is asked. */
function aLog(length: number) {
  const log = { length, asked: [] as number[], failsFrom: Infinity };
  const fetch = ({ after, limit }: { after: number; limit: number }) => {
    log.asked.push(after);
    if (after >= log.failsFrom) return Promise.reject(new Error('away'));
    const count = Math.max(0, Math.min(limit, log.length - after));
    return Promise.resolve(
      Array.from(
        { length: count },
        (_, index) => ({ position: after + index + 1, data: Buffer.alloc(1) }) as unknown as StoredEvent,
      ),
    );
  };
  return { log, pages: new ReadAhead(fetch) };
}
const positions = (page: readonly StoredEvent[]) => page.map(({ position }) => position);

describe('reading ahead', () => {
  it('asks for the page behind the second full page of a row before it is wanted, and gives each page once', async () => {
    const { log, pages } = aLog(10);
    await pages.read({ after: 0, limit: 2 });
    expect(log.asked).toEqual([0]);
    await pages.read({ after: 2, limit: 2 });
    expect(log.asked).toEqual([0, 2, 4]);
    expect(positions(await pages.read({ after: 4, limit: 2 }))).toEqual([5, 6]);
    expect(log.asked).toEqual([0, 2, 4, 6]);
    pages.stop();
  });

  it('reads a page again that was not full when it was read ahead: there may be more now', async () => {
    const { log, pages } = aLog(5);
    await pages.read({ after: 0, limit: 2 });
    await pages.read({ after: 2, limit: 2 });
    log.length = 7;
    expect(positions(await pages.read({ after: 4, limit: 2 }))).toEqual([5, 6]);
    pages.stop();
  });

  it('does not take a page of another size', async () => {
    const { pages } = aLog(9);
    await pages.read({ after: 0, limit: 2 });
    await pages.read({ after: 2, limit: 2 });
    expect(positions(await pages.read({ after: 4, limit: 3 }))).toEqual([5, 6, 7]);
    pages.stop();
  });

  it('lets who wants the page hear of the trouble, not who did not ask', async () => {
    const { log, pages } = aLog(9);
    await pages.read({ after: 0, limit: 2 });
    log.failsFrom = 4;
    await pages.read({ after: 2, limit: 2 });
    await sleep(1);
    log.failsFrom = Infinity;
    expect(positions(await pages.read({ after: 4, limit: 2 }))).toEqual([5, 6]);
    pages.stop();
    log.failsFrom = 8;
    await expect(pages.read({ after: 8, limit: 2 })).rejects.toThrow('away');
  });
});
