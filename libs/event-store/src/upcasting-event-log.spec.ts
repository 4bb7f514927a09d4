import fc from 'fast-check';
import type { EventLog, NewEvent, StoredEvent } from './event-log';
import { anEvent, aStream, eventLogContract } from './event-log.contract';
import { MemoryEventLog } from './memory';
import {
  type EventCatalogue,
  type EventData,
  EventNotUpcast,
  UnknownEventType,
  UnknownEventVersion,
  upcast,
  UpcastingEventLog,
  type Versions,
} from './upcasting-event-log';

/** Three forms of one fact: an amount in yuan; in fen; in fen with a currency. */
const toFen = ({ yuan, ...others }: EventData): EventData => ({ ...others, fen: Number(yuan) * 100 });
const withCurrency = (data: EventData): EventData => ({ ...data, currency: 'CNY' });
const versions: Versions = { present: 3, upcasters: [toFen, withCurrency] };

const never: Versions = { present: 1, upcasters: [] };
const broken: Versions = {
  present: 2,
  upcasters: [
    () => {
      throw new Error('no such field');
    },
  ],
};
const catalogue: EventCatalogue = { FineSet: versions, ContractKept: never, Broken: broken };

const bytes = (data: unknown) => Buffer.from(JSON.stringify(data), 'utf8');
const aFine = (typeVersion: number, data: unknown, changes: Partial<NewEvent> = {}): NewEvent =>
  anEvent({ type: 'FineSet', typeVersion, data: bytes(data), ...changes });
const textOf = (event: StoredEvent | undefined) => Buffer.from(event?.data ?? []).toString('utf8');

eventLogContract('memory, events in their present version', () =>
  Promise.resolve(new UpcastingEventLog(new MemoryEventLog(), catalogue)),
);

describe('the log in present versions', () => {
  let stored: MemoryEventLog;
  let log: UpcastingEventLog;
  beforeEach(() => {
    stored = new MemoryEventLog();
    log = new UpcastingEventLog(stored, catalogue);
  });
  /** Both ways to read. */
  const readings: [string, (log: EventLog) => Promise<readonly StoredEvent[]>][] = [
    ['a stream', (from) => from.readStream('fine-1')],
    ['all', (from) => from.readAll({ after: 0, limit: 10 })],
  ];

  describe.each(readings)('reading %s', (_what, read) => {
    it('gives every event in its present version, each by the steps it needs', async () => {
      await stored.append('fine-1', 'no-stream', [
        aFine(1, { subjectId: 's', yuan: 20_500 }),
        aFine(2, { subjectId: 's', fen: 2_050_000 }),
        aFine(3, { subjectId: 's', fen: 2_050_000, currency: 'CNY' }),
      ]);

      const events = await read(log);

      const present = '{"subjectId":"s","fen":2050000,"currency":"CNY"}';
      expect(events.map(textOf)).toEqual([present, present, present]);
      expect(events.map(({ typeVersion }) => typeVersion)).toEqual([3, 3, 3]);
    });

    it('changes nothing of an event but version and data', async () => {
      await stored.append('fine-1', 'no-stream', [aFine(1, { yuan: 1 })]);
      const [before] = await read(stored);
      const [after] = await read(log);
      expect(after).toEqual({ ...before, typeVersion: 3, data: bytes({ fen: 100, currency: 'CNY' }) });
    });

    it('hands on the very page of the log below when nothing in it is older', async () => {
      const page = Object.freeze([
        { ...aFine(3, {}, { data: Buffer.from('not even { JSON') }), stream: 'fine-1', revision: 0, position: 1 },
      ]) as unknown as readonly StoredEvent[];
      const below: EventLog = Object.assign(new MemoryEventLog(), {
        readStream: () => Promise.resolve(page),
        readAll: () => Promise.resolve(page),
      });
      expect(await read(new UpcastingEventLog(below, catalogue))).toBe(page);
    });

    it.each([
      ['a type nobody knows', 'FineForgotten', 1, UnknownEventType],
      ['a type that every object of the language answers for', 'constructor', 1, UnknownEventType],
      ['a version of tomorrow', 'FineSet', 4, UnknownEventVersion],
      ['a version that never was', 'FineSet', 0, UnknownEventVersion],
      ['half a version', 'FineSet', 1.5, UnknownEventVersion],
      ['an upcaster that throws', 'Broken', 1, EventNotUpcast],
    ])('fails the whole page at %s, and says where', async (_why, type, version, error) => {
      await stored.append('fine-1', 'no-stream', [
        aFine(1, { yuan: 1 }),
        anEvent({ type, typeVersion: version }),
        aFine(3, {}),
      ]);

      await expect(read(log)).rejects.toMatchObject({
        constructor: error,
        stream: 'fine-1',
        position: 2,
        type,
        version,
      });
    });

    it.each(['[1]', 'null', '7', '{"yuan":', '\u00ff'])(
      'fails at data of an older version that is %s',
      async (data) => {
        await stored.appendUnseen('fine-1', 'no-stream', [aFine(1, null, { data: Buffer.from(data, 'latin1') })]);
        await expect(read(log)).rejects.toBeInstanceOf(EventNotUpcast);
      },
    );
  });

  describe('appending', () => {
    it('writes the present version, to the byte', async () => {
      const event = aFine(3, { fen: 1, currency: 'CNY' });
      await log.append('fine-1', 'no-stream', [event]);
      expect(await stored.readStream('fine-1')).toMatchObject([{ typeVersion: 3, data: event.data }]);
    });

    it.each([
      ['a type nobody knows', anEvent({ type: 'FineForgotten' }), UnknownEventType],
      ['an older version', aFine(2, { fen: 1 }), UnknownEventVersion],
      ['a later version', aFine(4, { fen: 1 }), UnknownEventVersion],
    ])('refuses %s, and the events beside it', async (_why, event, error) => {
      const refused = log.append('fine-1', 'no-stream', [aFine(3, {}), event]);
      await expect(refused).rejects.toMatchObject({ constructor: error, stream: 'fine-1', position: null });
      expect(await stored.head()).toBe(0);
    });
  });

  it('closes the log below', async () => {
    const close = jest.spyOn(stored, 'close');
    await log.close();
    expect(close).toHaveBeenCalledTimes(1);
  });

  it.each([0, 1, 3])('takes no catalogue in which %i steps lead to version 3', (steps) => {
    const wrong = { FineSet: { present: 3, upcasters: Array.from({ length: steps }, () => withCurrency) } };
    expect(() => new UpcastingEventLog(stored, wrong)).toThrow(RangeError);
  });
});

describe('upcasting', () => {
  const place = { stream: aStream(), revision: 0, position: 1, recordedAt: '2026-04-01T00:00:00.000Z' };
  /** A chain of any length; each step leaves its mark, so that a step left out, doubled or out of order shows. */
  const marking = (present: number): Versions => ({
    present,
    upcasters: Array.from({ length: present - 1 }, (_, at) => (data: EventData) => ({
      ...data,
      steps: [...(data.steps as number[]), at + 1],
    })),
  });
  const aStored = (typeVersion: number, data: EventData): StoredEvent => ({
    ...aFine(typeVersion, data),
    ...place,
  });
  const dataOf = (event: StoredEvent) => JSON.parse(textOf(event)) as EventData;
  const chains = fc
    .integer({ min: 1, max: 9 })
    .chain((present) => fc.tuple(fc.constant(present), fc.integer({ min: 1, max: present })));
  const facts = fc.dictionary(fc.string(), fc.jsonValue()).map((data): EventData => ({ ...data, steps: [] }));

  it('takes every step between the stored version and the present one, once and in order', () => {
    fc.assert(
      fc.property(chains, facts, ([present, version], data) => {
        const { steps } = dataOf(upcast(aStored(version, data), marking(present)));
        expect(steps).toEqual(Array.from({ length: present - version }, (_, at) => version + at));
      }),
    );
  });

  it('is the same in one go as one version at a time', () => {
    fc.assert(
      fc.property(chains, facts, ([present, version], data) => {
        let stepwise = aStored(version, data);
        for (let next = version + 1; next <= present; next++) stepwise = upcast(stepwise, marking(next));
        const atOnce = upcast(aStored(version, data), marking(present));
        expect(stepwise.typeVersion).toBe(atOnce.typeVersion);
        expect(textOf(stepwise)).toBe(textOf(atOnce));
      }),
    );
  });

  it('changes nothing any more at the present version', () => {
    fc.assert(
      fc.property(chains, facts, ([present, version], data) => {
        const once = upcast(aStored(version, data), marking(present));
        expect(upcast(once, marking(present))).toBe(once);
      }),
    );
  });
});
