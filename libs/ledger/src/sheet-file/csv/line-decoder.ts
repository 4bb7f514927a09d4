import { Refusal } from '../../shared';
import { type Line, lineBytesMax, type LineFault } from './line';

export type FileEncoding = 'UTF-8' | 'GB18030' | 'UTF-16';

const LF = 0x0a;
const CR = 0x0d;

/** What is kept of a line that is too long: enough to know it by. */
const beginningBytes = 1_000;
/** Small pieces are put together up to this size before they are looked at. */
const pieceBytes = 32 * 1024;
/** How far the first line that can be decoded is looked for. */
const undecidedBytesMax = 256 * 1024;

/**
 * The lines of a file that comes in pieces.
 *
 * UTF-16 with a byte-order mark; else UTF-8 with or without one, or GB18030: the first line that holds anything but ASCII and can be
 * decoded decides, and UTF-8 wins where both could be meant. No encoding uses the bytes of a line end inside a character, so no character
 * is ever cut, wherever the pieces were. Byte-order marks at the beginning are left out, however many there are.
 *
 * A line that is not in the encoding of the file, and one that is too long, come with what is wrong with them; the next line is
 * read as if nothing had been. Refusal: `encoding-unknown` when no line can be decoded.
 */
export class LineDecoder {
  /** undefined as long as everything was ASCII. */
  encoding: FileEncoding | undefined;
  private pieces: Buffer[] = [];
  private bytes = 0;
  private begun = false;
  private decoder: InstanceType<typeof TextDecoder> | undefined;
  private wide: WideLines | undefined;
  /** Before the first line. */
  private first = true;
  /** So many bytes are looked at together. */
  private enough = pieceBytes;
  /** In what is held and was not looked at there is a line end. */
  private endSeen = false;
  /** Inside a line that is too long. */
  private skipping = false;

  /** The lines that this piece completes. */
  push(piece: Uint8Array): Line[] {
    this.pieces.push(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength));
    this.bytes += piece.length;
    this.endSeen ||= piece.includes(LF) || piece.includes(CR);
    return this.bytes < this.enough ? [] : this.flush();
  }

  /** The lines that are complete by now, and no others. To be asked for when no piece is at hand. */
  flush(): Line[] {
    if (this.begun && !this.endSeen && this.bytes <= lineBytesMax) return [];
    const held = this.take();
    if (!this.begun && held.length < 4) return this.keep(held, []);
    this.begin(held);
    if (this.wide) return this.wide.push(held);
    const end = endOfLines(held);
    const lines = end === 0 ? [] : this.linesOf(held.subarray(0, end));
    if (lines === undefined) return this.keep(held, []);
    return this.keep(held.subarray(end), lines);
  }

  /** What is left when there are no more pieces. */
  end(): Line[] {
    const held = this.take();
    this.begin(held);
    if (this.wide) return this.wide.end(held);
    if (held.length === 0) return [];
    const lines = this.linesOf(held);
    if (lines === undefined) throw new Refusal('encoding-unknown');
    return lines;
  }

  private take(): Buffer {
    const [first] = this.pieces;
    const held = this.pieces.length === 1 && first ? first : Buffer.concat(this.pieces);
    this.pieces = [];
    this.bytes = 0;
    return held;
  }

  /** Keeps the beginning of a line for later; of one that is too long, gives that and forgets the rest. */
  private keep(rest: Buffer, lines: Line[]): Line[] {
    if (this.skipping) return lines;
    if (this.encoding === undefined && rest.length > undecidedBytesMax && isNotAscii(rest))
      throw new Refusal('encoding-unknown');
    if (rest.length > lineBytesMax) {
      this.skipping = true;
      lines.push(this.lineOf(rest.subarray(0, beginningBytes), '\n', 'too-long'));
    } else if (rest.length > 0) {
      this.pieces.push(Buffer.from(rest));
      this.bytes = rest.length;
    }
    this.endSeen = rest.includes(CR); // at its very end there may be half of one
    this.enough = this.bytes + pieceBytes; // what was looked at in vain is not looked at again for every byte
    return lines;
  }

  /** Looks for a mark of UTF-16 in the first bytes. */
  private begin(held: Buffer): void {
    if (this.begun) return;
    this.begun = true;
    const wide =
      held[0] === 0xff && held[1] === 0xfe ? 'utf-16le' : held[0] === 0xfe && held[1] === 0xff ? 'utf-16be' : null;
    if (wide === null) return;
    this.encoding = 'UTF-16';
    this.wide = new WideLines(wide);
  }

  /** Whole lines; undefined as long as nobody can say in which encoding they are. */
  private linesOf(bytes: Buffer): Line[] | undefined {
    const whole = this.skipping ? bytes.subarray(this.endOfSkipped(bytes)) : bytes;
    if (!this.decoder) {
      if (!isNotAscii(whole)) return this.withoutMarks(linesIn(whole.toString('latin1')));
      this.encoding = firstEncodingOf(whole);
      if (this.encoding === undefined) return undefined;
      // A mark inside the file is a character that nobody sees; at its beginning it is left out below.
      this.decoder = new TextDecoder(this.encoding, { fatal: true, ignoreBOM: true });
    }
    const text = decodeWith(this.decoder, whole);
    if (text !== undefined) return this.withoutMarks(linesIn(text));
    return this.withoutMarks(eachLine(whole).map(([line, end]) => this.lineOf(line, end, null)));
  }

  private endOfSkipped(bytes: Buffer): number {
    const end = bytes.findIndex((byte) => byte === LF || byte === CR);
    if (end < 0) return bytes.length;
    this.skipping = false;
    return bytes[end] === CR && bytes[end + 1] === LF ? end + 2 : end + 1;
  }

  private lineOf(bytes: Buffer, end: string, fault: LineFault | null): Line {
    const text = this.decoder && decodeWith(this.decoder, bytes);
    if (text !== undefined) return { text, end, fault };
    const lossy = new TextDecoder(this.encoding ?? 'UTF-8').decode(bytes);
    return { text: lossy, end, fault: fault ?? 'not-decodable' };
  }

  private withoutMarks(lines: Line[]): Line[] {
    const [line, ...others] = this.first ? lines : [];
    if (!line) return lines;
    this.first = false;
    return [{ ...line, text: line.text.replace(MARKS, '') }, ...others];
  }
}

const MARKS = /^\uFEFF+/;

/** Lines of UTF-16, whose line ends may stand across two pieces. */
class WideLines {
  private readonly decoder: InstanceType<typeof TextDecoder>;
  private rest = '';
  private first = true;
  private skipping = false;

  constructor(encoding: 'utf-16le' | 'utf-16be') {
    this.decoder = new TextDecoder(encoding);
  }

  push(bytes: Buffer): Line[] {
    return this.linesOf(this.decoder.decode(bytes, { stream: true }));
  }

  end(bytes: Buffer): Line[] {
    const lines = this.linesOf(this.decoder.decode(bytes));
    if (this.rest !== '' && !this.skipping) lines.push(...this.checked(linesIn(this.rest)));
    return lines;
  }

  private linesOf(text: string): Line[] {
    const all = this.rest + (this.first ? text.replace(MARKS, '') : text);
    if (text !== '') this.first = false;
    const end = Math.max(all.lastIndexOf('\n'), all.lastIndexOf('\r', all.length - 2)) + 1;
    this.rest = all.slice(end);
    const lines = this.checked(linesIn(all.slice(0, end)));
    if (this.skipping && lines.length > 0) {
      this.skipping = false;
      lines.shift();
    }
    if (this.rest.length > lineBytesMax / 2) {
      if (!this.skipping) lines.push({ text: this.rest.slice(0, beginningBytes), end: '\n', fault: 'too-long' });
      this.skipping = true;
      this.rest = '';
    }
    return lines;
  }

  private checked(lines: Line[]): Line[] {
    return lines.map((line) => (line.text.includes('\uFFFD') ? { ...line, fault: 'not-decodable' } : line));
  }
}

/** Behind the last line end. A CR at the very end may be half of one. */
function endOfLines(bytes: Buffer): number {
  const lf = bytes.lastIndexOf(LF);
  return Math.max(lf, bytes.length < 2 ? -1 : bytes.lastIndexOf(CR, bytes.length - 2)) + 1;
}

const isNotAscii = (bytes: Buffer): boolean => {
  // Searching a text is quicker than looking at each byte in turn.
  return NOT_ASCII.test(bytes.toString('latin1'));
};
const NOT_ASCII = /[\x80-\xff]/;

/** The encoding of the first line that is more than ASCII and can be decoded; undefined when there is none. */
function firstEncodingOf(bytes: Buffer): FileEncoding | undefined {
  for (const [line] of eachLine(bytes)) {
    if (!isNotAscii(line)) continue;
    for (const encoding of ['UTF-8', 'GB18030'] as const)
      if (decodeWith(new TextDecoder(encoding, { fatal: true }), line) !== undefined) return encoding;
  }
  return undefined;
}

function decodeWith(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

const LINE = /([^\r\n]*)(\r\n|\n|\r|$)/g;

/** Whole lines of a text; what stands behind the last line end is a line without one. */
function linesIn(text: string): Line[] {
  if (text === '') return [];
  if (!text.includes('\r')) {
    const texts = text.split('\n');
    const last = texts.pop();
    const lines = texts.map((line): Line => ({ text: line, end: '\n', fault: null }));
    if (last !== undefined && last !== '') lines.push({ text: last, end: '', fault: null });
    return lines;
  }
  const lines: Line[] = [];
  for (const [whole, line = '', end = ''] of text.matchAll(LINE))
    if (whole !== '') lines.push({ text: line, end, fault: null });
  return lines;
}

function eachLine(bytes: Buffer): (readonly [line: Buffer, end: string])[] {
  const lines: (readonly [Buffer, string])[] = [];
  for (let start = 0; start < bytes.length;) {
    const found = endFrom(bytes, start);
    lines.push([bytes.subarray(start, found.at), found.end]);
    start = found.at + found.end.length;
  }
  return lines;
}

function endFrom(bytes: Buffer, start: number): { readonly at: number; readonly end: string } {
  const lf = bytes.indexOf(LF, start);
  const cr = bytes.subarray(start, lf < 0 ? bytes.length : lf).indexOf(CR);
  if (cr < 0) return lf < 0 ? { at: bytes.length, end: '' } : { at: lf, end: '\n' };
  const at = start + cr;
  return { at, end: bytes[at + 1] === LF ? '\r\n' : '\r' };
}
