import type { ExpectedRevision, NewEvent } from '../event-log';
import type { PendingAppend } from './append-queue';
import type { BinaryArrays } from './binary-arrays';

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/**
 * Why the columns of PostgreSQL could not hold one of these events; undefined when they can. Asked before the event joins a batch, so
 * that it costs its neighbours nothing.
 */
export function whyNotHeldHere(events: readonly NewEvent[]): Error | undefined {
  for (const event of events) {
    for (const [field, value] of [
      ['id', event.id],
      ['commandId', event.commandId],
      ['causeId', event.causeId],
    ] as const) {
      if (value !== null && !uuid.test(value)) return new RangeError(`${field} is not a UUID: ${value}`);
    }
    if (!isDay(event.occurredOn)) return new RangeError(`occurredOn is not a calendar day: ${event.occurredOn}`);
    if (!Number.isInteger(event.typeVersion) || event.typeVersion < 1 || event.typeVersion > 0x7fff_ffff)
      return new RangeError(`typeVersion is not a version: ${event.typeVersion}`);
  }
  return undefined;
}

/** True when every append names the revision it continues, so that the rows are known before the database is asked. */
export function areAllExact(batch: readonly PendingAppend[]): boolean {
  return batch.every(({ expected }) => expected === 'no-stream' || typeof expected === 'number');
}

/** Parameters of `append_one_event()`. */
export function parametersOfOne({ stream, expected }: PendingAppend, event: NewEvent): (string | Buffer | null)[] {
  return [
    stream,
    String(toRevision(expected) + 1),
    event.id,
    event.type,
    String(event.typeVersion),
    event.subjectId,
    event.occurredOn,
    event.actor.name,
    event.actor.unitName,
    event.actor.unitCode,
    event.actor.role,
    event.actor.key ?? null,
    event.commandId,
    event.causeId,
    event.requestId,
    asBuffer(event.data),
  ];
}

/** Parameters of `append_events()`. Every append must be exact. */
export function parametersOfMany(batch: readonly PendingAppend[], arrays: BinaryArrays): Buffer[] {
  const rows = batch.flatMap(({ stream, expected, events }) => {
    const first = toRevision(expected) + 1;
    return events.map((event, index) => ({ stream, revision: first + index, event }));
  });
  const continued = batch.filter(({ expected }) => expected !== 'no-stream');
  arrays.begin();
  arrays.text(rows, ({ stream }) => stream);
  arrays.int8(rows, ({ revision }) => revision);
  writeEvents(rows, arrays);
  arrays.text(continued, ({ stream }) => stream);
  arrays.int8(continued, ({ expected }) => toRevision(expected));
  return arrays.take();
}

/** Parameters of `append_judged_events()`. */
export function parametersOfJudged(batch: readonly PendingAppend[], arrays: BinaryArrays): unknown[] {
  const rows = batch.flatMap(({ events }, at) =>
    events.map((event, index) => ({ event, no: at + 1, ordinal: index + 1 })),
  );
  arrays.begin();
  arrays.text(batch, ({ stream }) => stream);
  arrays.int8(batch, ({ expected }) => toRevision(expected));
  arrays.int4(batch, ({ events }) => events.length);
  arrays.int4(rows, ({ no }) => no);
  arrays.int4(rows, ({ ordinal }) => ordinal);
  writeEvents(rows, arrays);
  return arrays.take();
}

function writeEvents(rows: readonly { readonly event: NewEvent }[], arrays: BinaryArrays): void {
  arrays.uuid(rows, ({ event }) => event.id);
  arrays.text(rows, ({ event }) => event.type);
  arrays.int4(rows, ({ event }) => event.typeVersion);
  arrays.text(rows, ({ event }) => event.subjectId);
  arrays.date(rows, ({ event }) => event.occurredOn);
  arrays.text(rows, ({ event }) => event.actor.name);
  arrays.text(rows, ({ event }) => event.actor.unitName);
  arrays.text(rows, ({ event }) => event.actor.unitCode);
  arrays.text(rows, ({ event }) => event.actor.role);
  arrays.text(rows, ({ event }) => event.actor.key ?? null);
  arrays.uuid(rows, ({ event }) => event.commandId);
  arrays.uuid(rows, ({ event }) => event.causeId);
  arrays.text(rows, ({ event }) => event.requestId);
  arrays.bytea(rows, ({ event }) => event.data);
}

function toRevision(expected: ExpectedRevision): number {
  if (expected === 'no-stream') return -1;
  if (expected === 'any') return -2;
  if (expected === 'stream-exists') return -3;
  return expected;
}

/** The same bytes, not copied: the driver sends Buffers only as they are. */
const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

/** There was no year 0: PostgreSQL refuses it as text, and in binary takes it for the year 1 BC. */
function isDay(text: string): boolean {
  if (!/^(?!0000)\d{4}-\d\d-\d\d$/.test(text)) return false;
  const at = Date.parse(text);
  return !Number.isNaN(at) && new Date(at).getUTCDate() === Number(text.slice(8));
}
