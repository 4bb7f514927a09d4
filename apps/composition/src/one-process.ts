import { createHash, randomUUID } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Longer addresses of sockets are cut by some systems. */
const addressMaxBytes = 100;

/**
 * A claim on a file that one process has at a time: a socket beside it that listens as long as the process lives. The system takes it
 * away with the process, however that ends; what is left of it by `kill -9` answers nobody and is swept away by the next one.
 */
export class OneProcess {
  private readonly address: string;
  private server: Server | undefined;
  private inode = 0;

  constructor(file: string) {
    this.address = addressOf(file);
  }

  get held(): boolean {
    return this.server !== undefined;
  }

  /** Takes the claim, if nobody has it. @returns whether this process has it now. */
  async take(): Promise<boolean> {
    if (this.server) return true;
    if (await this.listen()) return true;
    const before = await inodeOf(this.address);
    if (await answers(this.address)) return false;
    await this.sweep(before);
    return this.listen();
  }

  /** Whether the claim is still this process's: somebody may have taken the socket away. */
  async stands(): Promise<boolean> {
    return this.server !== undefined && (isWindows || (await inodeOf(this.address)) === this.inode);
  }

  async give(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  private listen(): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const server = createServer((socket) => socket.destroy());
      server.unref();
      server.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'EADDRINUSE') resolve(false);
        else reject(error);
      });
      server.listen(this.address, () => {
        this.server = server;
        void inodeOf(this.address).then((inode) => {
          this.inode = inode;
          resolve(true);
        }, reject);
      });
    });
  }

  /** Takes away what answered nobody; not what another process may have put in its place meanwhile. */
  private async sweep(inode: number): Promise<void> {
    const aside = `${this.address}.${randomUUID()}`; // nobody else's: two sweepers must not move onto each other's
    try {
      await rename(this.address, aside);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return; // another has swept
      throw error;
    }
    if ((await inodeOf(aside)) === inode) await rm(aside);
    else await rename(aside, this.address);
  }
}

const isWindows = process.platform === 'win32';

function addressOf(file: string): string {
  const name = createHash('sha256').update(file).digest('hex').slice(0, 16);
  if (isWindows) return `\\\\.\\pipe\\fire-credit-ledger-${name}`;
  const beside = `${file}.lock`;
  return Buffer.byteLength(beside) <= addressMaxBytes ? beside : join(tmpdir(), `fire-credit-ledger-${name}.lock`);
}

/** 0: there is none. */
async function inodeOf(path: string): Promise<number> {
  if (isWindows) return 0;
  try {
    return (await stat(path)).ino;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(false);
      else reject(error);
    });
  });
}
