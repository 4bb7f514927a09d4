import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { exists } from './home';
import { processAt } from './process-at';
import { run, type ServerUser } from './server-user';

/** The parts of a cluster folder. It appears in one step, complete, or not at all. */
export interface Cluster {
  /** PostgreSQL's own folder, the only part that belongs to the server's user. */
  readonly data: string;
  /** The superuser's password, for our eyes only (mode 0600). */
  readonly passwordFile: string;
  /** The port of the last start; taken again if it is free. */
  readonly portFile: string;
  readonly logFile: string;
}

export const superuser = 'postgres';

const partsOf = (folder: string): Cluster => ({
  data: join(folder, 'data'),
  passwordFile: join(folder, 'superuser-password'),
  portFile: join(folder, 'port'),
  logFile: join(folder, 'server.log'),
});

/**
 * The cluster in `home`, made by initdb if there is none. Built beside its place and then moved there, so that a kill
 * leaves no half, and of two processes that do this at the same moment one throws its work away.
 *
 * Error: `initdb-failed`, with what initdb said; the reason of `signal` when it ended that.
 */
export async function openCluster(
  home: string,
  binaries: string,
  user: ServerUser,
  durable: boolean,
  log: (line: string) => void,
  signal?: AbortSignal,
): Promise<Cluster> {
  const place = join(home, 'cluster');
  await removeAbandonedDrafts(home);
  if (!(await exists(place))) {
    log(`making a new database cluster in ${place}`);
    const draft = join(home, `${draftPrefix}${process.pid}-${randomBytes(4).toString('hex')}`);
    try {
      await build(draft, binaries, user, durable, signal);
      await rename(draft, place);
      await syncFolder(home);
    } catch (error) {
      // The last processes of an initdb that was ended may still write.
      await rm(draft, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
      if (!(await exists(place))) throw error;
    }
  }
  return partsOf(place);
}

const draftPrefix = 'cluster.new-';

async function build(
  draft: string,
  binaries: string,
  user: ServerUser,
  durable: boolean,
  signal?: AbortSignal,
): Promise<void> {
  const { data, passwordFile } = partsOf(draft);
  await mkdir(data, { recursive: true });
  await chmod(draft, 0o711);
  await chmod(data, 0o700);
  await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600, flush: true });
  if (user !== undefined) for (const path of [data, passwordFile]) await chown(path, user.uid, user.gid);

  const initdb = await run(
    join(binaries, 'initdb'),
    [
      ...['--pgdata', data, '--username', superuser, '--auth=scram-sha-256', '--pwfile', passwordFile],
      // With locale C, trigram search finds nothing in Chinese text.
      ...['--encoding=UTF8', '--locale=C.UTF-8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
      '--data-checksums',
      ...(durable ? [] : ['--no-sync']),
    ],
    user,
    signal,
  );
  signal?.throwIfAborted();
  if (!initdb.succeeded) {
    throw new EmbeddedPostgresError('initdb-failed', `initdb could not make a cluster in ${data}:\n${initdb.output}`);
  }
  if (user !== undefined) await chown(passwordFile, 0, 0);
  await syncFolder(draft);
}

/** What a killed starter left behind. */
async function removeAbandonedDrafts(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const pid = name.startsWith(draftPrefix) ? Number.parseInt(name.slice(draftPrefix.length), 10) : undefined;
    if (pid !== undefined && pid !== process.pid && processAt(pid) === 'absent') {
      await rm(join(home, name), { recursive: true, force: true });
    }
  }
}

/** Makes a rename in this folder survive a pulled plug. Windows has no such thing and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
