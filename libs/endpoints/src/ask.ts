/** An answer as it came, read to its end. */
export interface BodyAnswer {
  readonly status: number;
  readonly text: string;
}

export interface Question {
  readonly body: string;
  /** Ends the asking early: no answer. */
  readonly signal: AbortSignal;
  /** For the whole of it: connecting, sending, the head of the answer and its last byte. */
  readonly timeoutMs: number;
  /** Of the answer, as it is after any decompression. Our default: 64 KiB, a hundred times what a receipt has. */
  readonly bytesMax?: number;
}

/** Of an answer that is read. Our default. */
export const answerBytesMax = 64 * 1024;

/**
 * Sends JSON to a receiving body and reads its answer. Every client of a body asks by this.
 *
 * - No redirect is followed: what we send is meant for this address and nobody else. It is an error, and so is tried again.
 * - Of the answer no more is read than `bytesMax`; a longer one is an error, and its connection is closed.
 *
 * @throws whatever stood in the way of a whole answer: a redirect, its length, the time, the connection. Whether the body took the
 *   message is then unknown.
 */
export async function ask(
  address: string,
  { body, signal, timeoutMs, bytesMax = answerBytesMax }: Question,
): Promise<BodyAnswer> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body,
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  });
  const { status } = response;
  if (status >= 300 && status < 400) {
    await response.body?.cancel();
    throw new Error(`redirect ${status}, which is not followed`);
  }
  return { status, text: await textOf(response, bytesMax) };
}

async function textOf({ body }: Response, bytesMax: number): Promise<string> {
  if (!body) return '';
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop early cancels what is left of the answer.
  for await (const piece of body as AsyncIterable<Uint8Array>) {
    bytes += piece.byteLength;
    if (bytes > bytesMax) throw new Error(`answer longer than ${bytesMax} bytes`);
    pieces.push(piece);
  }
  return new TextDecoder().decode(Buffer.concat(pieces));
}
