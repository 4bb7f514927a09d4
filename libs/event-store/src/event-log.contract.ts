import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type AppendResult,
  dataBytesOf,
  eventBytesMax,
  EventIdTaken,
  type EventLog,
  EventRefused,
  EventTooLarge,
  type ExpectedRevision,
  isFullPage,
  LogUnavailable,
  type NewEvent,
  pageBytesMax,
  type StoredEvent,
  WrongExpectedRevision,
} from './event-log';

/**
 * What every event log promises, refusals included. Each adapter's spec runs it.
 *
 * @param openAnother the same log as another process has it, where that is another object
 */
export function eventLogContract(
  adapter: string,
  open: () => Promise<EventLog>,
  openAnother?: () => Promise<EventLog>,
): void {
  describe(`event log contract: ${adapter}`, () => {
    let log: EventLog;
    let another: EventLog;
    beforeAll(async () => {
      log = await open();
      another = (await openAnother?.()) ?? log;
    });
    afterAll(() => Promise.all([log.close(), another.close()]));

    describe('append', () => {
      it('keeps an event whole, to the byte', async () => {
        const stream = aStream();
        const event = anEvent({ data: Buffer.from('{ "spaces" :  "kept", "汉字": "廊坊\\n" }\n', 'utf8') });

        const result = await log.append(stream, 'no-stream', [event]);

        const [stored] = await log.readStream(stream);
        expect(stored).toEqual({
          ...event,
          data: expect.anything() as unknown,
          stream,
          revision: 0,
          position: result.position,
          recordedAt: result.recordedAt,
        });
        expect(Buffer.from(stored?.data ?? [])).toEqual(Buffer.from(event.data));
        expect(result.recordedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      });

      it('stores the events of one append next to each other and answers with the last', async () => {
        const stream = aStream();
        const events = [anEvent(), anEvent(), anEvent()];

        const result = await log.append(stream, 'no-stream', events);

        const stored = await log.readStream(stream);
        expect(stored.map((event) => event.id)).toEqual(events.map((event) => event.id));
        expect(stored.map((event) => event.revision)).toEqual([0, 1, 2]);
        expect(result.revision).toBe(2);
        expect(result.position).toBe(stored[2]?.position);
      });

      it('continues a stream at the revision it stands at', async () => {
        const stream = aStream();
        await log.append(stream, 'no-stream', [anEvent()]);

        expect(await log.append(stream, 0, [anEvent()])).toMatchObject({ revision: 1 });
      });

      it.each<ExpectedRevision>(['any', 'stream-exists'])(
        'continues an existing stream when told %s',
        async (expected) => {
          const stream = aStream();
          await log.append(stream, 'any', [anEvent()]);

          expect(await log.append(stream, expected, [anEvent()])).toMatchObject({ revision: 1 });
        },
      );

      it('needs at least one event', async () => {
        await expect(log.append(aStream(), 'any', [])).rejects.toBeInstanceOf(RangeError);
      });

      it('keeps a large event, up to the last byte that it may have', async () => {
        const stream = aStream();
        const data = textOf(eventBytesMax);

        const { position } = await log.append(stream, 'no-stream', [anEvent({ data })]);

        const [stored] = await log.readStream(stream);
        expect(stored?.position).toBe(position);
        expect(Buffer.compare(data, stored?.data ?? new Uint8Array())).toBe(0);
      });

      it('keeps with which key the actor gave the command, and that another used none', async () => {
        const stream = aStream();
        const actor = { name: '王警官', unitName: '支队', unitCode: '-', role: 'officer' };
        const events = [anEvent({ actor: { ...actor, key: '1a2b3c4d5e6f7081' } }), anEvent({ actor })];

        await log.append(stream, 'no-stream', events);
        await log.append(stream, 'any', [anEvent({ actor: { ...actor, key: 'ff' } })]);

        const stored = await log.readStream(stream);
        expect(stored.map((event) => event.actor)).toEqual([
          ...events.map((event) => event.actor),
          { ...actor, key: 'ff' },
        ]);
      });

      it('keeps what stands beside the facts: no subject, a cause, words of any script', async () => {
        const stream = aStream();
        const event = anEvent({
          subjectId: null,
          causeId: randomUUID(),
          actor: { name: '"引号" \\ 🔥', unitName: 'ﬁ\u0301', unitCode: '-', role: 'auditor' },
          data: new Uint8Array(0),
        });

        await log.append(stream, 'no-stream', [event]);

        const [stored] = await log.readStream(stream);
        expect(stored).toMatchObject({ ...event, data: expect.anything() as unknown });
        expect(stored?.data).toHaveLength(0);
      });
    });

    describe('an event', () => {
      const shanghaiDay = (daysFromNow: number) =>
        new Date(Date.now() + 8 * 3_600_000 + daysFromNow * 86_400_000).toISOString().slice(0, 10);

      it('of the day of recording, and of any day before, is stored', async () => {
        const stream = aStream();
        await log.append(stream, 'no-stream', [
          anEvent({ occurredOn: shanghaiDay(0) }),
          anEvent({ occurredOn: '1900-01-01' }),
        ]);
        expect(await log.readStream(stream)).toHaveLength(2);
      });

      it.each<[string, ExpectedRevision, number]>([
        ['one', 'no-stream', 1],
        ['one of several', 'no-stream', 3],
        ['one, wherever the stream stands', 'any', 1],
      ])('of a day that has not come is not, nor what came with it: %s', async (_how, expected, count) => {
        const [stream, neighbour] = [aStream(), aStream()];
        const events = Array.from({ length: count }, () => anEvent());
        const early = [...events.slice(1), anEvent({ occurredOn: shanghaiDay(2) })];
        const refused = log.append(stream, expected, early);
        const stored = log.append(neighbour, 'no-stream', [anEvent()]);
        await expect(refused).rejects.toBeInstanceOf(EventRefused);
        await stored;
        expect(await log.readStream(stream)).toEqual([]);
        expect(await log.readStream(neighbour)).toHaveLength(1);
      });
    });

    describe('append is refused', () => {
      it.each<[string, number, ExpectedRevision, number]>([
        ['the stream exists, and should not', 2, 'no-stream', 1],
        ['the stream does not exist, and should', 0, 'stream-exists', -1],
        ['the stream does not exist, and should stand at 0', 0, 0, -1],
        ['the stream is ahead', 3, 1, 2],
        ['the stream is behind', 1, 5, 0],
      ])('when %s', async (_why, written, expected, actual) => {
        const stream = aStream();
        if (written > 0)
          await log.append(
            stream,
            'no-stream',
            Array.from({ length: written }, () => anEvent()),
          );

        const refused = log.append(stream, expected, [anEvent()]);

        await expect(refused).rejects.toMatchObject({ constructor: WrongExpectedRevision, stream, expected, actual });
        expect(await log.readStream(stream)).toHaveLength(written);
      });

      it('when an event id stands in another stream', async () => {
        const event = anEvent();
        await log.append(aStream(), 'no-stream', [event]);
        const other = aStream();

        await expect(log.append(other, 'no-stream', [event])).rejects.toBeInstanceOf(EventIdTaken);
        expect(await log.readStream(other)).toEqual([]);
      });

      it('when an event id stands in this stream with other content', async () => {
        const stream = aStream();
        const event = anEvent();
        await log.append(stream, 'no-stream', [event]);
        const changed = anEvent({ id: event.id, data: Buffer.from('{"subjectId":null}') });

        await expect(log.append(stream, 'any', [changed])).rejects.toBeInstanceOf(EventIdTaken);
        expect(await log.readStream(stream)).toHaveLength(1);
      });

      it('when two of its events have the same id', async () => {
        const stream = aStream();
        const event = anEvent();

        await expect(log.append(stream, 'no-stream', [event, event])).rejects.toBeInstanceOf(EventRefused);
        expect(await log.readStream(stream)).toEqual([]);
      });

      it('when it has more data than an event may have, and its neighbours are written', async () => {
        const streams = [aStream(), aStream(), aStream(), aStream()] as const;
        const tooLarge = anEvent({ data: textOf(eventBytesMax + 1) });

        const outcomes = await Promise.allSettled([
          log.append(streams[0], 'no-stream', [anEvent()]),
          log.append(streams[1], 'no-stream', [tooLarge]),
          log.append(streams[2], 'no-stream', [anEvent(), tooLarge]),
          log.append(streams[3], 'no-stream', [anEvent()]),
        ]);

        const refused = { status: 'rejected', reason: expect.any(EventTooLarge) as unknown };
        expect(outcomes).toMatchObject([{ status: 'fulfilled' }, refused, refused, { status: 'fulfilled' }]);
        expect(await log.readStream(streams[2])).toEqual([]);
      });

      it.each<[string, Partial<NewEvent>]>([
        ['a zero character in its data', { data: jsonOf({ text: 'a\0b' }) }],
        ['a zero character as it is in its data', { data: Buffer.from('{"text":"\0"}') }],
        ['a control character in its data', { data: jsonOf({ text: '\u001B[31m' }) }],
        ['DEL in its data', { data: jsonOf({ text: '\x7F' }) }],
        ['half of a character in its data', { data: jsonOf({ text: '单位\uD83D' }) }],
        ['half of a character in the name of a field', { data: jsonOf({ '\uDE00': 1 }) }],
        ['bytes in its data that are no UTF-8', { data: Buffer.from('b5a5cebb', 'hex') }],
        ['half of a character in whom it is about', { subjectId: '9113\uD83D' }],
        ['a control character in who did it', { actor: { name: '\u0007', unitName: '', unitCode: '', role: '' } }],
        ['half of a character in the id of its request', { requestId: '\uDE00' }],
      ])('when it has %s', async (_what, change) => {
        const stream = aStream();

        await expect(log.append(stream, 'no-stream', [anEvent(change)])).rejects.toBeInstanceOf(EventRefused);
        await expect(log.append(stream, 'no-stream', [anEvent(), anEvent(change)])).rejects.toBeInstanceOf(
          EventRefused,
        );
        await expect(log.append(`${stream}\0`, 'no-stream', [anEvent()])).rejects.toBeInstanceOf(EventRefused);
        expect(await log.readStream(stream)).toEqual([]);
        expect(
          await log.append(stream, 'no-stream', [anEvent({ data: jsonOf({ text: '\\u0000 😀 \r\n\t' }) })]),
        ).toMatchObject({ revision: 0 });
      });

      it('when its ids stand there in another order', async () => {
        const stream = aStream();
        const [first, second] = [anEvent(), anEvent()];
        await log.append(stream, 'no-stream', [first, second]);

        await expect(log.append(stream, 'any', [second, first])).rejects.toBeInstanceOf(EventIdTaken);
        expect(await log.readStream(stream)).toHaveLength(2);
      });

      it('for the taken id first, when the revision is wrong as well', async () => {
        const event = anEvent();
        await log.append(aStream(), 'no-stream', [event]);

        await expect(log.append(aStream(), 5, [event])).rejects.toBeInstanceOf(EventIdTaken);
      });

      it('and can be said again with the same ids at the revision that is right', async () => {
        const stream = aStream();
        const event = anEvent();
        await log.append(stream, 'no-stream', [anEvent()]);
        await expect(log.append(stream, 'no-stream', [event])).rejects.toBeInstanceOf(WrongExpectedRevision);

        expect(await log.append(stream, 0, [event])).toMatchObject({ revision: 1 });
      });

      it('whole, when only some of its ids are already there', async () => {
        const stream = aStream();
        const first = anEvent();
        await log.append(stream, 'no-stream', [first]);

        await expect(log.append(stream, 0, [first, anEvent()])).rejects.toBeInstanceOf(EventIdTaken);
        expect(await log.readStream(stream)).toHaveLength(1);
      });
    });

    describe('an append said again after its answer was lost', () => {
      it('gets the first answer, whatever revision it expects', async () => {
        const stream = aStream();
        const events = [anEvent(), anEvent()];
        const first = await log.append(stream, 'no-stream', events);
        await log.append(stream, 'any', [anEvent()]);
        const found = { ...first, outcome: 'already-recorded' };

        expect(await log.append(stream, 'no-stream', events)).toEqual(found);
        expect(await log.append(stream, 17, events)).toEqual(found);
        expect(await log.readStream(stream)).toHaveLength(3);
      });

      it('is stored once when both are under way at the same time', async () => {
        const stream = aStream();
        const events = [anEvent()];

        const requests = ['r-1', 'r-2', 'r-3'].map((requestId) => events.map((event) => ({ ...event, requestId })));

        const answers = await Promise.all(requests.map((same) => log.append(stream, 'no-stream', same)));

        expect(answers.map(({ outcome }) => outcome).sort()).toEqual([
          'already-recorded',
          'already-recorded',
          'recorded',
        ]);
        expect(new Set(answers.map((answer) => answer.position)).size).toBe(1);
        expect(await log.readStream(stream)).toHaveLength(1);
      });
    });

    describe('the same append, said at the same time in two processes', () => {
      /** `body` 30 times, a few at a time, with both logs; the second to speak begins up to some milliseconds later. */
      async function rounds(body: (first: EventLog, second: Late, round: number) => Promise<void>) {
        const late: Late = async (log, stream, expected, events) => {
          await pause(Math.random() * 12);
          return untilKnown(log, stream, expected, events);
        };
        for (let done = 0; done < 30; done += 6)
          await Promise.all(Array.from({ length: 6 }, (_, at) => body(log, late, done + at)));
      }

      it.each<[ExpectedRevision]>([['any'], ['stream-exists'], [0]])(
        'behind an event, expecting %s',
        async (expected) => {
          await rounds(async (first, late, round) => {
            const stream = aStream();
            await first.append(stream, 'no-stream', [anEvent()]);
            const events = Array.from({ length: 1 + (round % 3) }, () => anEvent());

            const answers = await Promise.all([
              untilKnown(first, stream, expected, events),
              late(another, stream, expected, events),
            ]);

            expect(answers[0]).toMatchObject({ revision: events.length, position: answers[1].position });
            expect(await first.readStream(stream)).toHaveLength(1 + events.length);
          });
        },
      );

      it.each<[ExpectedRevision]>([['any'], ['no-stream']])('as the first, expecting %s', async (expected) => {
        await rounds(async (first, late) => {
          const stream = aStream();
          const events = [anEvent()];

          const answers = await Promise.all([
            untilKnown(first, stream, expected, events),
            late(another, stream, expected, events),
          ]);

          expect(answers).toMatchObject([{ revision: 0 }, { revision: 0 }]);
          expect(await first.readStream(stream)).toHaveLength(1);
        });
      });

      it('is stored once, also where one guesses the revision at which the other leaves the stream', async () => {
        await rounds(async (first, late) => {
          const stream = aStream();
          await first.append(stream, 'no-stream', [anEvent()]);
          const events = [anEvent()];

          const [guessed] = await Promise.allSettled([
            untilKnown(first, stream, 1, events),
            late(another, stream, 'any', events),
          ]);

          if (guessed.status === 'rejected') expect(guessed.reason).toBeInstanceOf(WrongExpectedRevision);
          expect(await first.readStream(stream)).toHaveLength(2);
        });
      });
    });

    describe('appends at the same time', () => {
      it('to many streams are all stored', async () => {
        const streams = Array.from({ length: 50 }, aStream);

        const results = await Promise.all(streams.map((stream) => log.append(stream, 'no-stream', [anEvent()])));

        expect(new Set(results.map(({ position }) => position)).size).toBe(50);
        const stored = await Promise.all(streams.map((stream) => log.readStream(stream)));
        expect(stored.map(([event]) => event?.position)).toEqual(results.map(({ position }) => position));
      });

      it('to one stream that want no particular revision are all stored, each once', async () => {
        const stream = aStream();
        const events = Array.from({ length: 8 }, () => anEvent());

        await Promise.all(events.map((event) => log.append(stream, 'any', [event])));

        const stored = await log.readStream(stream);
        expect(stored.map(({ id }) => id).sort()).toEqual(events.map(({ id }) => id).sort());
      });

      it('let exactly one win at one revision', async () => {
        const stream = aStream();

        const outcomes = await Promise.allSettled(
          Array.from({ length: 8 }, () => log.append(stream, 'no-stream', [anEvent()])),
        );

        expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
        expect(await log.readStream(stream)).toHaveLength(1);
      });

      it('are judged each on its own: a refused one harms no neighbour', async () => {
        const taken = aStream();
        await log.append(taken, 'no-stream', [anEvent()]);
        const streams = Array.from({ length: 20 }, aStream);

        const outcomes = await Promise.allSettled([
          ...streams.map((stream) => log.append(stream, 'no-stream', [anEvent(), anEvent()])),
          log.append(taken, 'no-stream', [anEvent()]),
        ]);

        expect(outcomes.map((outcome) => outcome.status)).toEqual([...streams.map(() => 'fulfilled'), 'rejected']);
      });
    });

    describe('reading all', () => {
      it('gives every event once and in order, however the pages are cut', async () => {
        const start = await log.head();
        const appended: string[] = [];
        for (let round = 0; round < 5; round++) {
          const events = Array.from({ length: 7 }, () => anEvent());
          await log.append(aStream(), 'no-stream', events);
          appended.push(...events.map((event) => event.id));
        }

        for (const limit of [1, 4, 35, 1000]) {
          const seen = await readPages(log, start, limit);
          expect(seen.map((event) => event.id)).toEqual(appended);
        }
      });

      it('ends a page early when its events are large, and misses none', async () => {
        const start = await log.head();
        const large = Math.ceil(pageBytesMax / eventBytesMax) + 3;
        const ids: string[] = [];
        for (let n = 0; n < large + 2; n++) {
          const small = n === 0 || n > large;
          const event = anEvent(small ? {} : { data: Buffer.from(`"${'x'.repeat(eventBytesMax - 2)}"`) });
          await log.append(aStream(), 'no-stream', [event]);
          ids.push(event.id);
        }

        const page = await log.readAll({ after: start, limit: 1_000 });
        expect(dataBytesOf(page)).toBeGreaterThanOrEqual(pageBytesMax);
        expect(dataBytesOf(page.slice(0, -1))).toBeLessThan(pageBytesMax);
        expect(isFullPage(page, 1_000)).toBe(true);
        for (const limit of [7, 1_000]) {
          const seen = await readPages(log, start, limit);
          expect(seen.map(({ id }) => id)).toEqual(ids);
        }
      });

      it('never lets recordedAt go back', async () => {
        const times = (await readPages(log, 0, 500)).map((event) => event.recordedAt);
        expect(times).toEqual([...times].sort());
      });

      it('misses nothing while others write', async () => {
        const start = await log.head();
        const seen: StoredEvent[] = [];
        const written = new AbortController();
        const reader = (async () => {
          for (;;) {
            const over = written.signal.aborted;
            const page = await log.readAll({ after: seen.at(-1)?.position ?? start, limit: 10 });
            seen.push(...page);
            if (page.length === 0) {
              if (over) return;
              await new Promise((resolve) => setImmediate(resolve));
            }
          }
        })();

        const results = await Promise.all(
          Array.from({ length: 16 }, async () => {
            const stream = aStream();
            const positions: number[] = [];
            for (let n = 0; n < 20; n++) positions.push((await log.append(stream, 'any', [anEvent()])).position);
            return positions;
          }),
        );
        written.abort();
        await reader;

        const positions = results.flat().sort((a, b) => a - b);
        expect(seen.map((event) => event.position)).toEqual(positions);
      });

      it('gives an event just as its stream does', async () => {
        const start = await log.head();
        const stream = aStream();
        await log.append(stream, 'no-stream', [anEvent(), anEvent()]);

        expect(await log.readAll({ after: start, limit: 10 })).toEqual(await log.readStream(stream));
      });

      it('says nothing of appends that were refused', async () => {
        const start = await log.head();
        await expect(log.append(aStream(), 3, [anEvent()])).rejects.toBeInstanceOf(WrongExpectedRevision);

        expect(await log.readAll({ after: start, limit: 10 })).toEqual([]);
        expect(await log.head()).toBe(start);
      });

      it.each([
        ['after', { after: -1, limit: 1 }],
        ['after', { after: 0.5, limit: 1 }],
        ['after', { after: Number.NaN, limit: 1 }],
        ['after', { after: 2 ** 53, limit: 1 }],
        ['limit', { after: 0, limit: 0 }],
        ['limit', { after: 0, limit: -1 }],
        ['limit', { after: 0, limit: 1.5 }],
        ['limit', { after: 0, limit: Infinity }],
      ])('refuses what it could never answer: %s of %j', async (name, page) => {
        await expect(log.readAll(page)).rejects.toMatchObject({
          constructor: RangeError,
          message: expect.stringContaining(name) as unknown,
        });
      });

      it('ends at the head', async () => {
        const head = await log.head();
        expect(await log.readAll({ after: head, limit: 10 })).toEqual([]);
        const { position } = await log.append(aStream(), 'no-stream', [anEvent()]);
        expect(await log.head()).toBe(position);
        expect(position).toBeGreaterThan(head);
      });
    });

    it('reads a stream nobody wrote to as empty', async () => {
      expect(await log.readStream(aStream())).toEqual([]);
    });

    it('wakes its readers, until they no longer want it', async () => {
      let woken = 0;
      const stop = log.onAppended(() => woken++);
      await log.append(aStream(), 'no-stream', [anEvent()]);
      while (woken === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      stop();
      await new Promise((resolve) => setTimeout(resolve, 50));
      const before = woken;
      await log.append(aStream(), 'no-stream', [anEvent()]);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(woken).toBe(before);
    });
  });
}

type Late = (
  log: EventLog,
  stream: string,
  expected: ExpectedRevision,
  events: readonly NewEvent[],
) => Promise<AppendResult>;

/** Says it again while the log does not know, as callers do. */
async function untilKnown(log: EventLog, stream: string, expected: ExpectedRevision, events: readonly NewEvent[]) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await log.append(stream, expected, events);
    } catch (error) {
      if (!(error instanceof LogUnavailable) || attempt === 10) throw error;
    }
  }
}

/** A JSON text of so many bytes that does not pack well. */
export const textOf = (bytes: number): Buffer =>
  Buffer.from(
    `"${randomBytes(bytes)
      .toString('base64')
      .slice(0, bytes - 2)}"`,
    'utf8',
  );

const jsonOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value), 'utf8');

export const aStream = (): string => `contract-${randomUUID()}`;

export const anEvent = (changes: Partial<NewEvent> = {}): NewEvent => ({
  id: randomUUID(),
  type: 'ContractKept',
  typeVersion: 1,
  subjectId: '91131000MA0Y000167',
  occurredOn: '2026-04-01',
  actor: { name: '王警官', unitName: '廊坊市消防救援支队', unitCode: '1113100001YMGCE72W', role: 'officer' },
  commandId: randomUUID(),
  causeId: null,
  requestId: 'request-1',
  data: Buffer.from('{"subjectId":"91131000MA0Y000167"}', 'utf8'),
  ...changes,
});

async function readPages(log: EventLog, after: number, limit: number): Promise<StoredEvent[]> {
  const seen: StoredEvent[] = [];
  for (;;) {
    const page = await log.readAll({ after: seen.at(-1)?.position ?? after, limit });
    if (page.length === 0) return seen;
    seen.push(...page);
  }
}
