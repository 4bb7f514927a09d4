import { finished, type Readable } from 'node:stream';

/** The body of a request: a stream, on a wire whose reading can be put off. */
interface Body extends Readable {
  readonly socket?: { pause(): unknown; resume(): unknown };
}

/** Pieces smaller than this are copied together, others handed on as they came. Our choice. */
const smallBytes = 4 * 1024;
/** So many bytes wait at most, and what the stream itself holds. Our choice. */
const waitingBytesMax = 256 * 1024;
/** Behind so many pieces the wire is not read on in this turn: a sender who cuts a file small has no more of it than others. Our choice. */
const piecesInTurnMax = 2_048;

/**
 * What comes in, in pieces of a size worth looking at, however small a sender cuts it: what has come is handed on when it is asked for,
 * and nobody waits for more. Not read to its end, the body stays as it is: its answer still has to go out on its connection.
 *
 * @throws what breaks the body off, once everything before it was handed on
 */
export async function* gathered(body: Body): AsyncGenerator<Buffer, void, undefined> {
  const waiting = new Waiting();
  let wake: () => void = () => undefined;
  let over: { readonly failure: Error | null | undefined } | undefined;
  let piecesInTurn = 0;
  const endTurn = (): void => {
    if (piecesInTurn >= piecesInTurnMax) body.socket?.resume();
    piecesInTurn = 0;
    wake();
  };
  const take = (piece: Buffer): void => {
    waiting.add(piece);
    if (waiting.bytes >= waitingBytesMax) body.pause();
    // Whoever waits is woken once in a turn: between two pieces of one reading of the wire it would be woken for each.
    if (++piecesInTurn === 1) setImmediate(endTurn);
    if (piecesInTurn === piecesInTurnMax) body.socket?.pause();
  };
  const forget = finished(body, { writable: false }, (failure) => {
    over = { failure };
    wake();
  });
  body.on('data', take);
  try {
    for (;;) {
      const woken = new Promise<void>((resolve) => (wake = resolve));
      if (waiting.bytes > 0) {
        yield waiting.taken();
        body.resume();
      } else if (over === undefined) {
        await woken;
      } else if (over.failure) {
        throw over.failure;
      } else return;
    }
  } finally {
    body.off('data', take);
    forget();
  }
}

/** Pieces that nobody has taken yet. */
class Waiting {
  bytes = 0;
  private pieces: Buffer[] = [];
  /** Where small pieces are put together, and how much of it is used; from `begun` on it belongs to no piece yet. */
  private place = Buffer.alloc(0);
  private begun = 0;
  private used = 0;

  add(piece: Buffer): void {
    this.bytes += piece.length;
    if (piece.length >= smallBytes) {
      this.closePlace();
      this.pieces.push(piece);
      return;
    }
    if (this.used + piece.length > this.place.length) {
      this.closePlace();
      this.place = Buffer.allocUnsafe(16 * smallBytes);
      this.begun = this.used = 0;
    }
    this.used += piece.copy(this.place, this.used);
  }

  /** All of them as one. */
  taken(): Buffer {
    this.closePlace();
    const [first] = this.pieces;
    const all = this.pieces.length === 1 && first ? first : Buffer.concat(this.pieces);
    this.pieces = [];
    this.bytes = 0;
    return all;
  }

  private closePlace(): void {
    if (this.used > this.begun) this.pieces.push(this.place.subarray(this.begun, this.used));
    this.begun = this.used;
  }
}
