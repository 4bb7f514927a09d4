/** A file that stands in a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly bytes: number;
  /** Instant (UTC) in milliseconds, by the clock of whoever keeps the folder. */
  readonly changedAt: number;
}

/**
 * A place where files are handed over: a directory, or one reached by SFTP. Its sub-folders are made by whoever keeps it and never by
 * us: what is not mounted would otherwise look like an empty one.
 *
 * Everything throws when it could not be done, and comes back soon after `signal` is aborted.
 */
export interface Folder {
  /** What stands in a sub-folder; what is being written there aside is left out. */
  list(sub: string, signal: AbortSignal): Promise<readonly FolderEntry[]>;
  /** @throws also when the file is longer than `bytesMax` */
  read(sub: string, name: string, bytesMax: number, signal: AbortSignal): Promise<Buffer>;
  /**
   * Writes aside, flushes, renames: under its name there is all of the file or nothing. A file that stood there under the name is
   * replaced, or stays when it is as long: names say what is in a file.
   *
   * @throws `NothingArrived` when the name provably does not stand there by this; anything else: nobody knows
   */
  put(sub: string, name: string, bytes: Buffer, signal: AbortSignal): Promise<void>;
  /** Lets go of what is held. */
  close(): Promise<void>;
}

/** Nothing appeared under the name. */
export class NothingArrived extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'NothingArrived';
  }
}

/** What is being written: hidden, and of its own name each time, so that two writers of the same file do not write into each other. */
export const asideNameOf = (name: string, distinct: string): string => `.${name}.${distinct}.part`;

export const isAside = (name: string): boolean => name.startsWith('.');

/** Waits for the work or for the abort, whatever comes first: what hangs in a mount or a network cannot be called back. */
export async function orAborted<Value>(signal: AbortSignal, work: () => Promise<Value>): Promise<Value> {
  signal.throwIfAborted();
  let aborted: () => void = () => undefined;
  const abort = new Promise<never>((_, reject) => {
    aborted = () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)));
    };
    signal.addEventListener('abort', aborted, { once: true });
  });
  try {
    return await Promise.race([work(), abort]);
  } finally {
    signal.removeEventListener('abort', aborted);
  }
}
