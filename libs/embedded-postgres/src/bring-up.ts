import { rename, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { killServer } from './bring-down';
import type { Cluster } from './cluster';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { readIfThere } from './home';
import { freePort, type Launch, launch, readPostmaster, setAsideLeftover } from './postmaster';
import { processAt } from './process-at';
import type { ServerUser } from './server-user';
import { openSession, type Session } from './session';

/** What it takes to start the server of a data folder. */
export interface Server {
  readonly binaries: string;
  readonly cluster: Cluster;
  readonly password: string;
  readonly user: ServerUser;
  readonly durable: boolean;
  readonly log: (line: string) => void;
}

export interface Running {
  readonly session: Session;
  readonly pid: number;
  readonly port: number;
  readonly adopted: boolean;
}

/** How long the data may stay locked by a server that does not answer: one that is dying, or its last children. */
const lockedMsMax = 10_000;
const answerMsMax = 60_000;
const portsMax = 5;

/**
 * Starts the server, or takes over the one that runs, and resolves when it answers.
 *
 * @param signal ends the waiting, and what was launched
 * @param samePort the port it must have, because its users know no other; undefined: that of the last start, or any
 * @throws `server-did-not-start`, or why it was broken off; what was launched is gone then
 */
export async function bringUp(server: Server, signal: AbortSignal, samePort?: number): Promise<Running> {
  const { binaries, cluster, user, durable } = server;
  const lockedUntil = Date.now() + lockedMsMax;
  let port = samePort ?? (await freePort(Number((await readIfThere(cluster.portFile)) ?? 0)));
  for (let ports = 1; ;) {
    const earlier = await readPostmaster(cluster.data);
    if (earlier !== undefined && processAt(earlier.pid) === 'server') {
      if (samePort !== undefined && earlier.port !== samePort)
        throw didNotStart(cluster, `Process ${earlier.pid} serves it on port ${earlier.port}, not on ${samePort}.`);
      const adopted = await meet(server, earlier.port, signal);
      if (adopted !== undefined) return adopted;
    }
    signal.throwIfAborted();

    const launched = await launch(binaries, cluster, port, user, durable);
    const running = await answering(server, launched, port, signal);
    if (running !== undefined) return running;

    const ended = await launched.ended();
    if (ended?.reason === 'port-taken' && samePort === undefined && ports++ < portsMax) {
      port = await freePort();
    } else if (ended?.reason === 'locked' && Date.now() < lockedUntil) {
      if (earlier !== undefined && processAt(earlier.pid) === 'somebody-else') {
        await setAsideLeftover(cluster.data, earlier);
      }
      await sleep(200);
    } else {
      if (launched.pid !== undefined) await killServer(launched.pid);
      signal.throwIfAborted();
      throw didNotStart(cluster, ended?.said ?? 'It did not answer.');
    }
  }
}

/** Waits until what was launched answers; undefined when it ended before that, took too long or was broken off. */
async function answering(
  server: Server,
  launched: Launch,
  port: number,
  signal: AbortSignal,
): Promise<Running | undefined> {
  const answerUntil = Date.now() + answerMsMax;
  while ((await launched.ended()) === undefined && Date.now() < answerUntil && !signal.aborted) {
    const running = await meet(server, port, signal, launched.pid);
    if (running === undefined) {
      await sleep(25);
      continue;
    }
    try {
      await remember(port, server.cluster);
    } catch (error) {
      if (launched.pid !== undefined) await killServer(launched.pid);
      throw error;
    }
    return running;
  }
  return undefined;
}

async function meet(
  { password, cluster, log }: Server,
  port: number,
  signal: AbortSignal,
  launched?: number,
): Promise<Running | undefined> {
  const session = await openSession({ port, password, data: cluster.data }, log, signal);
  const server = await readPostmaster(cluster.data); // of two starters the one that lost may meet the other's server
  if (session === undefined || server === undefined) return undefined;
  return { session, ...server, adopted: server.pid !== launched };
}

/** Written only when it is another one than before: a full disk is no reason to do without a server. */
async function remember(port: number, cluster: Cluster): Promise<void> {
  if ((await readIfThere(cluster.portFile)) === String(port)) return;
  const draft = `${cluster.portFile}.new-${process.pid}`;
  await writeFile(draft, String(port));
  await rename(draft, cluster.portFile);
}

const didNotStart = (cluster: Cluster, why: string) =>
  new EmbeddedPostgresError(
    'server-did-not-start',
    `PostgreSQL did not start on ${cluster.data} (its log: ${cluster.logFile}).\n${why}`,
  );
