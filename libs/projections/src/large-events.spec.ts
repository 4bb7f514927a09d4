import { pageBytesMax } from '@app/event-store';
import { MemoryEventLog } from '@app/event-store/memory';
import { randomUUID } from 'node:crypto';
import { stored } from '../../../test/support/stored';
import { logPages } from './log-pages';
import { RecentEvents } from './recent-events';
import { SharedPages } from './shared-pages';

/** Events of so many bytes, as programs left them in a log that had no limit. */
async function aLogOf(...sizes: number[]): Promise<MemoryEventLog> {
  const log = new MemoryEventLog();
  for (const size of sizes) {
    const event = stored({ type: 'Happened', data: { subjectId: 'a' } }, { occurredOn: '2026-06-01' });
    await log.appendUnseen(randomUUID(), 'no-stream', [{ ...event, id: randomUUID(), data: new Uint8Array(size) }]);
  }
  return log;
}

const large = Math.ceil(pageBytesMax / 2);
const sizes = [10, large, large, 10, 3 * large, 10, 10, large, 10];
const all = sizes.map((_, index) => index + 1);

describe('a log with events that fill a page by a few', () => {
  it('is read to its end by pages', async () => {
    const pages: number[][] = [];
    for await (const page of logPages(await aLogOf(...sizes), { after: 0, until: sizes.length }))
      pages.push(page.map(({ position }) => position));
    expect(pages).toEqual([
      [1, 2, 3],
      [4, 5],
      [6, 7, 8, 9],
    ]);
    expect(pages.flat()).toEqual(all);
  });

  it('is read to its end by those who share pages, and each page says whether there may be more', async () => {
    const pages = new SharedPages(await aLogOf(...sizes));
    const seen: number[] = [];
    const full: boolean[] = [];
    for (let after = 0; ;) {
      const page = await pages.read(after);
      if (page.events.length === 0) break;
      seen.push(...page.events.map(({ position }) => position));
      full.push(page.full);
      after = seen.at(-1) ?? after;
    }
    pages.close();
    expect(seen).toEqual(all);
    expect(full).toEqual([true, true, false]);
  });

  it('is kept in memory as far as its bytes go', async () => {
    const events = await (await aLogOf(100, 100, 100, 100)).readAll({ after: 0, limit: 9 });
    const recent = new RecentEvents(100, 250);
    recent.add(0, { events, full: false, readAt: 1 });
    expect(recent.after(0, 9)).toBeUndefined();
    expect(recent.after(2, 9)?.events.map(({ position }) => position)).toEqual([3, 4]);
    const one = new RecentEvents(100, 50);
    one.add(0, { events, full: false, readAt: 1 });
    expect(one.after(3, 9)?.events.map(({ position }) => position)).toEqual([4]);
  });
});
