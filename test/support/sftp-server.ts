import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { type FileHandle, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type AuthContext, type Connection, Server, type SFTPWrapper, utils } from 'ssh2';
import { fingerprintOf } from '../../libs/endpoints/src/file/sftp';

const { STATUS_CODE, OPEN_MODE } = utils.sftp;

/** What goes wrong at the next chance, once. */
export type SftpFault =
  | 'cuts-upload' // the connection is gone in the middle of a file
  | 'disk-full' // a piece of a file is refused
  | 'refuses-rename'
  | 'loses-rename-answer'; // it is renamed, and the connection is gone before the answer

/** PEM. */
export const aPrivateKey = (): string =>
  generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;

interface Listing {
  readonly folder: string;
  isGiven: boolean;
}

/** ssh2's server side over a real folder, with OpenSSH's manners of version 3: a rename replaces nothing. */
export class SftpServer {
  readonly username = 'ledger';
  readonly password = 'only-for-tests';
  /** PEM: the ledger's key, taken as well as its password. */
  readonly clientKey: string;
  private server: Server | undefined;
  private hostKey: string;
  private readonly faults: SftpFault[] = [];
  private readonly connections = new Set<Connection>();
  private port: number;
  /** Connections that were made. */
  made = 0;

  /** @param known of a server that was there before: started again, it is the same one to its clients */
  constructor(
    private readonly root: string,
    known: { readonly hostKey?: string; readonly clientKey?: string; readonly port?: number } = {},
  ) {
    this.clientKey = known.clientKey ?? aPrivateKey();
    this.hostKey = known.hostKey ?? aPrivateKey();
    this.port = known.port ?? 0;
  }

  /** Connections that are open now. */
  get open(): number {
    return this.connections.size;
  }

  get address(): { readonly host: string; readonly port: number } {
    return { host: '127.0.0.1', port: this.port };
  }

  get fingerprint(): string {
    const key = utils.parseKey(this.hostKey);
    if (key instanceof Error) throw key;
    return fingerprintOf(key.getPublicSSH());
  }

  /** Another key from the next start on. */
  changeHostKey(): void {
    this.hostKey = aPrivateKey();
  }

  misbehave(...faults: SftpFault[]): void {
    this.faults.push(...faults);
  }

  async start(): Promise<void> {
    this.server = new Server({ hostKeys: [this.hostKey] }, (connection) => {
      this.made += 1;
      this.connections.add(connection);
      (connection as Connection & { setNoDelay(on: boolean): void }).setNoDelay(true); // its types leave it out
      connection.on('error', () => undefined); // a client that breaks off
      connection.on('close', () => this.connections.delete(connection));
      connection.on('authentication', (context) => {
        if (this.isLedger(context)) context.accept();
        else context.reject(['password', 'publickey']);
      });
      connection.on('session', (accept) => {
        accept().on('sftp', (acceptSftp) => {
          this.serve(acceptSftp(), connection);
        });
      });
    });
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const connection of this.connections) connection.end();
    const { server } = this;
    if (!server) return;
    this.server = undefined;
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
  }

  /** By its password, or by its key and a signature: a client asks first whether a key would be taken. */
  private isLedger(context: AuthContext): boolean {
    if (context.username !== this.username) return false;
    if (context.method === 'password') return context.password === this.password;
    if (context.method !== 'publickey') return false;
    const key = utils.parseKey(this.clientKey);
    if (key instanceof Error || !key.getPublicSSH().equals(context.key.data)) return false;
    return (
      context.signature === undefined ||
      key.verify(context.blob ?? Buffer.alloc(0), context.signature, context.hashAlgo)
    );
  }

  private due(...kinds: SftpFault[]): SftpFault | undefined {
    const [next] = this.faults;
    return next && kinds.includes(next) ? this.faults.shift() : undefined;
  }

  private serve(sftp: SFTPWrapper, connection: Connection): void {
    const files = new Map<number, FileHandle>();
    const listings = new Map<number, Listing>();
    let handles = 0;
    const handleOf = (number: number) => {
      const handle = Buffer.alloc(4);
      handle.writeUInt32BE(number);
      return handle;
    };
    const path = (said: string) => join(this.root, said);
    const answer = (id: number, work: () => Promise<void>) => {
      work().catch((error: unknown) => {
        const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
        sftp.status(id, isGone ? STATUS_CODE.NO_SUCH_FILE : STATUS_CODE.FAILURE);
      });
    };
    const fileOf = (handle: Buffer): FileHandle => {
      const file = files.get(handle.readUInt32BE(0));
      if (!file) throw new Error('no such handle');
      return file;
    };
    sftp.on('OPEN', (id, name, flags) => {
      answer(id, async () => {
        const mode = (flags & OPEN_MODE.WRITE) === 0 ? 'r' : (flags & OPEN_MODE.EXCL) === 0 ? 'w' : 'wx';
        const file = await open(path(name), mode);
        files.set((handles += 1), file);
        sftp.handle(id, handleOf(handles));
      });
    });
    sftp.on('WRITE', (id, handle, offset, data) => {
      answer(id, async () => {
        const fault = this.due('cuts-upload', 'disk-full');
        if (fault === 'disk-full') {
          sftp.status(id, STATUS_CODE.FAILURE, 'No space left on device');
          return;
        }
        const bytes = fault === 'cuts-upload' ? data.subarray(0, data.length / 2) : data;
        await fileOf(handle).write(bytes, 0, bytes.length, offset);
        if (fault === 'cuts-upload') connection.end();
        else sftp.status(id, STATUS_CODE.OK);
      });
    });
    sftp.on('READ', (id, handle, offset, length) => {
      answer(id, async () => {
        const { buffer, bytesRead } = await fileOf(handle).read(Buffer.alloc(length), 0, length, offset);
        if (bytesRead === 0) sftp.status(id, STATUS_CODE.EOF);
        else sftp.data(id, buffer.subarray(0, bytesRead));
      });
    });
    const attributes = async (file: Pick<FileHandle, 'stat'>) => {
      const { mode, uid, gid, size, atimeMs, mtimeMs } = await file.stat();
      return { mode, uid, gid, size, atime: Math.floor(atimeMs / 1_000), mtime: Math.floor(mtimeMs / 1_000) };
    };
    sftp.on('FSTAT', (id, handle) => {
      answer(id, async () => {
        sftp.attrs(id, await attributes(fileOf(handle)));
      });
    });
    sftp.on('STAT', (id, name) => {
      answer(id, async () => {
        sftp.attrs(id, await attributes({ stat: () => stat(path(name)) } as Pick<FileHandle, 'stat'>));
      });
    });
    sftp.on('OPENDIR', (id, name) => {
      answer(id, async () => {
        await stat(path(name));
        listings.set((handles += 1), { folder: path(name), isGiven: false });
        sftp.handle(id, handleOf(handles));
      });
    });
    sftp.on('READDIR', (id, handle) => {
      answer(id, async () => {
        const listing = listings.get(handle.readUInt32BE(0));
        if (!listing || listing.isGiven) {
          sftp.status(id, STATUS_CODE.EOF);
          return;
        }
        listing.isGiven = true;
        const names = await readdir(listing.folder);
        const entries = await Promise.all(
          names.map(async (filename) => ({
            filename,
            longname: filename,
            attrs: await attributes({ stat: () => stat(join(listing.folder, filename)) } as Pick<FileHandle, 'stat'>),
          })),
        );
        if (entries.length === 0) sftp.status(id, STATUS_CODE.EOF);
        else sftp.name(id, entries);
      });
    });
    sftp.on('CLOSE', (id, handle) => {
      answer(id, async () => {
        const number = handle.readUInt32BE(0);
        await files.get(number)?.close();
        files.delete(number);
        listings.delete(number);
        sftp.status(id, STATUS_CODE.OK);
      });
    });
    sftp.on('RENAME', (id, from, to) => {
      answer(id, async () => {
        const fault = this.due('refuses-rename', 'loses-rename-answer');
        if (fault === 'refuses-rename' || existsSync(path(to))) {
          sftp.status(id, STATUS_CODE.FAILURE);
          return;
        }
        await rename(path(from), path(to));
        if (fault === 'loses-rename-answer') connection.end();
        else sftp.status(id, STATUS_CODE.OK);
      });
    });
    sftp.on('REMOVE', (id, name) => {
      answer(id, async () => {
        await unlink(path(name));
        sftp.status(id, STATUS_CODE.OK);
      });
    });
    connection.on('close', () => {
      for (const file of files.values()) file.close().catch(() => undefined); // it may be closing already
      files.clear();
    });
  }
}
