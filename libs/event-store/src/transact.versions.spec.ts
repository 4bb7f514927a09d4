import type { EventLog } from './event-log';
import { MemoryEventLog } from './memory';
import { type Aggregate, CommandIdReused, type Context, eventIdOf, transact } from './transact';
import { type EventData, UnknownEventVersion, UpcastingEventLog, type Versions } from './upcasting-event-log';

/** Yesterday a fine had an amount; today's says first in which currency. */
type FineSet = { type: 'FineSet'; data: { subjectId: null; currency: string; fen: number } };
const aggregateOf = (versions: Versions): Aggregate<FineSet['data'] | null, FineSet> => ({
  initial: null,
  evolve: (_, event) => event.data,
  occurredOn: () => '2026-05-06',
  versions: { FineSet: versions },
});
const fineSet = (data: object): FineSet => ({ type: 'FineSet', data: { subjectId: null, ...data } as FineSet['data'] });
const yesterday = { FineSet: { present: 1, upcasters: [] } };
const today = { FineSet: { present: 2, upcasters: [(data: EventData) => ({ ...data, currency: 'CNY' })] } };

const context: Context = {
  actor: { name: '王警官', unitName: '支队', unitCode: '1113100001YMGCE72W', role: 'officer' },
  commandId: '7f1f1c2e-9f3f-4e2e-8d4e-000000000001',
  requestId: 'r-1',
  causeId: null,
};
const options = { answeredBy: ['FineSet'] } as const;

describe('a command across a new version of its event', () => {
  let stored: MemoryEventLog;
  beforeEach(() => {
    stored = new MemoryEventLog();
  });

  /** As yesterday's program recorded it. */
  const recordedYesterday = (fen: number) =>
    transact(
      new UpcastingEventLog(stored, yesterday),
      'fine-1',
      aggregateOf(yesterday.FineSet),
      () => [fineSet({ fen })],
      context,
      options,
    );
  /** As today's does. */
  const setFine = (fen: number, currency = 'CNY', log: EventLog = new UpcastingEventLog(stored, today)) =>
    transact(
      log,
      'fine-1',
      aggregateOf(today.FineSet),
      (state) => (state === null ? [fineSet({ currency, fen })] : []),
      context,
      options,
    );

  it('is written in the present version', async () => {
    await setFine(100);
    expect(await stored.readStream('fine-1')).toMatchObject([{ typeVersion: 2 }]);
  });

  it('gets the first answer, though it was recorded in an older version and its fields come in another order', async () => {
    const receipt = await recordedYesterday(100);
    expect(await setFine(100)).toEqual({ ...receipt, outcome: 'already-recorded' });
    expect(await stored.readStream('fine-1')).toMatchObject([{ typeVersion: 1 }]);
  });

  describe('when a program of yesterday records it between our reading and our writing', () => {
    /** Reads as if nothing were there, once. */
    const behind = (): EventLog => {
      const log = new UpcastingEventLog(stored, today);
      let stale = true;
      return {
        append: (...args) => log.append(...args),
        readStream: (stream) => {
          if (!stale) return log.readStream(stream);
          stale = false;
          return Promise.resolve([]);
        },
        readAll: (page) => log.readAll(page),
        head: () => log.head(),
        onAppended: (listener) => log.onAppended(listener),
        close: () => log.close(),
      };
    };

    it('gets the answer of that program', async () => {
      const receipt = await recordedYesterday(100);
      expect(await setFine(100, 'CNY', behind())).toEqual({ ...receipt, outcome: 'already-recorded' });
      expect(await stored.head()).toBe(1);
    });

    it.each([
      ['an amount', 200, 'CNY'],
      ['what only the present version says', 100, 'HKD'],
    ])('is told that the id was used when it differs in %s', async (_what, fen, currency) => {
      await recordedYesterday(100);
      await expect(setFine(fen, currency, behind())).rejects.toBeInstanceOf(CommandIdReused);
      expect(await stored.head()).toBe(1);
    });
  });

  it('is not decided on a stream that a later program wrote to', async () => {
    const event = { id: eventIdOf(context.commandId, 0), type: 'FineSet', typeVersion: 3, subjectId: null };
    await stored.append('fine-1', 'no-stream', [
      { ...event, ...context, occurredOn: '2026-05-06', data: Buffer.from('{"subjectId":null}') },
    ]);
    await expect(setFine(100)).rejects.toBeInstanceOf(UnknownEventVersion);
    expect(await stored.head()).toBe(1);
  });
});
