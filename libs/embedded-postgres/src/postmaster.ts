import { spawn } from 'node:child_process';
import { link, open, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Cluster } from './cluster';
import { readIfThere } from './home';
import { surroundings, type ServerUser } from './server-user';

export const host = '127.0.0.1';

/** What a running server says of itself in `postmaster.pid`, which is also PostgreSQL's lock on the data. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

export async function readPostmaster(data: string): Promise<Postmaster | undefined> {
  const lines = (await readIfThere(join(data, 'postmaster.pid')))?.split('\n') ?? [];
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 && port > 0 ? { pid, port } : undefined;
}

/**
 * Moves a `postmaster.pid` out of the way that names a process which is no server. Should a new server have written
 * its own in between, that one is put back; and PostgreSQL's shared memory block, found by the data folder's inode,
 * still keeps two servers from one folder.
 */
export async function setAsideLeftover(data: string, leftover: Postmaster): Promise<void> {
  const file = join(data, 'postmaster.pid');
  const aside = `${file}.leftover-${process.pid}`;
  try {
    await rename(file, aside);
    if (Number((await readIfThere(aside))?.split('\n')[0]) !== leftover.pid) await link(aside, file);
  } catch {
    // somebody else dealt with it
  } finally {
    await rm(aside, { force: true });
  }
}

export interface Launch {
  readonly pid: number | undefined;
  /** Undefined while it runs. `locked`: another server has, or had a moment ago, the data. */
  ended(): Promise<{ reason: 'locked' | 'port-taken' | 'other'; said: string } | undefined>;
}

/** Starts `postgres` so that it outlives us: a session of its own, its output in a file. Loopback only. */
export async function launch(
  binaries: string,
  cluster: Cluster,
  port: number,
  user: ServerUser,
  durable: boolean,
): Promise<Launch> {
  const settings = [
    ...[`port=${port}`, `listen_addresses=${host}`, 'unix_socket_directories='],
    ...['timezone=UTC', 'log_timezone=UTC', 'log_checkpoints=off'],
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ];
  await limitLog(cluster.logFile);
  const output = await open(cluster.logFile, 'a', 0o600);
  const from = (await output.stat()).size;
  const server = spawn(
    join(binaries, 'postgres'),
    ['-D', cluster.data, ...settings.flatMap((setting) => ['-c', setting])],
    { ...surroundings(user), detached: true, stdio: ['ignore', output.fd, output.fd] },
  );
  let failure = '';
  server.on('error', (error) => (failure = error.message));
  server.unref();
  await output.close();
  return {
    pid: server.pid,
    ended: async () => {
      if (failure === '' && server.exitCode === null && server.signalCode === null) return undefined;
      const said = failure + ((await readIfThere(cluster.logFile)) ?? '').slice(from);
      if (/lock file "postmaster.pid" |pre-existing shared memory block/.test(said)) return { reason: 'locked', said };
      if (/could not bind|could not create any TCP/.test(said)) return { reason: 'port-taken', said };
      return { reason: 'other', said };
    },
  };
}

const logBytesMax = 8 * 1024 * 1024;

/** Keeps one earlier file. */
async function limitLog(file: string): Promise<void> {
  const size = await stat(file).then(
    ({ size }) => size,
    () => 0,
  );
  if (size > logBytesMax) await rename(file, `${file}.1`);
}

/** The wanted port if nobody has it, otherwise one the system chooses. It can still be taken before the server has it. */
export async function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => {
      if (wanted === 0) reject(error);
      else resolve(freePort());
    });
    probe.listen(wanted, host, () => {
      const address = probe.address();
      probe.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : wanted);
      });
    });
  });
}
