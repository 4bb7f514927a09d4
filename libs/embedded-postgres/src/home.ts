import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, link, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { run, type ServerUser } from './server-user';

/** Where root's data and binaries go when the server's user cannot reach the folder that was asked for. */
export const elsewhere = '/var/lib/fire-credit-ledger';

const pointer = 'postgres-lies-elsewhere';

/**
 * The folder in which everything of this data folder's server lies: the data folder itself or, when we are root and the
 * server's user cannot work in it, `/var/lib/fire-credit-ledger/<hash of the data folder>-<random>`. The choice is made
 * once and remembered in the data folder, so removing the data folder means starting anew, and moving it loses nothing.
 */
export async function findHome(dataDir: string, user: ServerUser, log: (line: string) => void): Promise<string> {
  if ((await mkdir(dataDir, { recursive: true })) !== undefined) await chmod(dataDir, 0o755); // whatever the umask
  const folder = await realpath(dataDir);
  if (user === undefined || (await exists(join(folder, 'cluster')))) return folder;
  const remembered = await follow(folder);
  if (remembered !== undefined) return remembered;
  if (await canWorkIn(folder, user)) return folder;

  const name = `${createHash('sha256').update(folder).digest('hex').slice(0, 16)}-${randomBytes(4).toString('hex')}`;
  await mkdirForAll(elsewhere);
  await mkdirForAll(join(elsewhere, name));
  await writeFile(join(elsewhere, name, 'belongs-to'), folder);
  if (!(await pointTo(folder, name))) await rm(join(elsewhere, name), { recursive: true }); // another starter was first
  const home = (await follow(folder)) ?? folder;
  log(`the server's user cannot work in ${folder}; the database lies in ${home}`);
  return home;
}

/** Points the data folder to its home in one step; false when it already points somewhere. */
async function pointTo(folder: string, name: string): Promise<boolean> {
  const draft = join(folder, `${pointer}.${name}`);
  await writeFile(draft, name);
  try {
    await link(draft, join(folder, pointer));
    return true;
  } catch {
    return false;
  } finally {
    await rm(draft);
  }
}

async function follow(folder: string): Promise<string | undefined> {
  const name = await readIfThere(join(folder, pointer));
  if (name === undefined) return undefined;
  const home = join(elsewhere, name);
  const owner = await readIfThere(join(home, 'belongs-to'));
  if (owner !== undefined && owner !== folder) {
    if ((await readIfThere(join(owner, pointer))) === name) {
      throw new EmbeddedPostgresError(
        'data-folder-is-a-copy',
        `${folder} is a copy of ${owner}, and the database of both would be the one in ${home}. ` +
          `Remove ${join(folder, pointer)} to start with an empty database.`,
      );
    }
    await writeFile(join(home, 'belongs-to'), folder); // it was moved here
  }
  return home;
}

/** Tried rather than computed: folder modes, access lists, mounts that know no owners and the like all have a say. */
async function canWorkIn(folder: string, user: NonNullable<ServerUser>): Promise<boolean> {
  const probe = await mkdtemp(join(folder, 'probe-'));
  try {
    await chown(probe, user.uid, user.gid);
    return (await run('/bin/sh', ['-c', 'cd -- "$1" && : > written', 'sh', probe], user)).succeeded;
  } catch {
    return false;
  } finally {
    await rm(probe, { recursive: true });
  }
}

/** A folder everybody may enter, whatever the umask. */
export async function mkdirForAll(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

export async function readIfThere(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
