import { Agent, type Dispatcher, request } from 'undici';

/** An answer as it came, read to its end. */
export interface BodyAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly bytes: Buffer;
  readonly text: string;
  /** How long the body asks us to wait (`Retry-After`); undefined when it does not say, or not readably. */
  readonly retryAfterMs: number | undefined;
}

export interface Question {
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** What is sent; undefined: nothing is, the address is only read. */
  readonly body?: string;
  /** The kept connections it goes over; the process's own unless said. */
  readonly connections?: Connections;
  /** Ends the asking early: no answer. */
  readonly signal: AbortSignal;
  /** For the whole of it: connecting, sending, the head of the answer and its last byte. */
  readonly timeoutMs: number;
  /** Of the answer. Our default: 64 KiB, a hundred times what a receipt has. */
  readonly bytesMax?: number;
}

/** Kept connections, for one body. */
export type Connections = Dispatcher;

/** PEM: whom to believe instead of the public authorities, and our client certificate with its key. */
export interface Tls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** @param most connections that are kept and used at once */
export const connectionsOf = (most: number, tls: Tls = {}): Connections =>
  new Agent({ connections: most, pipelining: 1, connect: { ...tls } });

/** Of an answer that is read. Our default. */
export const answerBytesMax = 64 * 1024;

export const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * Sends JSON to a receiving body and reads its answer. Every client of a body asks by this.
 *
 * - No redirect is followed: what we send is meant for this address and nobody else. It is an error, and so is tried again.
 * - Of the answer no more is read than `bytesMax`; a longer one is an error, and its connection is closed.
 * - No compressed answer is asked for, and none is taken: a few bytes may become a great many.
 *
 * @throws whatever stood in the way of a whole answer: a redirect, its length, its coding, the time, the connection. Whether the
 *   body took the message is then unknown.
 */
export async function ask(
  address: string,
  { headers, body, connections, signal, timeoutMs, bytesMax = answerBytesMax }: Question,
): Promise<BodyAnswer> {
  const answer = await request(address, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...(body === undefined ? {} : { 'content-type': JSON_TYPE }), ...headers },
    body: body ?? null,
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    ...(connections && { dispatcher: connections }),
  });
  const status = answer.statusCode;
  const refused = whyNotRead(status, answer.headers);
  if (refused !== undefined) {
    answer.body.on('error', () => undefined); // it is broken off on purpose
    answer.body.destroy();
    throw new Error(refused);
  }
  const bytes = await bytesOf(answer.body, bytesMax);
  const head = plain(answer.headers);
  const retryAfterMs = retryAfterOf(one(head['retry-after']), one(head.date));
  return { status, headers: head, bytes, text: new TextDecoder().decode(bytes), retryAfterMs };
}

/** No body is believed that asks for more patience than a day. Our default. */
const patienceMaxMs = 86_400_000;

/** Seconds, or an instant: that is taken against the body's own clock when it says its time, because ours may differ. */
export function retryAfterOf(header: string | undefined, date: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.parse(date ?? '');
  return Number.isNaN(ms) ? undefined : Math.min(patienceMaxMs, Math.max(0, ms));
}

function whyNotRead(status: number, headers: Dispatcher.ResponseData['headers']): string | undefined {
  if (status >= 300 && status < 400) return `redirect ${status}, which is not followed`;
  const coding = headers['content-encoding'];
  return coding === undefined || coding === 'identity' ? undefined : `compressed answer (${String(coding)})`;
}

async function bytesOf(body: AsyncIterable<Uint8Array>, bytesMax: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop early closes the connection with what is left of the answer.
  for await (const piece of body) {
    bytes += piece.byteLength;
    if (bytes > bytesMax) throw new Error(`answer longer than ${bytesMax} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

const plain = (headers: Dispatcher.ResponseData['headers']): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined),
  );

const one = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;
