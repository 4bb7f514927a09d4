import { Agent, request as httpRequest } from 'node:http';
import type { Role } from '../../libs/ledger/src/access/access-table';
import type { Description } from './described';
import { type FuzzRequest, requestsOf } from './requests';

export interface FuzzTarget {
  readonly url: string;
  readonly keyOf: (role: Role) => string;
}

export interface FuzzOutcome {
  /** Answers by status. */
  readonly counts: Readonly<Record<string, number>>;
  /** What must not be, a line each: the request, and what came of it. */
  readonly faults: readonly string[];
  /** What health calls degraded afterwards and did not before: a record that was taken in and cannot be followed. */
  readonly degraded: readonly string[];
  readonly slowestMs: number;
}

interface Answer {
  /** 0: none. */
  readonly status: number;
  readonly mediaType: string;
  readonly text: string;
  readonly ms: number;
}

const answerMs = 20_000;
const faultsMax = 50;

/** Sends the requests of a seed to a ledger that runs, eight at a time, and looks at every answer. */
export async function fuzz(target: FuzzTarget, seed: number, count: number): Promise<FuzzOutcome> {
  const description = JSON.parse((await send(target, { path: '/openapi.json' })).text) as Description;
  const before = await degradedOf(target);
  const waiting = requestsOf(description, seed, count);
  const counts: Record<string, number> = {};
  const faults: string[] = [];
  let slowestMs = 0;
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const answer = await send(target, next);
      counts[answer.status] = (counts[answer.status] ?? 0) + 1;
      slowestMs = Math.max(slowestMs, answer.ms);
      const fault = faultIn(answer);
      if (fault !== undefined) faults.push(`${next.name} (${next.what}): ${answer.status} ${fault}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  const after = await degradedOf(target);
  return { counts, faults, degraded: after.filter((one) => !before.includes(one)), slowestMs: Math.round(slowestMs) };
}

/** No answer, a fault of ours, or a no that is not said as every other. */
function faultIn({ status, mediaType, text }: Answer): string | undefined {
  if (status === 0) return text;
  if (status < 400) return undefined;
  const { code, fields, reason } = bodyIn(text);
  if (status === 503 && (code === 'cannot-answer' || reason !== undefined)) return undefined;
  if (status >= 500) return text.slice(0, 300);
  if (!mediaType.startsWith('application/problem+json') || code === undefined)
    return `no problem: ${text.slice(0, 200)}`;
  return (fields?.length ?? 0) > faultsMax ? `${fields?.length} faults in one answer` : undefined;
}

function bodyIn(text: string): { code?: string; reason?: string; fields?: unknown[] } {
  try {
    return JSON.parse(text) as object;
  } catch {
    return {};
  }
}

async function degradedOf(target: FuzzTarget): Promise<readonly string[]> {
  const { status, text } = await send(target, { path: '/health/ready' });
  if (status !== 200) return [`not ready: ${text.slice(0, 300)}`];
  return (JSON.parse(text) as { degraded: string[] }).degraded;
}

const agent = new Agent({ keepAlive: true, maxSockets: 10 });

function send(
  target: FuzzTarget,
  { method = 'GET', path, role, headers, body }: Partial<FuzzRequest> & Pick<FuzzRequest, 'path'>,
  again = false,
): Promise<Answer> {
  const began = performance.now();
  const { hostname, port } = new URL(target.url);
  return new Promise((resolve) => {
    const done = (status: number, text: string, mediaType = '') => {
      resolve({ status, text, mediaType, ms: performance.now() - began });
    };
    const request = httpRequest({
      hostname,
      port,
      method,
      path,
      agent,
      timeout: answerMs,
      headers: {
        ...headers,
        ...(role && { authorization: `Bearer ${target.keyOf(role)}` }),
        ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
      },
    });
    request.on('response', (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('end', () => {
        done(answer.statusCode ?? 0, Buffer.concat(pieces).toString(), answer.headers['content-type']);
      });
      answer.on('error', (error) => {
        done(0, `the answer broke off: ${error.message}`);
      });
    });
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    // A kept connection that was closed just before it was used again says nothing about the request: once more, on a new one.
    request.on('error', (error: NodeJS.ErrnoException) => {
      const unlucky = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE') && !again;
      if (unlucky)
        void send(
          target,
          { method, path, ...(role && { role }), ...(headers && { headers }), ...(body !== undefined && { body }) },
          true,
        ).then(resolve);
      else done(0, `${error.code ?? ''} ${error.message}`);
    });
    request.end(body);
  });
}
