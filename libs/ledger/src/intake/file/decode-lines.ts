import { Refusal } from '../../shared';

export type FileEncoding = 'UTF-8' | 'GB18030';

/** A line longer than this is no line of a sheet; it would have to be held in memory whole. */
export const lineBytesMax = 1024 * 1024;
const LF = 0x0a;
const CR = 0x0d;

/** A line of more than `lineBytesMax` bytes. The caller knows the row and says it. */
export class LineTooLong extends Error {}

/** A line that is not in the encoding of those before it. The caller knows the row and says it. */
export class LineNotDecodable extends Error {}

/**
 * The text of a file that comes in pieces, whole lines at a time and at most a line ahead of the reader.
 *
 * UTF-8 with or without a byte-order mark, or GB18030: the first line that holds anything but ASCII decides, and UTF-8 wins
 * where both could be meant. Neither encoding uses the bytes of a line end inside a character, so no character is ever cut,
 * wherever the pieces were.
 *
 * While reading: the refusal `encoding-unknown` (that first line is neither); the errors `LineTooLong` and `LineNotDecodable` (a
 * later line is not what the first one promised). Everything before it has been handed out.
 */
export class LineDecoder {
  /** undefined as long as everything was ASCII. */
  encoding: FileEncoding | undefined;
  private decoder: InstanceType<typeof TextDecoder> | undefined;

  async *decode(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
    let rest: Buffer = Buffer.alloc(0);
    for await (const piece of pieces) {
      const held = rest.length === 0 ? Buffer.from(piece) : Buffer.concat([rest, piece]);
      const end = Math.max(held.lastIndexOf(LF), held.lastIndexOf(CR)) + 1;
      if (end > 0) yield* this.textOf(held.subarray(0, end));
      rest = held.subarray(end);
      if (rest.length > lineBytesMax) throw new LineTooLong();
    }
    if (rest.length > 0) yield* this.textOf(rest);
  }

  private *textOf(lines: Buffer): Generator<string, void, undefined> {
    if (!this.decoder) {
      const first = lineHolding(
        lines,
        lines.findIndex((byte) => byte > 0x7f),
      );
      if (!first) {
        yield lines.toString('latin1'); // nothing but ASCII so far
        return;
      }
      this.encoding = encodingOf(first);
      this.decoder = new TextDecoder(this.encoding, { fatal: true });
    }
    const text = decodeWith(this.decoder, lines);
    if (text !== undefined) {
      yield text;
      return;
    }
    for (const line of eachLine(lines)) {
      const good = decodeWith(this.decoder, line);
      if (good === undefined) throw new LineNotDecodable();
      yield good;
    }
  }
}

/** Refusal: `encoding-unknown`. */
export function encodingOf(line: Uint8Array): FileEncoding {
  for (const encoding of ['UTF-8', 'GB18030'] as const) {
    if (decodeWith(new TextDecoder(encoding, { fatal: true }), line) !== undefined) return encoding;
  }
  throw new Refusal('encoding-unknown');
}

function decodeWith(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function lineHolding(lines: Buffer, index: number): Buffer | undefined {
  if (index < 0) return undefined;
  const end = lines.indexOf(LF, index);
  return lines.subarray(lines.lastIndexOf(LF, index) + 1, end < 0 ? lines.length : end + 1);
}

function* eachLine(lines: Buffer): Generator<Buffer, void, undefined> {
  for (let start = 0; start < lines.length;) {
    const lineEnd = lines.indexOf(LF, start);
    const end = lineEnd < 0 ? lines.length : lineEnd + 1;
    yield lines.subarray(start, end);
    start = end;
  }
}
