import { execFile } from 'node:child_process';
import { EmbeddedPostgresError } from './embedded-postgres-error';

/**
 * PostgreSQL refuses to run as root. When we are root, it runs as the system user `postgres` (made if absent);
 * otherwise as whoever we are, which is what `undefined` stands for.
 */
export type ServerUser = { readonly uid: number; readonly gid: number } | undefined;

const name = 'postgres';

export async function serverUser(): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return undefined;
  const existing = await lookUp();
  if (existing !== undefined) return existing;
  const made = await run(
    'useradd',
    ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/bin/false', name],
    undefined,
  );
  const user = await lookUp(); // also when two of us tried at the same moment and the other one made it
  if (user === undefined) {
    throw new EmbeddedPostgresError(
      'server-user-missing',
      `PostgreSQL does not run as root, and a system user "${name}" for it could not be made. ` +
        `Make one, or start the ledger as an ordinary user.\n${made.output}`,
    );
  }
  return user;
}

async function lookUp(): Promise<ServerUser> {
  const [uid, gid] = await Promise.all([run('id', ['-u', name], undefined), run('id', ['-g', name], undefined)]);
  return uid.succeeded && gid.succeeded ? { uid: Number(uid.output), gid: Number(gid.output) } : undefined;
}

/**
 * Runs a program to its end as the server's user. Never throws; `output` is everything it said, or why it could not be run.
 *
 * @param signal ends the program; it is gone when this resolves
 */
export function run(
  program: string,
  args: readonly string[],
  user: ServerUser,
  signal?: AbortSignal,
): Promise<{ succeeded: boolean; output: string }> {
  return new Promise((resolve) => {
    try {
      const end = () => child.kill();
      const child = execFile(program, args, surroundings(user), (error, stdout, stderr) => {
        signal?.removeEventListener('abort', end);
        const said = `${stdout}${stderr}`.trim();
        resolve({ succeeded: error === null, output: said === '' && error !== null ? error.message : said });
      });
      signal?.addEventListener('abort', end);
      if (signal?.aborted === true) end();
    } catch (error) {
      resolve({ succeeded: false, output: String(error) }); // this user may not become that user
    }
  });
}

/**
 * What every PostgreSQL program is given: nothing of ours. PG* variables would change its mind, a locale its language
 * (we read its messages), and our working folder may be one it cannot enter.
 */
export function surroundings(user: ServerUser) {
  return {
    ...user,
    cwd: '/',
    env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, LC_ALL: 'C', TZ: 'UTC' },
  };
}
