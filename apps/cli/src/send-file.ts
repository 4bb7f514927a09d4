import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IntakeCounts, IntakeLine } from '@app/ledger';

export interface FileProgress {
  readonly counts: IntakeCounts;
  readonly bytesSent: number;
  readonly bytesTotal: number;
}

export type FileSummary = Extract<IntakeLine, { summary: unknown }>['summary'];
export type FileException = Extract<IntakeLine, { outcome: unknown }>;

export interface SendFileOptions {
  /** Where the ledger answers, e.g. `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly key: string;
  readonly path: string;
  readonly kind?: string | undefined;
  readonly onProgress?: (progress: FileProgress) => void;
  /** Told of every row that was not simply recorded, in the order of the file. Awaited: nothing piles up. */
  readonly onException?: (exception: FileException) => Promise<void> | void;
  /** Called before each attempt: what was told so far is told again. */
  readonly onAttempt?: () => Promise<void> | void;
  /** Ends the sending, wherever it is; its reason is thrown. */
  readonly signal?: AbortSignal;
  readonly attemptsMax?: number;
  /** Waiting time before the second attempt; doubled before each further one. */
  readonly retryAfterMs?: number;
}

/** How far the ledger came with a file that ended early: what its last line says. */
export type FileEnded = Pick<Extract<IntakeLine, { error: unknown }>['error'], 'counts' | 'notProcessed'>;

/** The ledger refused the file, or the sender. Sending it again would not help. */
export class FileRefused extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** Undefined when nothing of it was taken. */
    readonly ended?: FileEnded,
  ) {
    super(message);
    this.name = 'FileRefused';
  }
}

/** The file was not finished: connection or ledger broke off. Sending it again records nothing twice. */
export class FileInterrupted extends Error {
  constructor(
    message: string,
    options?: ErrorOptions,
    /** What the ledger said of it, if it could say anything. */
    readonly ended?: FileEnded,
  ) {
    super(message, options);
    this.name = 'FileInterrupted';
  }
}

/**
 * Sends a file to a running ledger and reads its answer line by line, both as streams. An interrupted file is sent again
 * from its beginning, a few times: what is recorded already is not recorded twice.
 *
 * Errors, in this order: `FileRefused`; `FileInterrupted`, when the last attempt also broke off.
 */
export async function sendFile(options: SendFileOptions): Promise<FileSummary> {
  const { attemptsMax = 5, retryAfterMs = 1_000 } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      await options.onAttempt?.();
      return await sendOnce(options);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!(error instanceof FileInterrupted) || attempt >= attemptsMax) throw error;
      await sleep(retryAfterMs * 2 ** (attempt - 1), undefined, { signal: options.signal });
    }
  }
}

async function sendOnce(options: SendFileOptions): Promise<FileSummary> {
  const { url, key, path, kind, onProgress, onException, signal } = options;
  const bytesTotal = (await stat(path)).size;
  const mediaType = path.toLowerCase().endsWith('.csv') ? 'text/csv' : 'application/octet-stream';
  let bytesSent = 0;
  const file = createReadStream(path);
  file.on('data', (chunk) => (bytesSent += chunk.length));
  const response = await post(
    new URL(kind === undefined ? '/intake' : `/intake?kind=${encodeURIComponent(kind)}`, url),
    key,
    file,
    mediaType,
    signal,
  );
  try {
    for await (const line of linesOf(response)) {
      if ('outcome' in line) await onException?.(line);
      else if ('progress' in line) onProgress?.({ counts: line.progress, bytesSent, bytesTotal });
      else if ('error' in line) throw failureOf(line.error);
      else if ('summary' in line) return line.summary;
    }
  } finally {
    file.destroy();
  }
  throw new FileInterrupted('答复没有结尾，文件可能没有处理完');
}

async function* linesOf(response: Response): AsyncGenerator<IntakeLine, void, undefined> {
  if (!response.body) return;
  const texts = createInterface({ input: Readable.fromWeb(response.body), crlfDelay: Infinity })[
    Symbol.asyncIterator
  ]();
  try {
    for (;;) {
      const line = await next(texts);
      if (line === undefined) return;
      yield line;
    }
  } finally {
    await texts.return?.();
  }
}

async function next(texts: AsyncIterator<string>): Promise<IntakeLine | undefined> {
  try {
    const text = await texts.next();
    return text.done === true ? undefined : (JSON.parse(text.value) as IntakeLine);
  } catch (error) {
    throw new FileInterrupted('答复中断', { cause: error });
  }
}

async function post(url: URL, key: string, file: Readable, mediaType: string, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': mediaType },
      body: Readable.toWeb(file),
      duplex: 'half',
      redirect: 'error', // the key and the file are for this ledger
      signal: signal ?? null,
    });
  } catch (error) {
    file.destroy();
    throw new FileInterrupted(`连接不上台账 ${url.origin}`, { cause: error });
  }
  if (response.ok) return response;
  file.destroy();
  const problem = (await response.json().catch(() => ({}))) as { code?: string; detail?: string };
  const said = problem.detail ?? `台账答复 ${response.status}`;
  if (response.status >= 500) throw new FileInterrupted(said);
  throw new FileRefused(problem.code ?? String(response.status), said);
}

const passing = new Set(['log-unavailable', 'upload-interrupted', 'internal-error']);

function failureOf({ code, message, ...ended }: Extract<IntakeLine, { error: unknown }>['error']): Error {
  return passing.has(code) ? new FileInterrupted(message, {}, ended) : new FileRefused(code, message, ended);
}
