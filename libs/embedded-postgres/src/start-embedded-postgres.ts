import { readFile, rename, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { resolve } from 'node:path';
import { findBinaries, packageFolder } from './binaries';
import { openCluster, superuser, type Cluster } from './cluster';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { findHome, readIfThere } from './home';
import { freePort, host, launch, readPostmaster, setAsideLeftover } from './postmaster';
import { processAt } from './process-at';
import { serverUser, type ServerUser } from './server-user';
import { openSession, type Session } from './session';

export interface EmbeddedPostgresOptions {
  /** Made if absent. One server per folder; different folders run side by side. */
  readonly dataDir: string;
  /** False only for tests: no fsync, so a pulled plug may destroy the database. Default true. */
  readonly durable?: boolean;
  /** What is being done, for people; one line at a time. */
  readonly log?: (line: string) => void;
}

export interface EmbeddedPostgres {
  readonly host: string;
  readonly port: number;
  /** Of database `postgres`; holds the password. */
  readonly superuserUrl: string;
  urlFor(user: string, password: string, database: string): string;
  readonly pid: number;
  /** True when the server was already running, left by a process that was killed or shared with one that lives. */
  readonly adopted: boolean;
  /** Where password, log and data really lie: the data folder, or a folder in /var/lib (see README.md). */
  readonly home: string;
  /**
   * Fast shutdown: open transactions are rolled back, a checkpoint is written; resolves when the server is gone. Left
   * running while another process uses it. Said twice, it is done once. Error: `server-did-not-stop` after a minute.
   */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL server of a data folder, or takes over the one that runs there, and resolves when it answers,
 * crash recovery included however long it takes.
 *
 * Errors (`EmbeddedPostgresError`), in this order: `platform-not-supported`, `binaries-missing`, `server-user-missing`,
 * `data-folder-is-a-copy`, `binaries-do-not-run`, `initdb-failed`, `server-did-not-start`, `server-runs-without-durability`.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, durable = true, log = () => undefined } = options;
  const installed = packageFolder(process.platform, process.arch, (name) => require.resolve(name));
  const user = await serverUser();
  const home = await findHome(resolve(dataDir), user, log);
  const binaries = await findBinaries(installed, home, user, log);
  const cluster = await openCluster(home, binaries, user, durable, log);
  const password = await readFile(cluster.passwordFile, 'utf8');

  const { session, pid, port, adopted } = await bringUp(binaries, cluster, password, user, durable, log);
  const urlFor = (name: string, secret: string, database: string) =>
    `postgres://${encodeURIComponent(name)}:${encodeURIComponent(secret)}@${host}:${port}/${encodeURIComponent(database)}`;
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= bringDown(cluster, session, pid, log));
  if (durable && !session.durable) {
    await stop();
    throw new EmbeddedPostgresError(
      'server-runs-without-durability',
      `The server that was running on ${home} had been started without durability, for tests.`,
    );
  }
  log(`PostgreSQL ${adopted ? 'was already running' : 'started'} on ${host}:${port}, process ${pid}`);
  return { host, port, superuserUrl: urlFor(superuser, password, 'postgres'), urlFor, pid, adopted, home, stop };
}

interface Running {
  readonly session: Session;
  readonly pid: number;
  readonly port: number;
  readonly adopted: boolean;
}

/** How long the data may stay locked by a server that does not answer: one that is dying, or its last children. */
const lockedMsMax = 10_000;
const answerMsMax = 60_000;
const portsMax = 5;

async function bringUp(
  binaries: string,
  cluster: Cluster,
  password: string,
  user: ServerUser,
  durable: boolean,
  log: (line: string) => void,
): Promise<Running> {
  const meet = async (port: number, launched?: number): Promise<Running | undefined> => {
    const session = await openSession({ port, password, data: cluster.data }, log);
    const server = await readPostmaster(cluster.data); // of two starters the one that lost may meet the other's server
    if (session === undefined || server === undefined) return undefined;
    return { session, ...server, adopted: server.pid !== launched };
  };

  const lockedUntil = Date.now() + lockedMsMax;
  let port = await freePort(Number((await readIfThere(cluster.portFile)) ?? 0));
  for (let ports = 1; ;) {
    const earlier = await readPostmaster(cluster.data);
    if (earlier !== undefined && processAt(earlier.pid) === 'server') {
      const adopted = await meet(earlier.port);
      if (adopted !== undefined) return adopted;
    }

    const launched = await launch(binaries, cluster, port, user, durable);
    const answerUntil = Date.now() + answerMsMax;
    let ended = await launched.ended();
    while (ended === undefined && Date.now() < answerUntil) {
      const running = await meet(port, launched.pid);
      if (running !== undefined) {
        await remember(port, cluster);
        return running;
      }
      await sleep(25);
      ended = await launched.ended();
    }

    if (ended?.reason === 'port-taken' && ports++ < portsMax) {
      port = await freePort();
    } else if (ended?.reason === 'locked' && Date.now() < lockedUntil) {
      if (earlier !== undefined && processAt(earlier.pid) === 'somebody-else') {
        await setAsideLeftover(cluster.data, earlier);
      }
      await sleep(200);
    } else {
      if (ended === undefined && launched.pid !== undefined) process.kill(launched.pid, 'SIGINT');
      throw new EmbeddedPostgresError(
        'server-did-not-start',
        `PostgreSQL did not start on ${cluster.data} (its log: ${cluster.logFile}).\n${ended?.said ?? 'It did not answer.'}`,
      );
    }
  }
}

async function remember(port: number, cluster: Cluster): Promise<void> {
  const draft = `${cluster.portFile}.new-${process.pid}`;
  await writeFile(draft, String(port));
  await rename(draft, cluster.portFile);
}

const stopMsMax = 60_000;

async function bringDown(cluster: Cluster, session: Session, pid: number, log: (line: string) => void): Promise<void> {
  if (!(await session.leave())) {
    log(`PostgreSQL is in use by another process and stays up, process ${pid}`);
    return;
  }
  // The number could by now be somebody else's, unless the server's own file still says it.
  if ((await readPostmaster(cluster.data))?.pid === pid && processAt(pid) === 'server') process.kill(pid, 'SIGINT');
  const giveUpAt = Date.now() + stopMsMax;
  while (processAt(pid) === 'server') {
    if (Date.now() > giveUpAt) {
      throw new EmbeddedPostgresError('server-did-not-stop', `PostgreSQL, process ${pid}, is still stopping.`);
    }
    await sleep(20);
  }
  log('PostgreSQL stopped');
}
