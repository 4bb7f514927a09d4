import type { Actor, StoredEvent } from '../event-log';

/** The columns of an event, in the order in which they are packed; `decode` below reads them by this order. */
const columns = `position, stream, revision, event_id, type, type_version, subject_id, occurred_on, recorded_at,
  actor_name, actor_unit_name, actor_unit_code, actor_role, command_id, cause_id, request_id, data, actor_key`;

const at = {
  position: 0,
  stream: 1,
  revision: 2,
  id: 3,
  type: 4,
  typeVersion: 5,
  subjectId: 6,
  occurredOn: 7,
  recordedAt: 8,
  actorName: 9,
  actorUnitName: 10,
  actorUnitCode: 11,
  actorRole: 12,
  commandId: 13,
  causeId: 14,
  requestId: 15,
  data: 16,
  actorKey: 17,
} as const;
const columnCount = 18;

/**
 * SELECT of one value: the events of `which` (a condition and its ORDER BY; an aggregate takes the rows of a subquery in their order, and
 * one with an order of its own was planned over the whole log), each as PostgreSQL sends a row in binary (`record_send`), one after another; null when there are none. A page then costs the driver
 * one field instead of eighteen for every event, and no text is made of numbers, days and ids on one side to be parsed on the other.
 */
export const packed = (which: string): string =>
  `SELECT string_agg(record_send(e), ''::bytea) AS packed
   FROM (SELECT ${columns} FROM ledger_events WHERE ${which}) e`;

/**
 * Reads what `packed` selects. One reader for one log: texts that repeat from event to event (type, actor, unit) are made
 * once. The `data` of the events are windows of the page; whoever keeps one keeps the page.
 */
export class PackedEvents {
  private readonly ends = new Int32Array(columnCount * 2);
  private readonly seen: (Seen | undefined)[] = [];
  private readonly days = new Map<number, string>();
  private instantMs = NaN;
  private instant = '';

  read(page: Buffer): StoredEvent[] {
    const events: StoredEvent[] = [];
    for (let place = 0; place < page.length;) {
      place = this.mark(page, place);
      events.push(this.event(page));
    }
    return events;
  }

  /** Notes where the columns of the row at `place` begin and end (-1: null); returns where the next row begins. */
  private mark(page: Buffer, place: number): number {
    const count = page.readInt32BE(place);
    if (count !== columnCount) throw new RangeError(`a packed event has ${columnCount} columns, not ${count}`);
    place += 4;
    for (let column = 0; column < columnCount; column++) {
      const length = page.readInt32BE(place + 4); // after the type of the column
      place += 8;
      this.ends[2 * column] = length < 0 ? -1 : place;
      if (length > 0) place += length;
      this.ends[2 * column + 1] = place;
    }
    return place;
  }

  private event(page: Buffer): StoredEvent {
    return {
      position: this.int8(page, at.position),
      stream: this.repeated(page, at.stream),
      revision: this.int8(page, at.revision),
      id: this.uuid(page, at.id),
      type: this.repeated(page, at.type),
      typeVersion: page.readInt32BE(this.from(at.typeVersion)),
      subjectId: this.from(at.subjectId) < 0 ? null : this.repeated(page, at.subjectId),
      occurredOn: this.day(page.readInt32BE(this.from(at.occurredOn))),
      recordedAt: this.instantOf(this.int8(page, at.recordedAt)),
      actor: this.actor(page),
      commandId: this.uuid(page, at.commandId),
      causeId: this.from(at.causeId) < 0 ? null : this.uuid(page, at.causeId),
      requestId: this.repeated(page, at.requestId),
      data: page.subarray(this.from(at.data), this.to(at.data)),
    };
  }

  private actor(page: Buffer): Actor {
    const actor = {
      name: this.repeated(page, at.actorName),
      unitName: this.repeated(page, at.actorUnitName),
      unitCode: this.repeated(page, at.actorUnitCode),
      role: this.repeated(page, at.actorRole),
    };
    return this.from(at.actorKey) < 0 ? actor : { ...actor, key: this.repeated(page, at.actorKey) };
  }

  private from(column: number): number {
    return this.ends[2 * column] ?? -1;
  }

  private to(column: number): number {
    return this.ends[2 * column + 1] ?? -1;
  }

  /** The text of the event before, when it is the same one, as it often is. */
  private repeated(page: Buffer, column: number): string {
    const from = this.from(column);
    const to = this.to(column);
    const before = this.seen[column];
    if (before && sameBytes(before.bytes, page, from, to)) return before.text;
    const text = page.toString('utf8', from, to);
    this.seen[column] = { text, bytes: Buffer.from(page.subarray(from, to)) };
    return text;
  }

  /** Positions, revisions and microseconds are safe integers. */
  private int8(page: Buffer, column: number): number {
    const from = this.from(column);
    return page.readInt32BE(from) * 2 ** 32 + page.readUInt32BE(from + 4);
  }

  private uuid(page: Buffer, column: number): string {
    const from = this.from(column);
    const hex = page.toString('hex', from, from + 16);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  /** From days since 2000. A log has few days. */
  private day(number: number): string {
    const before = this.days.get(number);
    if (before !== undefined) return before;
    const day = new Date(postgresEpochMs + number * 86_400_000).toISOString().slice(0, 10);
    if (this.days.size >= 10_000) this.days.clear();
    this.days.set(number, day);
    return day;
  }

  /** From microseconds since 2000; a log keeps milliseconds. Events of one append share theirs. */
  private instantOf(microseconds: number): string {
    const ms = postgresEpochMs + microseconds / 1000;
    if (ms !== this.instantMs) {
      this.instantMs = ms;
      this.instant = new Date(ms).toISOString();
    }
    return this.instant;
  }
}

interface Seen {
  readonly text: string;
  readonly bytes: Buffer;
}

const postgresEpochMs = Date.UTC(2000, 0, 1);

/** For the short texts here a loop is quicker than a call into the runtime. */
function sameBytes(one: Buffer, page: Buffer, from: number, to: number): boolean {
  if (one.length !== to - from) return false;
  for (let index = 0; index < one.length; index++) if (one[index] !== page[from + index]) return false;
  return true;
}
