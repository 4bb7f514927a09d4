import type { StoredEvent } from '@app/event-store';
import { stored } from '../../../test/support/stored';
import type { EventReader } from './projection';
import { SharedPages } from './shared-pages';

/** A log with positions that have gaps, which counts how often it is read. */
function aLog(count: number) {
  const events: StoredEvent[] = [];
  const listeners = new Set<() => void>();
  const reads: number[] = [];
  const append = () => {
    const position = (events.at(-1)?.position ?? 0) + 10;
    events.push(stored({ type: 'Happened', data: { subjectId: 'a' } }, { position, occurredOn: '2026-06-01' }));
    for (const listener of listeners) listener();
  };
  const log: EventReader & { fails?: Error } = {
    readAll({ after, limit }) {
      reads.push(after);
      if (log.fails) return Promise.reject(log.fails);
      return Promise.resolve(events.filter(({ position }) => position > after).slice(0, limit));
    },
    head: () => Promise.resolve(events.at(-1)?.position ?? 0),
    onAppended(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  for (let index = 0; index < count; index++) append();
  return { log, reads, append };
}
const positions = ({ events }: { events: readonly StoredEvent[] }) => events.map(({ position }) => position);

describe('readers that stand at the same place', () => {
  it('share one read, of a full page and of the end of the log', async () => {
    const { log, reads } = aLog(3);
    const pages = new SharedPages(log, { limit: 2 });
    for (let reader = 0; reader < 5; reader++) {
      expect(positions(await pages.read(0))).toEqual([10, 20]);
      expect(positions(await pages.read(20))).toEqual([30]);
    }
    expect(reads).toEqual([0, 20]);
  });

  it('get the very same events, so what one parses the others need not', async () => {
    const pages = new SharedPages(aLog(3).log);
    const [one, other] = await Promise.all([pages.read(0), pages.read(0)]);
    expect(one.events[0]).toBe(other.events[0]);
  });
});

describe('a page', () => {
  it('that was not full is read again once there is more', async () => {
    const { log, append } = aLog(1);
    const pages = new SharedPages(log);
    expect(positions(await pages.read(0))).toEqual([10]);
    append();
    expect(positions(await pages.read(0))).toEqual([10, 20]);
  });

  it('of a server that another has taken over from is given no more, whatever of it is kept or under way', async () => {
    const before = aLog(3);
    const after = aLog(2);
    let line = 0;
    let arrive: () => void = () => undefined;
    const arrives = new Promise<void>((resolve) => (arrive = resolve));
    const log: EventReader = {
      ...before.log,
      readAll: async (page) => {
        if (line === 1) return after.log.readAll(page);
        const found = await before.log.readAll(page);
        if (page.after === 20) await arrives;
        return found;
      },
    };
    const pages = new SharedPages(log, { limit: 2, line: () => line });
    expect(await pages.read(0)).toMatchObject({ line: 0, full: true });
    const underWay = pages.read(20);
    line = 1;
    expect(pages.isAtHand(0)).toBe(false);
    expect(positions(await pages.read(20))).toEqual([]);
    arrive();
    expect(await underWay).toMatchObject({ line: 0 });
    expect(pages.isAtHand(20)).toBe(false);
    const page = await pages.read(0);
    expect([page.line, positions(page)]).toEqual([1, [10, 20]]);
    expect(after.reads).toContain(0);
  });

  it('is not claimed to hold what was appended after it was asked for', async () => {
    const clock = jest.spyOn(performance, 'now').mockReturnValue(1_000);
    const { log } = aLog(1);
    const { readAll } = log;
    log.readAll = (page) => {
      clock.mockReturnValue(1_030);
      return readAll(page);
    };
    const pages = new SharedPages(log);
    expect((await pages.read(0)).readAt).toBe(1_000);
    expect((await pages.read(0)).readAt).toBe(1_000);
    clock.mockRestore();
  });

  it('that is under way when there is more is waited for, and says that there may be more: nothing is read twice', async () => {
    const { log, reads, append } = aLog(1);
    const pages = new SharedPages(log);
    const first = pages.read(0);
    append();
    const second = await pages.read(0);
    expect(positions(await first)).toEqual([10]);
    expect([positions(second), second.full]).toEqual([[10], true]);
    expect(positions(await pages.read(10))).toEqual([20]);
    expect(reads).toEqual([0, 10]);
  });

  it('a little back comes from memory, with what came since', async () => {
    const { log, reads, append } = aLog(3);
    const pages = new SharedPages(log);
    await pages.read(0);
    append();
    expect(positions(await pages.read(10))).toEqual([20, 30, 40]);
    expect(positions(await pages.read(20))).toEqual([30, 40]);
    expect(reads).toEqual([0, 30]);
  });

  it('that comes next is read while a full one is worked on', async () => {
    const { log, reads } = aLog(4);
    await new SharedPages(log, { limit: 2 }).read(0);
    expect(reads).toEqual([0, 20]);
  });
});

describe('a reader that is behind the others', () => {
  it('reads by itself what is no longer kept, then joins them', async () => {
    const { log, reads } = aLog(9);
    const pages = new SharedPages(log, { limit: 2, kept: 2 });
    for (const after of [0, 20, 40, 60, 80]) await pages.read(after);
    reads.length = 0;
    for (const after of [0, 20, 40, 60, 80]) await pages.read(after);
    expect(reads).toContain(0);
    expect(positions(await pages.read(80))).toEqual([90]);
  });
});

describe('a log that does not answer', () => {
  it('is asked again by whoever comes next', async () => {
    const { log } = aLog(1);
    const pages = new SharedPages(log);
    log.fails = new Error('down');
    const both = await Promise.allSettled([pages.read(0), pages.read(0)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    delete log.fails;
    expect(positions(await pages.read(0))).toEqual([10]);
  });
});
