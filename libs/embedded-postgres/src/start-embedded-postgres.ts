import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { findBinaries, packageFolder } from './binaries';
import { bringDown } from './bring-down';
import { bringUp } from './bring-up';
import { openCluster, superuser } from './cluster';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { findHome } from './home';
import { Upkeep } from './upkeep';
import { host } from './postmaster';
import { serverUser } from './server-user';

export interface EmbeddedPostgresOptions {
  /** Made if absent. One server per folder; different folders run side by side. */
  readonly dataDir: string;
  /** False only for tests: no fsync, so a pulled plug may destroy the database. Default true. */
  readonly durable?: boolean;
  /**
   * True: a server that ends, however it ends, is started again on the same port, until `stop`. It is tried after 0.1 s and then
   * ever less often, every 5 s at last. Default false.
   */
  readonly keepUp?: boolean;
  /** Ends a start that is under way: nothing stays running. */
  readonly signal?: AbortSignal;
  /** What is being done, for people; one line at a time. */
  readonly log?: (line: string) => void;
}

export interface EmbeddedPostgres {
  readonly host: string;
  readonly port: number;
  /** Of database `postgres`; holds the password. */
  readonly superuserUrl: string;
  urlFor(user: string, password: string, database: string): string;
  /** Of the server that runs now, or ran last. */
  readonly pid: number;
  /** True when the server was already running, left by a process that was killed or shared with one that lives. */
  readonly adopted: boolean;
  /** Where password, log and data really lie: the data folder, or a folder in /var/lib (see README.md). */
  readonly home: string;
  /**
   * Fast shutdown: open transactions are rolled back, a checkpoint is written; resolves when the server is gone. Left
   * running while another process uses it. Said twice, it is done once.
   *
   * Once `impatient` says so (after a minute unless said otherwise) it is killed with all its processes; the next start recovers
   * what was committed. Error: `server-did-not-stop` when it outlives that, too.
   */
  stop(impatient?: AbortSignal): Promise<void>;
}

/**
 * Starts the PostgreSQL server of a data folder, or takes over the one that runs there, and resolves when it answers,
 * crash recovery included however long it takes.
 *
 * Errors (`EmbeddedPostgresError`), in this order: `platform-not-supported`, `binaries-missing`, `server-user-missing`,
 * `data-folder-is-a-copy`, `binaries-do-not-run`, `initdb-failed`, `server-did-not-start`, `server-runs-without-durability`;
 * the reason of `signal` when it broke the start off. Whichever it is, no server runs that did not run before.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, durable = true, keepUp = false, log = () => undefined } = options;
  const { signal = new AbortController().signal } = options;
  const installed = packageFolder(process.platform, process.arch, (name) => require.resolve(name));
  const user = await serverUser();
  const home = await findHome(resolve(dataDir), user, log);
  const binaries = await findBinaries(installed, home, user, log);
  const cluster = await openCluster(home, binaries, user, durable, log, signal);
  const password = await readFile(cluster.passwordFile, 'utf8');

  const server = { binaries, cluster, password, user, durable, log };
  const first = await bringUp(server, signal);
  if (durable && !first.session.durable) {
    await bringDown(cluster, first, log);
    throw new EmbeddedPostgresError(
      'server-runs-without-durability',
      `The server that was running on ${home} had been started without durability, for tests.`,
    );
  }
  const { port, adopted } = first;
  log(`PostgreSQL ${adopted ? 'was already running' : 'started'} on ${host}:${port}, process ${first.pid}`);
  const upkeep = new Upkeep(first, (stopping) => bringUp(server, stopping, port), log);
  if (keepUp) upkeep.start();
  const urlFor = (name: string, secret: string, database: string) =>
    `postgres://${encodeURIComponent(name)}:${encodeURIComponent(secret)}@${host}:${port}/${encodeURIComponent(database)}`;
  let stopping: Promise<void> | undefined;
  return {
    host,
    port,
    superuserUrl: urlFor(superuser, password, 'postgres'),
    urlFor,
    get pid() {
      return upkeep.latest.pid;
    },
    adopted,
    home,
    stop: (impatient) => (stopping ??= upkeep.stop().then((latest) => bringDown(cluster, latest, log, impatient))),
  };
}
