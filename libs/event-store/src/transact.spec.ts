import { type EventLog, type StoredEvent, WrongExpectedRevision } from './event-log';
import { MemoryEventLog } from './memory';
import { type Aggregate, CommandIdReused, type Context, TooManyConflicts, transact } from './transact';

type Counted = { type: 'Counted'; data: { subjectId: null; amount: number; on: string } };
const tally: Aggregate<number, Counted> = {
  initial: 0,
  evolve: (sum, event) => sum + event.data.amount,
  occurredOn: (event) => event.data.on,
  versions: { Counted: { present: 1, upcasters: [] } },
};
const counted = (amount: number): Counted => ({ type: 'Counted', data: { subjectId: null, amount, on: '2026-05-06' } });
/** Counts once; the same amount again is already done, another is refused. */
const countOnce =
  (amount: number) =>
  (sum: number): Counted[] => {
    if (sum === 0) return [counted(amount)];
    if (sum !== amount) throw new Error('counted-with-another-amount');
    return [];
  };
const command = (commandId: string): Context => ({
  actor: { name: '王警官', unitName: '支队', unitCode: '1113100001YMGCE72W', role: 'officer' },
  commandId,
  requestId: 'r-1',
  causeId: null,
});
const first = '7f1f1c2e-9f3f-4e2e-8d4e-000000000001';
const second = '7f1f1c2e-9f3f-4e2e-8d4e-000000000002';
const options = { answeredBy: ['Counted'] } as const;

describe('transact', () => {
  let log: MemoryEventLog;
  beforeEach(() => {
    log = new MemoryEventLog();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  const count = (amount: number, context: Context, on: EventLog = log) =>
    transact(on, 'tally-1', tally, countOnce(amount), context, options);

  it('records what was decided, with the day on paper and the context', async () => {
    const receipt = await count(3, command(first));

    expect(receipt).toMatchObject({ outcome: 'recorded', stream: 'tally-1', revision: 0, position: 1 });
    const [event] = await log.readStream('tally-1');
    expect(event).toMatchObject({ occurredOn: '2026-05-06', commandId: first, requestId: 'r-1', causeId: null });
  });

  it('gives the first answer to the same command said twice', async () => {
    const receipt = await count(3, command(first));
    expect(await count(3, command(first))).toEqual({ ...receipt, outcome: 'already-recorded' });
    expect(await log.head()).toBe(1);
  });

  it('gives the first answer to the same content under another command id', async () => {
    const receipt = await count(3, command(first));
    expect(await count(3, command(second))).toEqual({ ...receipt, outcome: 'already-recorded' });
  });

  it('lets the decision refuse other content, also under the first command id', async () => {
    await count(3, command(first));
    await expect(count(4, command(second))).rejects.toThrow('counted-with-another-amount');
    await expect(count(4, command(first))).rejects.toThrow('counted-with-another-amount');
  });

  it('gives the first answer even when the stream has moved on since', async () => {
    const add = (amount: number, id: string) =>
      transact(log, 'tally-1', tally, () => [counted(amount)], command(id), options);
    const receipt = await add(1, first);
    await add(2, second);
    expect(await add(1, first)).toEqual({ ...receipt, outcome: 'already-recorded' });
    expect(await log.head()).toBe(2);
  });

  describe('of a stream that the caller has just read', () => {
    const decideOn = async (read: readonly StoredEvent[], amount: number, context: Context) => {
      const asked = jest.spyOn(log, 'readStream');
      const done = await transact(log, 'tally-1', tally, countOnce(amount), context, { ...options, read });
      return { done, readings: asked.mock.calls.length };
    };

    it('does not read it again', async () => {
      const { done, readings } = await decideOn([], 3, command(first));
      expect(done).toMatchObject({ outcome: 'recorded', revision: 0 });
      expect(readings).toBe(0);
      const again = await decideOn(await log.readStream('tally-1'), 3, command(second));
      expect(again.done).toEqual({ ...done, outcome: 'already-recorded' });
    });

    it('reads it when somebody has written since, and decides again', async () => {
      const receipt = await count(3, command(first));
      const { done, readings } = await decideOn([], 3, command(second));
      expect(done).toEqual({ ...receipt, outcome: 'already-recorded' });
      expect(readings).toBe(1);
      await expect(decideOn([], 4, command(second))).rejects.toThrow('counted-with-another-amount');
    });

    it('gives the first answer to a command that was recorded since', async () => {
      const receipt = await count(3, command(first));
      const { done } = await decideOn([], 3, command(first));
      expect(done).toEqual({ ...receipt, outcome: 'already-recorded' });
      expect(await log.head()).toBe(1);
    });

    it('decides on what stands there when the command was recorded with other content, as if it had been read', async () => {
      await count(3, command(first));
      await expect(count(4, command(first))).rejects.toThrow('counted-with-another-amount');
      await expect(decideOn([], 4, command(first))).rejects.toThrow('counted-with-another-amount');
      const add = () => transact(log, 'tally-1', tally, () => [counted(4)], command(first), { ...options, read: [] });
      await expect(add()).rejects.toBeInstanceOf(CommandIdReused);
      const onlyFirst = (sum: number) => (sum === 0 ? [counted(4)] : []);
      const done = await transact(log, 'tally-1', tally, onlyFirst, command(first), { ...options, read: [] });
      expect(done).toMatchObject({ outcome: 'already-recorded', revision: 0 });
      expect(await log.head()).toBe(1);
    });
  });

  it('refuses a command id that was used for something else: in this stream', async () => {
    const add = (amount: number) => transact(log, 'tally-1', tally, () => [counted(amount)], command(first), options);
    await add(1);
    await expect(add(2)).rejects.toBeInstanceOf(CommandIdReused);
  });

  it('refuses a command id that was used for something else: in another stream', async () => {
    await count(3, command(first));
    await expect(transact(log, 'tally-2', tally, countOnce(3), command(first), options)).rejects.toBeInstanceOf(
      CommandIdReused,
    );
  });

  describe('under a key from before keys had a name space', () => {
    const now = (change: Partial<Context> = {}): Context => ({ ...command(second), formerCommandId: first, ...change });
    const add = (amount: number, context: Context) =>
      transact(log, 'tally-1', tally, () => [counted(amount)], context, options);

    it('gives the first answer, which was recorded under the key itself', async () => {
      const receipt = await add(3, command(first));
      await add(4, command('7f1f1c2e-9f3f-4e2e-8d4e-000000000003'));
      expect(await add(3, now())).toEqual({ ...receipt, outcome: 'already-recorded' });
      expect(await log.head()).toBe(2);
    });

    it('refuses other content, as it did then', async () => {
      await add(3, command(first));
      await expect(add(4, now())).rejects.toBeInstanceOf(CommandIdReused);
    });

    it.each([
      ['another unit', { unitCode: '1113100358CBJ3JHX9' }],
      ['another role', { role: 'approver' }],
      ['the ledger itself', { unitCode: '', role: 'system' }],
    ])('takes nothing for its answer that was recorded by %s', async (_who, change) => {
      await add(3, { ...command(first), actor: { ...command(first).actor, ...change } });
      expect(await add(3, now())).toMatchObject({ outcome: 'recorded', revision: 1 });
    });

    it('takes nothing for its answer that an event has caused', async () => {
      await add(3, { ...command(first), causeId: '7f1f1c2e-9f3f-4e2e-8d4e-000000000009' });
      expect(await add(3, now())).toMatchObject({ outcome: 'recorded', revision: 1 });
    });
  });

  describe('under an id that is derived, and that somebody else has taken', () => {
    const system = { name: '台账', unitName: '台账', unitCode: '', role: 'system' };
    const whenTaken = (taken: string) => `${taken.slice(0, -1)}${Number(taken.slice(-1)) + 4}`;
    const derived: Context = { ...command(first), actor: system, whenTaken };
    const add = (stream: string, amount: number, context: Context) =>
      transact(log, stream, tally, () => [counted(amount)], context, options);

    it('takes another, in another stream as in its own, and meets its answer under that one', async () => {
      await add('tally-2', 9, command(first));
      const receipt = await add('tally-1', 3, derived);
      expect(receipt).toMatchObject({ outcome: 'recorded', revision: 0 });
      expect((await log.readStream('tally-1'))[0]?.commandId).toBe(whenTaken(first));
      expect(await add('tally-1', 3, derived)).toEqual({ ...receipt, outcome: 'already-recorded' });
      expect(await add('tally-2', 3, derived)).toMatchObject({ outcome: 'recorded', revision: 1 });
    });

    it('goes on when that one is taken as well', async () => {
      await add('tally-2', 9, command(first));
      await add('tally-3', 9, command(whenTaken(first)));
      expect(await add('tally-1', 3, derived)).toMatchObject({ outcome: 'recorded', revision: 0 });
    });

    it('refuses its own id for other content', async () => {
      await add('tally-1', 3, derived);
      await expect(add('tally-1', 4, derived)).rejects.toBeInstanceOf(CommandIdReused);
    });
  });

  it('tells one of several who say the same at once that it is recorded, the others that it was', async () => {
    const receipts = await Promise.all([1, 2, 3, 4].map(() => count(3, command(first))));
    expect(receipts.map(({ outcome }) => outcome).sort()).toEqual([
      ...Array.from({ length: 3 }, () => 'already-recorded'),
      'recorded',
    ]);
    expect(new Set(receipts.map(({ position }) => position)).size).toBe(1);
  });

  it('decides again when somebody else wrote first', async () => {
    let raced = false;
    const racing = overriding(log, async (...args) => {
      if (!raced) {
        raced = true;
        await count(3, command(second));
      }
      return log.append(...args);
    });

    expect(await count(3, command(first), racing)).toMatchObject({ outcome: 'already-recorded', position: 1 });
    expect(await log.head()).toBe(1);
  });

  it('passes on that it failed and nothing happened; the command said again records', async () => {
    const failing = overriding(log, () => Promise.reject(new Error('down')));
    await expect(count(3, command(first), failing)).rejects.toThrow('down');
    expect(await log.head()).toBe(0);
    expect(await count(3, command(first))).toMatchObject({ outcome: 'recorded' });
  });

  it('gives the lost answer of what did happen when the command is said again', async () => {
    const losing = overriding(log, async (...args) => {
      await log.append(...args);
      throw new Error('connection lost');
    });
    await expect(count(3, command(first), losing)).rejects.toThrow('connection lost');
    expect(await count(3, command(first))).toMatchObject({ outcome: 'already-recorded', position: 1 });
    expect(await log.head()).toBe(1);
  });

  it('gives up when the stream changes at every attempt', async () => {
    const contended = overriding(log, () => Promise.reject(new WrongExpectedRevision('tally-1', 'no-stream', 0)));
    await expect(count(3, command(first), contended)).rejects.toBeInstanceOf(TooManyConflicts);
  });
});

function overriding(log: EventLog, append: EventLog['append']): EventLog {
  return {
    append,
    readStream: (stream) => log.readStream(stream),
    readAll: (page) => log.readAll(page),
    head: () => log.head(),
    onAppended: (listener) => log.onAppended(listener),
    close: () => log.close(),
  };
}

/** A term is told once: the state of today refuses to hear of it again, so only the first answer can say what became of it. */
describe('a command whose days were counted by a calendar that was incomplete', () => {
  type Told = { type: 'TermTold'; data: { subjectId: null; from: string; until: string | null; open: string | null } };
  const term: Aggregate<boolean, Told> = {
    initial: false,
    evolve: () => true,
    occurredOn: (event) => event.data.from,
    versions: { TermTold: { present: 1, upcasters: [] } },
    counted: { TermTold: ['until', 'open'] },
  };
  const tell =
    (from: string, until: string | null) =>
    (told: boolean): Told[] => {
      if (told) throw new Error('told-already');
      const open = until === null ? 'calendar-2026' : null;
      return [{ type: 'TermTold', data: { subjectId: null, from, until, open } }];
    };
  const telling = (log: EventLog, from: string, until: string | null, of: Aggregate<boolean, Told> = term) =>
    transact(log, 'term-1', of, tell(from, until), command(first), { answeredBy: ['TermTold'] });

  it('meets its first answer when it is said again and the calendar has come', async () => {
    const log = new MemoryEventLog();
    const receipt = await telling(log, '2025-12-28', null);
    expect(await telling(log, '2025-12-28', '2026-01-05')).toEqual({ ...receipt, outcome: 'already-recorded' });
    expect(await log.head()).toBe(1);
  });

  it('meets it, too, where the process that is asked again has not heard of the calendar yet', async () => {
    const log = new MemoryEventLog();
    const receipt = await telling(log, '2025-12-28', '2026-01-05');
    expect(await telling(log, '2025-12-28', null)).toEqual({ ...receipt, outcome: 'already-recorded' });
  });

  it('is another command when anything else is different', async () => {
    const log = new MemoryEventLog();
    await telling(log, '2025-12-28', null);
    await expect(telling(log, '2025-12-29', '2026-01-05')).rejects.toThrow('told-already');
  });

  it('would be another command if the counted days were content', async () => {
    const log = new MemoryEventLog();
    const asContent: Aggregate<boolean, Told> = { ...term, counted: {} };
    await telling(log, '2025-12-28', null, asContent);
    await expect(telling(log, '2025-12-28', '2026-01-05', asContent)).rejects.toThrow('told-already');
  });
});
