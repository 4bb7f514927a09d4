import type { StoredEvent } from '@app/event-store';

/**
 * The version of the framing; the first byte of every leaf. A change of the framing is a new version, never an edit. Version 2 has
 * the actor's key; an event whose actor has none is framed in version 1, as it always was.
 */
const withoutKey = 1;
const withKey = 2;

const lengthBytes = 4;
const integerBytes = 8;
const nothing = 0xff_ff_ff_ff;
const texts = 14;
const integers = 3;
const asciiMax = 96;

/**
 * Writes an event as stored into the bytes that are sealed: the same for every engine, without JSON, each field with its
 * length before it, so that no two events share one framing. The layout is documented in `libs/sealing/README.md`, with test vectors in
 * `leaf-framing.fixture.json`, for those who write a verifier of their own.
 *
 * A framer writes every event into the same memory: a frame is valid until the next one.
 */
export class LeafFramer {
  private buffer: Buffer = Buffer.allocUnsafeSlow(8_192);
  private end = 0;

  /** @returns one byte of room for the hash suite's prefix, then the leaf; a view that the next call overwrites. */
  frame(event: StoredEvent): Buffer {
    const { actor } = event;
    this.makeRoom(event);
    this.end = 1;
    this.buffer[this.end++] = actor.key === undefined ? withoutKey : withKey;
    this.integer(event.position);
    this.text(event.stream);
    this.integer(event.revision);
    this.text(event.id);
    this.text(event.type);
    this.integer(event.typeVersion);
    this.textOrNothing(event.subjectId);
    this.text(event.occurredOn);
    this.text(event.recordedAt);
    this.text(actor.name);
    this.text(actor.unitName);
    this.text(actor.unitCode);
    this.text(actor.role);
    if (actor.key !== undefined) this.text(actor.key);
    this.text(event.commandId);
    this.textOrNothing(event.causeId);
    this.text(event.requestId);
    this.bytes(event.data);
    return this.buffer.subarray(0, this.end);
  }

  /** Enough for the longest this event can become: a UTF-16 unit takes at most three bytes of UTF-8. */
  private makeRoom(event: StoredEvent): void {
    const { actor } = event;
    const units =
      event.stream.length +
      event.id.length +
      event.type.length +
      (event.subjectId?.length ?? 0) +
      event.occurredOn.length +
      event.recordedAt.length +
      actor.name.length +
      actor.unitName.length +
      actor.unitCode.length +
      actor.role.length +
      (actor.key?.length ?? 0) +
      event.commandId.length +
      (event.causeId?.length ?? 0) +
      event.requestId.length;
    const needed = 2 + integers * integerBytes + (texts + 1) * lengthBytes + units * 3 + event.data.length;
    if (needed > this.buffer.length) this.buffer = Buffer.allocUnsafeSlow(needed * 2);
  }

  private integer(value: number): void {
    this.word(Math.floor(value / 0x1_0000_0000));
    this.word(value % 0x1_0000_0000);
  }

  private word(value: number): void {
    const { buffer } = this;
    buffer[this.end++] = value >>> 24;
    buffer[this.end++] = value >>> 16;
    buffer[this.end++] = value >>> 8;
    buffer[this.end++] = value;
  }

  private textOrNothing(value: string | null): void {
    if (value === null) this.word(nothing);
    else this.text(value);
  }

  private text(value: string): void {
    const lengthAt = this.end;
    const start = lengthAt + lengthBytes;
    const length = value.length <= asciiMax ? this.ascii(value, start) : -1;
    const written = length >= 0 ? length : this.buffer.write(value, start, 'utf8');
    this.word(written);
    this.end = start + written;
  }

  /** Short plain text, as most fields are, goes faster letter by letter than by a call out of JavaScript. -1: not plain. */
  private ascii(value: string, start: number): number {
    const { buffer } = this;
    for (let at = 0; at < value.length; at++) {
      const code = value.charCodeAt(at);
      if (code > 0x7f) return -1;
      buffer[start + at] = code;
    }
    return value.length;
  }

  private bytes(value: Uint8Array): void {
    this.word(value.length);
    this.buffer.set(value, this.end);
    this.end += value.length;
  }
}

/** The leaf of one event, as bytes of its own. */
export function frameLeaf(event: StoredEvent): Buffer {
  return Buffer.from(new LeafFramer().frame(event).subarray(1));
}
