import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../application';
import { AccessRecorder, type Reading } from './access-recorder';
import type { AccessRecord } from './access-records';

const at = new Date('2026-11-28T01:02:03.004Z');
const limits = { everyMs: 20, batch: 10, retryMs: 20, oldestMs: 150, waitingMax: 40, stopMs: 200 };
const reading = (...subjects: string[]): Reading => ({
  caller: { key: '0011223344556677', name: '王经办', unitCode: 'X-1', role: 'officer' },
  route: 'GET /subjects/{uscc}/status',
  requestId: 'request-1',
  position: 7,
  shown: subjects.map((subjectId) => ({ subjectId, status: 'clear' })),
});

/** A table that may be away, or slow. */
function aTable() {
  const batches: (readonly AccessRecord[])[] = [];
  const table = {
    batches,
    away: false,
    hangs: false,
    all: () => batches.flat().map(({ subjectId }) => subjectId),
    add: async (records: readonly AccessRecord[]): Promise<void> => {
      if (table.hangs) await new Promise(() => undefined);
      await sleep(1);
      if (table.away) throw new Error('the database is away');
      batches.push(records);
    },
  };
  return table;
}

const mayAnswer = (recorder: AccessRecorder) => () => {
  recorder.mayAnswer();
};
const reads = (recorder: AccessRecorder) => () => {
  recorder.record(reading('B'));
};

function aRecorder(everyMs = limits.everyMs) {
  const table = aTable();
  const troubles: string[] = [];
  const timed = { ...limits, everyMs };
  const clock = { elapsedMs: 0 };
  const recorder = new AccessRecorder(
    table,
    { now: () => at },
    (told) => troubles.push(told),
    timed,
    () => clock.elapsedMs,
  );
  return { table, troubles, recorder, clock };
}

it('writes what came together as one batch', async () => {
  const { table, recorder } = aRecorder();
  recorder.record(reading('A'));
  recorder.record(reading('B', 'C'));
  expect(table.batches).toEqual([]);
  expect(await until(() => Promise.resolve(table.batches.length > 0), 60_000)).toBe(true);
  expect(table.batches.map((batch) => batch.length)).toEqual([3]);
  expect(table.batches[0]?.[0]).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    at,
    key: '0011223344556677',
    holder: '王经办',
    unitCode: 'X-1',
    role: 'officer',
    route: 'GET /subjects/{uscc}/status',
    subjectId: 'A',
    itemId: null,
    purpose: null,
    status: 'clear',
    position: 7,
    requestId: 'request-1',
  });
});

it('records that a question was asked when its answer shows no subject', async () => {
  const { table, recorder } = aRecorder();
  recorder.record(reading());
  await recorder.stop();
  expect(table.all()).toEqual([null]);
});

it('does not wait for the time when a batch is full, and never writes more than one', async () => {
  const { table, recorder } = aRecorder(600_000);
  for (let one = 0; one < 25; one++) recorder.record(reading(`S${one}`));
  expect(await until(() => Promise.resolve(table.batches.length === 2), 60_000)).toBe(true);
  expect(table.batches.map((batch) => batch.length)).toEqual([10, 10]);
  await recorder.stop();
  expect(table.all()).toEqual(Array.from({ length: 25 }, (_, one) => `S${one}`));
});

it('holds what the database does not take, says so once, and writes it when it is back', async () => {
  const { table, troubles, recorder } = aRecorder();
  table.away = true;
  recorder.record(reading('A'));
  expect(await until(() => Promise.resolve(troubles.length > 0), 60_000)).toBe(true);
  recorder.record(reading('B'));
  expect(troubles).toEqual(['readings wait to be put on record: Error: the database is away']);
  table.away = false;
  expect(await until(() => Promise.resolve(recorder.waitingCount === 0), 60_000)).toBe(true);
  expect(table.all()).toEqual(['A', 'B']);
});

it.each(['away', 'hangs'] as const)('refuses when what waits is too old: the database %s', async (how) => {
  const { table, recorder, clock } = aRecorder();
  table[how] = true;
  recorder.record(reading('A'));
  clock.elapsedMs = limits.oldestMs;
  recorder.mayAnswer();
  clock.elapsedMs += 1;
  expect(mayAnswer(recorder)).toThrow(expect.objectContaining({ code: 'cannot-record-access' }) as Error);
  expect(reads(recorder)).toThrow(expect.objectContaining({ code: 'cannot-record-access' }) as Error);
  if (how === 'hangs') return;
  table.away = false;
  expect(await until(() => Promise.resolve(recorder.waitingCount === 0), 60_000)).toBe(true);
  recorder.record(reading('C'));
  await recorder.stop();
  expect(table.all()).toEqual(['A', 'C']);
});

it('refuses rather than hold more than it may', () => {
  const { table, recorder } = aRecorder();
  table.away = true;
  for (let one = 0; one < 40; one++) recorder.record(reading('A'));
  expect(reads(recorder)).toThrow(expect.objectContaining({ code: 'cannot-record-access' }) as Error);
  expect(recorder.waitingCount).toBe(40);
});

it('writes what waits when it is stopped, and takes nothing more', async () => {
  const { table, recorder } = aRecorder();
  for (let one = 0; one < 25; one++) recorder.record(reading('A'));
  await recorder.stop();
  expect(table.all()).toHaveLength(25);
  expect(mayAnswer(recorder)).toThrow(expect.objectContaining({ code: 'cannot-record-access' }) as Error);
});

it.each(['away', 'hangs'] as const)('stops in time, and says what is lost: the database %s', async (how) => {
  const { table, troubles, recorder } = aRecorder();
  table[how] = true;
  recorder.record(reading('A', 'B'));
  await recorder.stop(); // the table is never back: nothing but its own deadline ends it
  expect(troubles.at(-1)).toBe('2 readings were not put on record before the end');
});
