import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { posix } from 'node:path';
import type { Client, SFTPWrapper } from 'ssh2';
import { asideNameOf, type Folder, type FolderEntry, isAside, NothingArrived, orAborted } from './folder';

export interface SftpOptions {
  readonly host: string;
  readonly port?: number | undefined;
  readonly username: string;
  readonly password?: string | undefined;
  /** PEM or OpenSSH, unencrypted. */
  readonly privateKey?: string | undefined;
  /** Fingerprints as OpenSSH shows them, `SHA256:…`: a server with another key is not spoken to. Two while the server changes its key. */
  readonly hostKeys: readonly string[];
  /** Folder on the server. */
  readonly root: string;
  /** For the whole of a listing, a reading or a putting, the connecting included. Our default: 60 s. */
  readonly timeoutMs?: number | undefined;
}

/** Loaded by who uses it: few do, and it would take its part of each start. */
const ssh2 = () =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  require('ssh2') as typeof import('ssh2');

interface Session {
  readonly client: Client;
  readonly socket: Socket;
  readonly sftp: SFTPWrapper;
}

/** In one request. Every server takes so much (SFTP, version 3). */
const pieceBytes = 32 * 1024;
const piecesAtOnce = 16;

/**
 * A folder that is reached by SFTP. One connection is kept and made again when it is gone; while nothing is asked it keeps no process alive.
 * It flushes and replaces by OpenSSH's extensions where the server offers them, and otherwise trusts the server's answer and its plain rename.
 */
export class SftpFolder implements Folder {
  private session: Promise<Session> | undefined;
  private underWay = 0;
  private readonly timeoutMs: number;

  /** @throws when no key of the server is pinned, or ours is none */
  constructor(private readonly options: SftpOptions) {
    if (options.hostKeys.length === 0) throw new Error('SFTP: no key of the server is pinned');
    const key = options.privateKey === undefined ? undefined : ssh2().utils.parseKey(options.privateKey);
    if (key instanceof Error) throw new Error(`SFTP: our private key cannot be read: ${key.message}`);
    this.timeoutMs = options.timeoutMs ?? 60_000;
  }

  list(sub: string, signal: AbortSignal): Promise<readonly FolderEntry[]> {
    return this.asked(signal, async ({ sftp }) => {
      const found = await answered<Parameters<Parameters<SFTPWrapper['readdir']>[1]>[1]>((done) => {
        sftp.readdir(this.path(sub), done);
      });
      return found
        .filter(({ filename }) => !isAside(filename))
        .map(({ filename, attrs: { size, mtime } }) => ({ name: filename, bytes: size, changedAt: mtime * 1_000 }));
    });
  }

  read(sub: string, name: string, bytesMax: number, signal: AbortSignal): Promise<Buffer> {
    return this.asked(signal, async ({ sftp }) => {
      const handle = await answered<Buffer>((done) => {
        sftp.open(this.path(sub, name), 'r', done);
      });
      const { size } = await answered<{ size: number }>((done) => {
        sftp.fstat(handle, done);
      });
      if (size > bytesMax) throw new Error(`${name} is longer than ${bytesMax} bytes`);
      const bytes = Buffer.alloc(size);
      for (let at = 0; at < size;) {
        const read = await pieceRead(sftp, handle, bytes, at);
        if (read === 0) throw new Error(`${name} became shorter while it was read`);
        at += read;
      }
      await done((over) => {
        sftp.close(handle, over);
      });
      return bytes;
    });
  }

  async put(sub: string, name: string, bytes: Buffer, signal: AbortSignal): Promise<void> {
    const [aside, target] = [this.path(sub, asideNameOf(name, randomUUID())), this.path(sub, name)];
    const asked = { mayStand: false }; // the server was asked for the name, and has not said no
    try {
      await this.asked(signal, async ({ sftp }, whole) => {
        await orRemoved(sftp, aside, () => writtenThrough(sftp, aside, bytes));
        whole.throwIfAborted(); // nobody waits for it any more, so it must not appear later
        asked.mayStand = true;
        await orRemoved(sftp, aside, async () => {
          try {
            await renamed(sftp, aside, target);
          } catch (error) {
            if (!isRefusal(error)) throw error;
            asked.mayStand = (await lengthOf(sftp, target)) === bytes.length; // plain rename replaces nothing: it stood there before
            throw error;
          }
        });
      });
    } catch (error) {
      if (!asked.mayStand) throw new NothingArrived(error);
      if (!isRefusal(error)) throw error;
    }
  }

  async close(): Promise<void> {
    const session = await this.session?.catch(() => undefined); // there is nothing to let go of
    this.session = undefined;
    session?.client.end();
  }

  private path(...names: readonly string[]): string {
    return posix.join(this.options.root, ...names);
  }

  /** Whatever the server did not say itself leaves the connection in a state that nobody knows: it is broken off. */
  private async asked<Value>(
    signal: AbortSignal,
    work: (session: Session, whole: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    const whole = AbortSignal.any([signal, AbortSignal.timeout(this.timeoutMs)]);
    return orAborted(whole, async () => {
      const connecting = (this.session ??= this.connected(whole));
      try {
        const session = await connecting;
        this.begin(session);
        try {
          return await orAborted(whole, () => work(session, whole));
        } finally {
          this.end(session);
        }
      } catch (error) {
        if (!isRefusal(error)) this.drop(connecting);
        throw error;
      }
    });
  }

  private begin({ socket }: Session): void {
    this.underWay += 1;
    socket.ref();
  }

  private end({ socket }: Session): void {
    this.underWay -= 1;
    if (this.underWay === 0) socket.unref();
  }

  private drop(connecting: Promise<Session>): void {
    if (this.session === connecting) this.session = undefined;
    connecting.then(
      ({ client }) => client.destroy(),
      () => undefined, // it was never there
    );
  }

  private async connected(signal: AbortSignal): Promise<Session> {
    const { host, port = 22, username, password, privateKey, hostKeys } = this.options;
    const socket = connect({ host, port, noDelay: true }); // a question is a small packet, and waits for its answer
    const client = new (ssh2().Client)();
    client.on('error', () => undefined); // who waits for something is told by that
    try {
      await once(socket, 'connect', { signal });
      let other = '';
      const ready = once(client, 'ready', { signal });
      client.connect({
        sock: socket,
        username,
        ...(password !== undefined && { password }),
        ...(privateKey !== undefined && { privateKey }),
        readyTimeout: this.timeoutMs,
        hostVerifier: (key: Buffer) => {
          const isPinned = hostKeys.some((pinned) => isSame(pinned, fingerprintOf(key)));
          if (!isPinned) other = fingerprintOf(key);
          return isPinned;
        },
      });
      await ready.catch((error: unknown) => {
        throw other === '' ? error : new Error(`the server shows a key that is not pinned: ${other}`, { cause: error });
      });
      const sftp = await answered<SFTPWrapper>((done) => {
        client.sftp(done);
      });
      const session = { client, socket, sftp };
      client.once('close', () => {
        this.forget(session);
      });
      sftp.once('close', () => client.end());
      return session;
    } catch (error) {
      client.destroy();
      socket.destroy();
      throw error;
    }
  }

  /** The server has closed it: the next question makes a new connection. */
  private forget(gone: Session): void {
    const { session } = this;
    session?.then(
      (current) => {
        if (current === gone && this.session === session) this.session = undefined;
      },
      () => undefined, // whoever asked is told
    );
  }
}

/** As `ssh-keygen -l` shows it. */
export const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

function isSame(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}

async function writtenThrough(sftp: SFTPWrapper, path: string, bytes: Buffer): Promise<void> {
  const handle = await answered<Buffer>((done) => {
    sftp.open(path, 'wx', done);
  });
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, at) => at * pieceBytes);
  for (let from = 0; from < pieces.length; from += piecesAtOnce) {
    await Promise.all(
      pieces.slice(from, from + piecesAtOnce).map((at) =>
        done((over) => {
          sftp.write(handle, bytes, at, Math.min(pieceBytes, bytes.length - at), at, over);
        }),
      ),
    );
  }
  await whereOffered(
    () =>
      done((over) => {
        sftp.ext_openssh_fsync(handle, over);
      }),
    () => Promise.resolve(),
  );
  await done((over) => {
    sftp.close(handle, over);
  });
}

const renamed = (sftp: SFTPWrapper, from: string, to: string): Promise<void> =>
  whereOffered(
    () =>
      done((over) => {
        sftp.ext_openssh_rename(from, to, over);
      }),
    () =>
      done((over) => {
        sftp.rename(from, to, over);
      }),
  );

/** An extension of OpenSSH; the library throws when the server does not name it. */
async function whereOffered(extension: () => Promise<void>, otherwise: () => Promise<void>): Promise<void> {
  try {
    await extension();
  } catch (error) {
    if (!(error instanceof Error && error.message === 'Server does not support this extended request')) throw error;
    await otherwise();
  }
}

/** Undefined when there is none. */
async function lengthOf(sftp: SFTPWrapper, path: string): Promise<number | undefined> {
  try {
    const { size } = await answered<{ size: number }>((done) => {
      sftp.stat(path, done);
    });
    return size;
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/** What the server refuses leaves nothing aside. */
async function orRemoved(sftp: SFTPWrapper, aside: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isRefusal(error)) {
      await done((over) => {
        sftp.unlink(aside, over);
      }).catch((other: unknown) => {
        if (!isRefusal(other)) throw other; // a leftover is hidden and does no harm
      });
    }
    throw error;
  }
}

const pieceRead = (sftp: SFTPWrapper, handle: Buffer, into: Buffer, at: number): Promise<number> =>
  new Promise((resolve, reject) => {
    sftp.read(handle, into, at, Math.min(pieceBytes, into.length - at), at, (error, read) => {
      if (error) reject(error);
      else resolve(read);
    });
  });

/** The server answered, and said no: a status code of SFTP. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'number';

const answered = <Value>(ask: (done: (error: Error | undefined, value: Value) => void) => void): Promise<Value> =>
  new Promise((resolve, reject) => {
    ask((error, value) => {
      if (error) reject(error);
      else resolve(value);
    });
  });

const done = (ask: (over: (error?: Error | null) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    ask((error) => {
      if (error) reject(error);
      else resolve();
    });
  });
