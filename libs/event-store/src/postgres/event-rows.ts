import type { Actor, StoredEvent } from '../event-log';

/** The columns of an event in the order in which `EventRows` reads them. */
export const eventColumns = `position, stream, revision, event_id, type, type_version, subject_id, occurred_on, recorded_at,
  actor_name, actor_unit_name, actor_unit_code, actor_role, actor_key, command_id, cause_id, request_id, data`;
const columnCount = 18;

/** The columns whose text is often that of the event before. */
const repeats = {
  stream: 0,
  type: 1,
  subjectId: 2,
  actorName: 3,
  actorUnitName: 4,
  actorUnitCode: 5,
  actorRole: 6,
  actorKey: 7,
  requestId: 8,
} as const;

/**
 * Reads rows of `eventColumns` in binary. One reader for one log: texts that repeat from event to event (type, actor, unit) are made
 * once. The `data` of an event is a window of the bytes that were read; whoever keeps one keeps them.
 */
export class EventRows {
  private readonly seen: (Seen | undefined)[] = [];
  private readonly days = new Map<number, string>();
  private instantMs = NaN;
  private instant = '';
  private bytes: Buffer = Buffer.alloc(0);
  /** Of the same bytes: three times as quick with numbers. */
  private numbers: DataView = new DataView(new ArrayBuffer(0));
  private place = 0;

  /** The event whose row begins at `from`: its count of columns, then each one's length (-1: null) and value. */
  read(bytes: Buffer, from: number): StoredEvent {
    if (this.bytes !== bytes) {
      this.bytes = bytes;
      this.numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    const count = this.numbers.getInt16(from);
    if (count !== columnCount) throw new RangeError(`an event has ${columnCount} columns, not ${count}`);
    this.place = from + 2;
    return {
      position: this.int8(),
      stream: this.repeated(repeats.stream),
      revision: this.int8(),
      id: this.uuid(),
      type: this.repeated(repeats.type),
      typeVersion: this.int4(),
      subjectId: this.isNull() ? null : this.repeated(repeats.subjectId),
      occurredOn: this.day(),
      recordedAt: this.instantOf(),
      actor: this.actor(),
      commandId: this.uuid(),
      causeId: this.isNull() ? null : this.uuid(),
      requestId: this.repeated(repeats.requestId),
      data: this.window(),
    };
  }

  private actor(): Actor {
    const actor = {
      name: this.repeated(repeats.actorName),
      unitName: this.repeated(repeats.actorUnitName),
      unitCode: this.repeated(repeats.actorUnitCode),
      role: this.repeated(repeats.actorRole),
    };
    return this.isNull() ? actor : { ...actor, key: this.repeated(repeats.actorKey) };
  }

  /** Steps over the column if it is null. */
  private isNull(): boolean {
    if (this.numbers.getInt32(this.place) >= 0) return false;
    this.place += 4;
    return true;
  }

  private window(): Buffer {
    const from = this.place + 4;
    this.place = from + this.numbers.getInt32(this.place);
    return this.bytes.subarray(from, this.place);
  }

  /** The text of the event before, when it is the same one, as it often is. */
  private repeated(column: number): string {
    const { bytes } = this;
    const from = this.place + 4;
    const to = from + this.numbers.getInt32(this.place);
    this.place = to;
    const before = this.seen[column];
    if (before && sameBytes(before.bytes, bytes, from, to)) return before.text;
    const text = bytes.toString('utf8', from, to);
    this.seen[column] = { text, bytes: Buffer.from(bytes.subarray(from, to)) };
    return text;
  }

  private int4(): number {
    this.place += 8;
    return this.numbers.getInt32(this.place - 4);
  }

  /** Positions, revisions and microseconds are safe integers. */
  private int8(): number {
    this.place += 12;
    return this.numbers.getInt32(this.place - 8) * 2 ** 32 + this.numbers.getUint32(this.place - 4);
  }

  private uuid(): string {
    this.place += 20;
    const hex = this.bytes.toString('hex', this.place - 16, this.place);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  /** From days since 2000. A log has few days. */
  private day(): string {
    const number = this.int4();
    const before = this.days.get(number);
    if (before !== undefined) return before;
    const day = new Date(postgresEpochMs + number * 86_400_000).toISOString().slice(0, 10);
    if (this.days.size >= 10_000) this.days.clear();
    this.days.set(number, day);
    return day;
  }

  /** From microseconds since 2000; a log keeps milliseconds. Events of one append share theirs. */
  private instantOf(): string {
    const ms = postgresEpochMs + this.int8() / 1000;
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
